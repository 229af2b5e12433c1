/**
 * The names that answers have on the inside. The planner adds fields of its own to what a caller asks for: keys of entities,
 * fields that others require, `__typename`. It adds them under their own names, and an alias of the caller's that goes by
 * such a name would be taken for the field. So a colliding alias has another name inside, from the plan to the services' answers;
 * the caller sees the name that was asked for, in data and in error paths alike.
 */
import { GraphQLError, Kind, parse, visit, type DirectiveNode, type DocumentNode, type FieldNode } from 'graphql';
import { responseKey } from './planned-call';

/** What the inner names begin with; no other name does, because one that does gets it once more. */
const prefix = '_as_';

/** The arguments of the supergraph's directives that name fields which a plan may have to fetch. */
const fieldSets: Record<string, readonly string[]> = {
  join__type: ['key'],
  join__field: ['requires', 'contextArguments'],
};

export class ResponseKeys {
  private constructor(private readonly fetched: ReadonlySet<string>) {}

  /** @param supergraph its SDL */
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
   * The name on the inside.
   * @param key the name in the answer
   * @param field the field that it stands for
   */
  inner(key: string, field: string): string {
    if (key === field) return key.startsWith(prefix) || key in Object.prototype ? prefix + key : key;
    return key.startsWith('_') || this.fetched.has(key) || key in Object.prototype ? prefix + key : key;
  }

  /** The document with inner names throughout; itself when no name of it collides. */
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

/** An error as the caller may see it: its path is made of the names in the answer. */
export function withOuterPath(error: GraphQLError): GraphQLError {
  if (!error.path?.some(isInner)) return error;
  const path = error.path.map((part) => (isInner(part) ? part.slice(prefix.length) : part));
  return new GraphQLError(error.message, { path, extensions: error.extensions, originalError: error.originalError });
}

const isInner = (part: string | number): part is string => typeof part === 'string' && part.startsWith(prefix);

/** The field sets that a directive of the supergraph names. */
function fieldSetsOf({ name, arguments: given = [] }: DirectiveNode): string[] {
  const wanted = fieldSets[name.value];
  if (!wanted) return [];
  const texts: string[] = [];
  for (const argument of given) {
    if (!wanted.includes(argument.name.value)) continue;
    visit(argument.value, {
      // Of a `contextArguments` entry, the selection only: its other texts are names of contexts, arguments and types.
      ObjectField: (field) => (field.name.value === 'selection' ? undefined : false),
      StringValue: ({ value }) => void texts.push(value),
    });
  }
  return texts.map((text) => (text.trim().startsWith('{') ? text : `{ ${text} }`));
}
