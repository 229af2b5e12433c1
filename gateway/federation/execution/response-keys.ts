/**
 * Renames response keys that collide with fields of the planner. The planner adds fields to a caller's selections: keys of entities,
 * fields that other fields require, `__typename`. It adds them under their own names, and would mistake a caller's alias of such a
 * name for the field. A colliding alias therefore has another, inner name in the plan and in the services' responses. The caller
 * sees the requested name, in data and in error paths.
 */
import { GraphQLError, Kind, parse, visit, type DirectiveNode, type DocumentNode, type FieldNode } from 'graphql';
import { responseKey } from './planned-call';

/** The prefix of inner names. A caller's name that begins with it gets it once more, so that inner names are unique. */
const prefix = '_as_';

/** The arguments of the supergraph's directives that name fields a plan may have to fetch. */
const fieldSets: Record<string, readonly string[]> = {
  join__type: ['key'],
  join__field: ['requires', 'contextArguments'],
};

export class ResponseKeys {
  private constructor(private readonly fetched: ReadonlySet<string>) {}

  /** Reads from a supergraph which fields a plan may add. */
  static of(supergraph: DocumentNode): ResponseKeys {
    const fetched = new Set<string>();
    visit(supergraph, {
      Directive: (directive) => {
        for (const text of fieldSetsOf(directive)) {
          visit(parse(text, { noLocation: true }), { Field: ({ name }) => void fetched.add(name.value) });
        }
      },
    });
    return new ResponseKeys(fetched);
  }

  /**
   * Returns the inner name of a response key.
   * @param key the key in the response
   * @param field the name of the selected field
   */
  inner(key: string, field: string): string {
    if (key === field) return key.startsWith(prefix) || key in Object.prototype ? prefix + key : key;
    return key.startsWith('_') || this.fetched.has(key) || key in Object.prototype ? prefix + key : key;
  }

  /** Returns the document with inner names; the same object when no name collides. */
  innerDocument(document: DocumentNode): DocumentNode {
    return visit(document, {
      Field: (node): FieldNode | undefined => {
        const key = responseKey(node);
        const inner = this.inner(key, node.name.value);
        return inner === key ? undefined : { ...node, alias: { kind: Kind.NAME, value: inner } };
      },
    });
  }
}

/** Returns an error with the response's own names in its path. */
export function withOuterPath(error: GraphQLError): GraphQLError {
  if (!error.path?.some(isInner)) return error;
  const path = error.path.map((part) => (isInner(part) ? part.slice(prefix.length) : part));
  return new GraphQLError(error.message, { path, extensions: error.extensions, originalError: error.originalError });
}

const isInner = (part: string | number): part is string => typeof part === 'string' && part.startsWith(prefix);

/** The field sets in the arguments of a directive of the supergraph. */
function fieldSetsOf({ name, arguments: given = [] }: DirectiveNode): string[] {
  const wanted = fieldSets[name.value];
  if (!wanted) return [];
  const texts: string[] = [];
  for (const argument of given) {
    if (!wanted.includes(argument.name.value)) continue;
    visit(argument.value, {
      // Of a `contextArguments` entry only `selection` is a field set; the others name contexts, arguments and types.
      ObjectField: (field) => (field.name.value === 'selection' ? undefined : false),
      StringValue: ({ value }) => void texts.push(value),
    });
  }
  return texts.map((text) => (text.trim().startsWith('{') ? text : `{ ${text} }`));
}
