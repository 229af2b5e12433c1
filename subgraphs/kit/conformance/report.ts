/** The results of a conformance run as text, JSON or Markdown. */
import { markdownTable } from '../base/markdown';
import { conforms, type CheckResult } from './run';

/** The format of a report. */
export type ReportFormat = 'text' | 'json' | 'markdown';

const mark = { PASSED: '✓', FAILED: '✗', SKIPPED: '–' } as const;
export const short = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, 1_000);

const summary = (service: string, results: CheckResult[]) => {
  const failed = results.filter(({ outcome }) => outcome === 'FAILED');
  const required = failed.filter(({ level }) => level === 'required').length;
  if (!conforms(results)) return `${service} does not conform: ${required} required checks failed.`;
  return failed.length > 0
    ? `${service} conforms; ${failed.length} recommended checks failed.`
    : `${service} conforms.`;
};

function text(service: string, results: CheckResult[]): string {
  const lines = results.flatMap(({ outcome, id, level, title, rule, why, mend, message, sent, got }) => [
    `${mark[outcome]} ${id}${level === 'recommended' ? ' (recommended)' : ''}: ${title}`,
    ...(message ? message.split('\n').map((line) => `    ${line}`) : []),
    ...(outcome === 'FAILED'
      ? [
          `    rule: ${rule}`,
          `    why:  ${why}`,
          `    mend: ${mend}`,
          `    sent: ${short(sent)}`,
          `    got:  ${short(got)}`,
        ]
      : []),
  ]);
  return [...lines, '', summary(service, results)].join('\n');
}

function markdown(service: string, results: CheckResult[]): string {
  const exchanges = results
    .filter(({ outcome }) => outcome === 'FAILED')
    .flatMap(({ id, why, mend, sent, got }) => [
      `### \`${id}\``,
      '',
      why,
      '',
      mend,
      '',
      'Sent:',
      '',
      '```',
      short(sent),
      '```',
      '',
      'Got:',
      '',
      '```',
      short(got),
      '```',
      '',
    ]);
  return [
    `# Conformance of ${service}`,
    '',
    summary(service, results),
    '',
    ...markdownTable(
      ['outcome', 'check', 'level', 'what', 'rule', 'finding'],
      results.map(({ outcome, id, level, title, rule, message }) => [
        outcome,
        `\`${id}\``,
        level,
        title,
        rule,
        message ?? '',
      ]),
    ),
    '',
    ...exchanges,
  ].join('\n');
}

/** Formats the results of a run on a service. */
export function formatReport(format: ReportFormat, service: string, results: CheckResult[]): string {
  if (format === 'json') return JSON.stringify({ service, conforms: conforms(results), checks: results }, null, 2);
  return format === 'markdown' ? markdown(service, results) : text(service, results);
}
