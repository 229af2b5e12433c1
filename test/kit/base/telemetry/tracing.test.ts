/** Tracing costs nothing when it is off, and names operations without personal data. */
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { getOperationAST, parse, type OperationDefinitionNode } from 'graphql';
import { projectRoot } from '../../../../subgraphs/kit/base/project-root';
import { operationLabel } from '../../../../subgraphs/kit/base/telemetry/operation-label';
import {
  carriedTraces,
  openSpan,
  traced,
  traceHeaders,
  withCarried,
} from '../../../../subgraphs/kit/base/telemetry/tracing';

test('without tracing, work runs directly, and no span is made', () => {
  const answer = Promise.resolve(1);
  expect(traced({ name: 'step' }, () => answer)).toBe(answer);
  expect(withCarried([`00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`], () => answer)).toBe(answer);
  expect(openSpan({ name: 'step' })).toBeUndefined();
  expect(traceHeaders()).toBe(traceHeaders());
  expect(traceHeaders()).toEqual({});
  expect(carriedTraces()).toEqual([]);
});

test('a process without an endpoint for traces does not load the SDK', () => {
  const file = path.join(projectRoot(), 'dist', 'subgraphs', 'kit', 'base', 'telemetry', 'start-tracing.js');
  const sdkFiles = (config: string) =>
    Number(
      execFileSync(process.execPath, [
        '-e',
        `require(${JSON.stringify(file)}).startTracing('x', ${config}, console).then((end) => {
           console.log(Object.keys(require.cache).filter((name) => /opentelemetry.(sdk|exporter|otlp)/.test(name)).length);
           return end();
         })`,
      ]),
    );
  expect(sdkFiles('undefined')).toBe(0);
  expect(sdkFiles(`{ protocol: 'http/protobuf' }`)).toBeGreaterThan(0);
});

const labelOf = (document: string, named?: boolean) =>
  operationLabel(getOperationAST(parse(document)) as OperationDefinitionNode, named);

test('an operation is named by its root field; its own name is used only if the operator knows it', () => {
  expect(labelOf('query Ona { contact(id: 1) { id } }')).toBe('contact');
  expect(labelOf('query Ona { contact(id: 1) { id } }', true)).toBe('Ona');
  expect(labelOf('{ contact(id: 1) { id } }', true)).toBe('contact');
  // Calls of several operations are sent together like this.
  expect(labelOf('{ Ona: contact(id: 1) { id } b: contact(id: 2) { id } __typename }')).toBe('contact');
  expect(labelOf('{ contact(id: 1) { id } other: person { id } }')).toBe('other');
  expect(labelOf('query { ...Ona } fragment Ona on Query { contact { id } }')).toBe('other');
  expect(labelOf('{ __typename }')).toBe('other');
});
