/** Documents that are made from the code, whole or in part. `npm run codegen` writes them; a test compares them. */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import {
  initialServiceStatus,
  initialStatus,
  requestTransitions,
  requestTypes,
  serviceTransitions,
  type RequestType,
} from '../../gateway/gdpr/lifecycle';
import { markdownTable } from '../../subgraphs/kit/base/markdown';
import { projectRoot } from '../../subgraphs/kit/base/project-root';

/** A document of `docs/`, and what becomes of its text. Widths of columns are Prettier's matter. */
interface GeneratedDocument {
  name: string;
  write: (text: string) => string;
}

/** What stands between two comments of a document, which name the part. @throws when the document has no such comments */
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
      ['', 'the request is created', initialStatus],
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

export const generatedDocuments: GeneratedDocument[] = [
  {
    name: 'architecture.md',
    write: (text) => replacePart(replacePart(text, 'requests', requestTable()), "services' parts", serviceTable()),
  },
];

const fileOf = (name: string) => path.join(projectRoot(), 'docs', name);

/** Writes the documents, or with `check` writes nothing. @throws when one is stale */
export async function writeDocuments(check: boolean): Promise<void> {
  // Formatted as `npm run format` does it. Only developers have Prettier.
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
