/** The dashboard, the alerts and the documentation name only metrics that a gateway exports, with the labels that these have. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import fastify, { type FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';
import { DataSource } from 'typeorm';
import { parse } from 'yaml';
import { addCaseGauges } from '../../gateway/gdpr/cases/case-gauges';
import { addRequestGauges } from '../../gateway/gdpr/gauges/request-gauges';
import { addWorkGauges } from '../../gateway/gdpr/gauges/work-gauges';
import { addWebhookGauges } from '../../gateway/webhooks/webhook-gauges';
import { addMetrics } from '../../gateway/http/metrics';
import { errorCodes } from '../../subgraphs/kit/base/errors/error-codes';
import { projectRoot } from '../../subgraphs/kit/base/project-root';

const read = (...file: string[]) => readFileSync(path.join(projectRoot(), ...file), 'utf8');

/** Labels that Prometheus adds, and that of histograms. */
const added = ['instance', 'job', 'le'];
/** Series of Prometheus itself. */
const ofPrometheus = ['up'];

let app: FastifyInstance;
/** The labels of each series, by its name. */
const exported = new Map<string, string[]>();

beforeAll(() => {
  app = fastify();
  // Never connected: metrics read the database only when they are collected.
  const dataSource = new DataSource({ type: 'postgres' });
  let registry: Registry | undefined;
  addMetrics(app, (own) => {
    registry = own;
    addRequestGauges(own, dataSource);
    addCaseGauges(own, dataSource);
    addWorkGauges(own, dataSource);
    addWebhookGauges(own, dataSource);
  });
  for (const metric of registry?.getMetricsAsArray() ?? []) {
    const { name, type, labelNames } = metric as unknown as { name: string; type: string; labelNames: string[] };
    const endings = type === 'histogram' ? ['_bucket', '_count', '_sum'] : [''];
    for (const ending of endings) exported.set(`${name}${ending}`, labelNames);
  }
});

afterAll(() => app.close());

/** What is wrong with a PromQL expression: an unknown series, a label that its series does not have, an unknown error code. */
function problemsOf(expression: string): string[] {
  const text = expression.replaceAll(/\[[^\]]*\]/g, '');
  const series = [...text.matchAll(/\b([a-z]\w*)\b(?=\{|\)|,| |$)(?!\s*\()/g)]
    .map(([, name = '']) => name)
    .filter((name) => /_/.test(name) && !/^histogram_/.test(name));
  const labels = series.flatMap((name) => exported.get(name) ?? []);
  const used = [
    ...[...text.matchAll(/by \(([^)]*)\)/g)].flatMap(([, names = '']) => names.split(', ')),
    ...[...text.matchAll(/[{,]\s*(\w+)\s*=/g)].map(([, name = '']) => name),
  ];
  const codes = [...text.matchAll(/code="(\w+)"/g)].map(([, code = '']) => code);
  return [
    ...(series.length > 0 ? [] : ['no series']),
    ...series.filter((name) => !exported.has(name) && !ofPrometheus.includes(name)).map((name) => `no metric ${name}`),
    ...used.filter((name) => !labels.includes(name) && !added.includes(name)).map((name) => `no label ${name}`),
    ...codes.filter((code) => !(code in errorCodes)).map((code) => `no code ${code}`),
  ];
}

test('an expression about unknown series, labels or codes is reported', () => {
  expect(problemsOf('sum by (code) (rate(habeas_operation_errors_total[5m]))')).toEqual([]);
  expect(problemsOf('rate(habeas_operation_errors[5m])')).toEqual(['no metric habeas_operation_errors']);
  expect(problemsOf('sum by (service) (rate(habeas_operation_errors_total[5m]))')).toEqual(['no label service']);
  expect(problemsOf('habeas_operation_errors_total{kind="x"}')).toEqual(['no label kind']);
  expect(problemsOf('habeas_operation_errors_total{code="NO_SUCH"}')).toEqual(['no code NO_SUCH']);
  expect(problemsOf('habeas_operation_duration_seconds > 1')).toEqual(['no metric habeas_operation_duration_seconds']);
  expect(problemsOf('1 > 0')).toEqual(['no series']);
});

test('every panel of the dashboard shows exported series, and every series of ours is shown', () => {
  const { panels } = JSON.parse(read('deploy', 'grafana', 'dashboard.json')) as {
    panels: {
      id: number;
      title: string;
      description: string;
      gridPos: { x: number; y: number; w: number };
      targets: { expr: string; legendFormat: string }[];
    }[];
  };
  const expressions = panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));
  expect(expressions.map((each) => [each, problemsOf(each)])).toEqual(expressions.map((each) => [each, []]));
  for (const [name] of exported)
    if (name.startsWith('habeas_') && !/_(sum|count|bucket)$/.test(name))
      expect(expressions.join('\n')).toContain(name);
  // Each has a place and an id of its own, and a legend by labels that its expression keeps.
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  expect(new Set(panels.map(({ gridPos: { x, y } }) => `${x}/${y}`)).size).toBe(panels.length);
  for (const { targets, description } of panels) {
    expect(description).toMatch(/\.$/);
    for (const { expr, legendFormat } of targets) {
      const kept = /by \(([^)]*)\)/.exec(expr)?.[1]?.split(', ') ?? added;
      for (const [, label] of legendFormat.matchAll(/\{\{(\w+)\}\}/g)) expect(kept).toContain(label);
    }
  }
});

test('every alert uses exported series', () => {
  const [, block = ''] = /### Alerts\n\n```yaml\n([\s\S]*?)```/.exec(read('docs', 'operations.md')) ?? [];
  const { groups } = parse(block) as {
    groups: { rules: { alert: string; expr: string; labels: { severity: string } }[] }[];
  };
  const rules = groups.flatMap((group) => group.rules);
  expect(rules.map(({ alert, expr }) => [alert, problemsOf(expr)])).toEqual(rules.map(({ alert }) => [alert, []]));
  for (const { labels } of rules) expect(['critical', 'warning']).toContain(labels.severity);
  expect(rules.length).toBeGreaterThan(5);
});

test('the documentation lists our metrics, each with its labels', () => {
  const rows = [...read('docs', 'operations.md').matchAll(/^\| (`habeas_[^|]*)\|([^|]*)\|/gm)];
  const namesIn = (cell = '') => [...cell.matchAll(/`(\w+)`/g)].map(([, name = '']) => name);
  const own = [...exported].filter(([name]) => name.startsWith('habeas_'));
  const plain = new Map(own.map(([name, labels]) => [name.replace(/_(bucket|count|sum)$/, ''), labels]));
  expect(rows.flatMap(([, names]) => namesIn(names)).sort()).toEqual([...plain.keys()].sort());
  for (const [, names, labels] of rows) {
    const labelsOf = new Set(namesIn(names).flatMap((name) => plain.get(name) ?? []));
    expect([...labelsOf].sort()).toEqual(namesIn(labels).sort());
  }
});
