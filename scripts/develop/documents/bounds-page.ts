/** `docs/bounds.md`: the bounds of the API's inputs, for its clients. */
import { Kind, parse, visit, type InputValueDefinitionNode, type NameNode } from 'graphql';
import { largestFile, longestId, longestText, mostReplacements, mostValues } from '../../../subgraphs/kit/base/bounds';
import { markdownTable } from '../../../subgraphs/kit/base/markdown';
import { subgraphSdl } from '../../../subgraphs/kit/base/sdl';
import { subgraphNames } from '../subgraphs';

const introduction = `# Bounds of inputs

<!-- Generated from schema/ and subgraphs/kit/base/bounds.ts by \`npm run codegen\`. -->

Every text of every input takes at most ${longestText} characters (UTF-16 units), and every list ${mostValues} values, but for those
below. What is out of bounds is refused with BAD_USER_INPUT before anything of the field is done; the message and
\`extensions.argument\` name it (\`input.socialHandles[3].handle\`).

- A term's value takes ${longestText} characters, an id ${longestId}.
- \`replacements\` takes ${mostReplacements} replacements.
- A file takes ${largestFile / 1024 / 1024} MiB.

What was stored before a bound was there stays readable, can be exported, corrected and erased, and is left as it is when other
values of its record change.

A service of your own that is built on the kit has these bounds too. It states others beside an argument or a field of an input:
\`text: String @bounds(length: 100000)\`.
`;

/** The text of the page. */
export function boundsPage(): string {
  const rows = subgraphNames().flatMap((subgraph) => boundsIn(subgraph).map((row) => [subgraph, ...row]));
  return `${[introduction, ...markdownTable(['subgraph', 'input', 'characters', 'values'], rows)].join('\n')}\n`;
}

/** The bounds that a subgraph states. */
function boundsIn(subgraph: string): string[][] {
  const rows: string[][] = [];
  visit(parse(subgraphSdl(subgraph)), {
    InputValueDefinition(node, _key, _parent, _path, ancestors) {
      const bounds = statedBounds(node);
      if (!bounds) return;
      const line = ancestors.flatMap((each) => ('name' in each ? [(each.name as NameNode).value] : []));
      rows.push([`\`${[...line, node.name.value].join('.')}\``, bounds.length ?? '', bounds.items ?? '']);
    },
  });
  return rows;
}

function statedBounds({ directives = [] }: InputValueDefinitionNode): Record<string, string> | undefined {
  const stated = directives.find(({ name }) => name.value === 'bounds')?.arguments;
  return (
    stated &&
    Object.fromEntries(
      stated.map(({ name, value }) => [
        name.value,
        value.kind === Kind.INT ? Number(value.value).toLocaleString('en') : '',
      ]),
    )
  );
}
