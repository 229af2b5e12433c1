/** Documents that are generated from the code, whole or in part. `npm run codegen` writes them; a test compares them. */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Kind, parse, type EnumTypeDefinitionNode } from 'graphql';
import { auditActions } from '../../../gateway/audit/actions';
import {
  initialServiceStatus,
  initialStatus,
  requestTransitions,
  requestTypes,
  serviceTransitions,
  waitingStatuses,
  type RequestType,
} from '../../../gateway/gdpr/lifecycle';
import type { AuditAction } from '../../../gateway/gdpr/schema.generated';
import { markdownTable } from '../../../subgraphs/kit/base/markdown';
import { projectRoot } from '../../../subgraphs/kit/base/project-root';
import { advice, checks } from '../../../subgraphs/kit/conformance';
import { subgraphSdl } from '../../../subgraphs/kit/base/sdl';
import { boundsPage } from './bounds-page';
import { errorsPage } from './errors-page';

/** A document of `docs/`, and how its text is generated. Prettier sets the widths of columns. */
interface GeneratedDocument {
  name: string;
  write: (text: string) => string;
}

/** Replaces the text between the two comments that mark a part of a document. @throws when the document has no such comments */
function replacePart(text: string, part: string, lines: string[]): string {
  const [begin, end] = [`<!-- generated: ${part} -->`, `<!-- end: ${part} -->`];
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`The document has no part "${begin}" that ends with "${end}".`);
  return [text.slice(0, from + begin.length), '', ...lines, '', text.slice(to)].join('\n');
}

function requestTable(): string[] {
  const targets = (to: (type: RequestType) => string) => {
    const each = requestTypes.map((type) => ({ type, status: to(type) }));
    if (new Set(each.map(({ status }) => status)).size === 1) return to('GET');
    return each.map(({ type, status }) => `${status} (${type})`).join(', ');
  };
  return markdownTable(
    ['from', 'event', 'to'],
    [
      ['', 'the request is created', [initialStatus, ...waitingStatuses].join(', ')],
      ...Object.values(requestTransitions).map(({ from, to, when }) => [from.join(', '), when, targets(to)]),
    ],
  );
}

const serviceTable = (): string[] =>
  markdownTable(
    ['from', 'event', 'to'],
    [
      ['', 'the request is created', initialServiceStatus],
      ...Object.values(serviceTransitions).map(({ from, to, when }) => [from.join(', '), when, to]),
    ],
  );

/** The values of `AuditAction`, with the schema's descriptions. */
function describedActions(): { action: AuditAction; description: string }[] {
  const { definitions } = parse(subgraphSdl('gdpr'));
  const type = definitions.find(
    (each) => each.kind === Kind.ENUM_TYPE_DEFINITION && each.name.value === 'AuditAction',
  ) as EnumTypeDefinitionNode;
  return (type.values ?? []).map(({ name, description }) => ({
    action: name.value as AuditAction,
    description: description?.value ?? '',
  }));
}

const auditActionsPage = (): string =>
  [
    '# Actions of the audit log',
    '',
    'What an entry of `auditLog` may record: the values of the enum `AuditAction`, and what stands in their entries. `habeas` is',
    'the actor of what the system does by itself; a caller is named by the subject of its token. A `detail` holds ids, digests,',
    'codes and counts, and the purpose that a caller states (R21). Callers and purposes are encrypted, and read `[unreadable]` once',
    "the organisation's keys were destroyed. Made from `schema/gdpr.graphql` and `gateway/audit/actions.ts` by `npm run codegen`.",
    '',
    ...markdownTable(
      ['action', 'recorded when', 'actor', 'names', '`detail` says'],
      describedActions().map(({ action, description }) => {
        const { actor, names, detail } = auditActions[action];
        return [`\`${action}\``, description, actor, names, detail];
      }),
    ),
    '',
  ].join('\n');

/** Every conformance check, with a paragraph for each: why it exists, and how to fix a service that fails it. */
function conformanceChecks(): string[] {
  const table = markdownTable(
    ['check', 'level', 'what', 'rule'],
    checks.map(({ id, level, title, rule }) => [`\`${id}\``, level, title, rule]),
  );
  return [
    ...table,
    '',
    '## Why each, and how to mend it',
    '',
    ...checks.flatMap(({ id }) => [`### \`${id}\``, '', advice[id].why, '', advice[id].mend, '']),
  ];
}

export const generatedDocuments: GeneratedDocument[] = [
  { name: 'audit-actions.md', write: auditActionsPage },
  { name: 'conformance.md', write: (text) => replacePart(text, 'checks', conformanceChecks()) },
  { name: 'bounds.md', write: boundsPage },
  { name: 'errors.md', write: errorsPage },
  {
    name: 'architecture.md',
    write: (text) => replacePart(replacePart(text, 'requests', requestTable()), "services' parts", serviceTable()),
  },
];

const fileOf = (name: string) => path.join(projectRoot(), 'docs', name);

/** Writes the documents, or with `check` writes nothing. @throws when one is stale */
export async function writeDocuments(check: boolean): Promise<void> {
  // Prettier formats them as in `npm run format`. Only developers have it.
  const { format, resolveConfig } = await import('prettier');
  for (const { name, write } of generatedDocuments) {
    const file = fileOf(name);
    const before = await readFile(file, 'utf8').catch(() => '');
    const after = await format(write(before), { ...(await resolveConfig(file)), filepath: file });
    if (after === before) continue;
    if (check) throw new Error(`docs/${name} is stale; run npm run codegen`);
    await writeFile(file, after);
  }
}
