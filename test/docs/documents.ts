/** The documents that people read: the README, those of `docs/`, and those beside the examples and the kit. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../subgraphs/kit/base/project-root';

/** Every document by its path, with its text. */
export const documents = new Map(
  [
    'README.md',
    'CONTRIBUTING.md',
    'subgraphs/kit/README.md',
    ...['docs', 'examples'].flatMap((folder) =>
      readdirSync(path.join(projectRoot(), folder), { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.md') && !file.includes('node_modules'))
        .map((file) => path.posix.join(folder, file.split(path.sep).join('/'))),
    ),
  ].map((file) => [file, readFileSync(path.join(projectRoot(), file), 'utf8')] as const),
);

/** The code blocks of a document in a language, without their indentation. */
export const blocksOf = (text: string, language: string): string[] =>
  [...text.matchAll(new RegExp(`^( *)\`\`\`${language}\\n([^]*?)^ *\`\`\``, 'gm'))].map(([, indent = '', block = '']) =>
    block.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  );

/** A document without its blocks of code. */
export const proseOf = (text: string): string => text.replaceAll(/^ *```[^]*?^ *```/gm, '');
