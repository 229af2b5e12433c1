/** The place of a value in an operation, as the API names it: `input.term.phone`, `replacements[0].existing`. */
import { BREAK, Kind, visit, type ASTNode, type DocumentNode } from 'graphql';

/** Joins names and list positions: `['input', 'terms', 0, 'phone']` becomes `input.terms[0].phone`. */
export function formatPath(path: readonly (string | number)[]): string {
  return path.map((part, index) => (typeof part === 'number' ? `[${part}]` : index === 0 ? part : `.${part}`)).join('');
}

/**
 * The path from the argument to the first value that `matches`, at a place that is meant.
 * @returns undefined when no value of an argument matches
 */
export function findArgumentPath(
  document: DocumentNode,
  matches: (node: ASTNode) => boolean,
  isMeant: (path: string) => boolean = () => true,
): string | undefined {
  let found: string | undefined;
  visit(document, {
    enter(node, _key, parent, _path, ancestors) {
      if (!matches(node)) return undefined;
      const path = pathOf([...ancestors, ...(parent ? [parent] : []), node]);
      const place = formatPath(path);
      if (path.length === 0 || !isMeant(place)) return undefined;
      found = place;
      return BREAK;
    },
  });
  return found;
}

function pathOf(line: readonly (ASTNode | readonly ASTNode[])[]): (string | number)[] {
  const path: (string | number)[] = [];
  line.forEach((step, index) => {
    if ('kind' in step) {
      if (step.kind === Kind.ARGUMENT || step.kind === Kind.OBJECT_FIELD) path.push(step.name.value);
      return;
    }
    // A list of nodes stands above its elements. Only those of a list value are positions, not those of fields and definitions.
    const above = line[index - 1];
    const below = line[index + 1];
    if (above && 'kind' in above && above.kind === Kind.LIST && below) path.push(step.indexOf(below as ASTNode));
  });
  return path;
}
