// The operations of examples/operations, for the explorer: in the groups of groups.json, each with its comment.
import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** @returns the groups, each with its operations: title, purpose, text, and initial variables as JSON */
export async function savedOperations(folder) {
  const read = (name) => readFile(path.join(folder, name), 'utf8');
  const groups = JSON.parse(await read('groups.json'));
  return Promise.all(
    groups.map(async ({ group, operations }) => ({
      group,
      operations: await Promise.all(
        operations.map(async ({ title, file, variables }) => {
          const text = await read(`${file}.graphql`);
          const purpose = [...text.matchAll(/^# (.*)$/gm)].map(([, line]) => line).join(' ');
          return { title, purpose, text, variables: JSON.stringify(variables, null, 2) };
        }),
      ),
    })),
  );
}
