/**
 * Completes what the services returned into a response, as the GraphQL specification demands: nulls propagate, and every value is
 * of its type. Nearly all data are complete already; they are checked and left as they are.
 *
 * An object of an abstract type is completed by its runtime type if the plan fetched that type. If no selection depends on the
 * runtime type, the plan does not fetch it, and the object is completed by the type that the schema declares.
 */
import { collectFields, collectSubFields } from '@graphql-tools/utils';
import {
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  visit,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLError,
  type GraphQLInterfaceType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { fragmentsOf } from '../../../../subgraphs/kit/base/graphql/fragments';
import type { ResponseKeys } from '../response-keys';
import { isRecord } from '../service-connection';
import { completeLeaf } from './leaves';
import { failed, Problems, type Complete } from './problems';

type Data = Record<string, unknown>;
/** The values of the variables that @skip and @include use, and no others: what is cached must hold no personal data. */
interface Conditions {
  coerced: Data;
  sources: Record<string, never>;
}
type FieldsType = GraphQLObjectType | GraphQLInterfaceType;

/** The most combinations of @skip and @include that are cached for one document. */
const mostCombinations = 16;

/** Completes the results of one operation. */
export class ResultCompleter {
  private readonly conditionNames: readonly string[];
  private readonly remembered = new Map<string, Complete>();
  private readonly fragments: Record<string, FragmentDefinitionNode>;

  /**
   * @param keys the names of the response keys in the data
   * @param renamed whether any of them differs from the name in the response
   */
  constructor(
    private readonly schema: GraphQLSchema,
    document: DocumentNode,
    private readonly operation: OperationDefinitionNode,
    private readonly keys: ResponseKeys,
    private readonly renamed: boolean,
  ) {
    this.fragments = Object.fromEntries(fragmentsOf(document));
    this.conditionNames = conditionNames(document);
  }

  /**
   * Completes the data of one result.
   * @param data what the services returned. Values of failed calls are missing. Beside the selected fields it may contain only
   *   `__typename`. It is changed in place.
   * @param variables the coerced variables of the operation
   * @returns the data of the response, and an error for each value that is not of its type or is null where it must not be
   */
  complete(data: Data, variables: Data): { data: Data | null; errors: GraphQLError[] } {
    const problems = new Problems();
    const completed = this.rootCompletion(variables)(data, problems);
    return { data: completed === failed ? null : (completed as Data), errors: problems.errors() };
  }

  private rootCompletion(variables: Data): Complete {
    const conditions = Object.fromEntries(this.conditionNames.map((name) => [name, variables[name]]));
    const combination = JSON.stringify(Object.values(conditions));
    const known = this.remembered.get(combination);
    if (known) return known;
    const root = this.schema.getRootType(this.operation.operation);
    if (!root) throw new Error(`The schema has no type for a ${this.operation.operation}.`);
    const within: Conditions = { coerced: conditions, sources: {} };
    const { fields } = collectFields(this.schema, this.fragments, within, root, this.operation.selectionSet);
    // Introspection results are merged with the services' data, so the object is rebuilt in the order of the operation.
    const introspects = [...fields.values()].some(([node]) => node?.name.value.startsWith('__'));
    const completion = this.objectCompletion(root, fields, within, introspects);
    if (this.remembered.size < mostCombinations) this.remembered.set(combination, completion);
    return completion;
  }

  /** @param ordered whether the object is rebuilt in the order of the operation */
  private objectCompletion(
    type: FieldsType,
    fields: Map<string, FieldNode[]>,
    within: Conditions,
    ordered = false,
  ): Complete {
    const parts = [...fields].map(([key, nodes]) => {
      const name = nodes[0]?.name.value ?? '';
      // Introspection results are already under the response's own names.
      const inner = tellsOfSchema(name) ? key : this.keys.inner(key, name);
      return { key, inner, complete: this.fieldCompletion(type, name, nodes, within) };
    });
    const typenameAsked = fields.has('__typename');
    const anew = this.renamed || ordered;
    return (value, problems) => {
      if (!isRecord(value)) return problems.found(`Expected an object of the type ${type.name}.`);
      const completed: Data = anew ? {} : value;
      // JSON leaves out an undefined property. Deleting it would make the object slow to serialise.
      if (!typenameAsked && value.__typename !== undefined) value.__typename = undefined;
      for (const { key, inner, complete } of parts) {
        // Keys such as `constructor` were renamed inside (see `ResponseKeys`), so this never reads an inherited property.
        const given = value[inner];
        const before = problems.count;
        const made = complete(given, problems);
        if (problems.count > before) problems.place(before, key);
        if (made === failed) return failed;
        if (anew || made !== given) completed[key] = made;
      }
      return completed;
    };
  }

  private fieldCompletion(type: FieldsType, name: string, nodes: FieldNode[], within: Conditions): Complete {
    if (name === '__typename') return isObjectType(type) ? () => type.name : (value) => value ?? type.name;
    if (tellsOfSchema(name)) return (value) => value ?? null;
    const field = type.getFields()[name];
    if (!field) throw new Error(`The type ${type.name} has no field ${name}.`);
    return this.valueCompletion(field.type, nodes, within, `${type.name}.${name}`);
  }

  private valueCompletion(type: GraphQLOutputType, nodes: FieldNode[], within: Conditions, at: string): Complete {
    if (isNonNullType(type)) {
      const complete = this.presentCompletion(type.ofType, nodes, within, at);
      return (value, problems) =>
        value === null || value === undefined
          ? problems.found(`Cannot return null for non-nullable field ${at}.`)
          : complete(value, problems);
    }
    const complete = this.presentCompletion(type, nodes, within, at);
    return (value, problems) => {
      if (value === null || value === undefined) return null;
      const made = complete(value, problems);
      return made === failed ? null : made;
    };
  }

  /** The completion of a value that is not null. */
  private presentCompletion(type: GraphQLOutputType, nodes: FieldNode[], within: Conditions, at: string): Complete {
    if (isListType(type)) {
      return listCompletion(this.valueCompletion(type.ofType as GraphQLOutputType, nodes, within, at), at);
    }
    const named = getNamedType(type);
    if (isLeafType(named)) return completeLeaf(named, at);
    return isObjectType(named) ? this.lazily(named, nodes, within) : this.abstractCompletion(named, nodes, within);
  }

  private abstractCompletion(type: GraphQLNamedType, nodes: FieldNode[], within: Conditions): Complete {
    const completions = new Map<string, Complete>();
    return (value, problems) => {
      const name = isRecord(value) ? value.__typename : undefined;
      const fields = typeof name === 'string' ? this.fieldsType(type, name) : undefined;
      if (!fields)
        return problems.found(`A service did not state a type for an object of the abstract type ${type.name}.`);
      const known = completions.get(fields.name);
      if (known) return known(value, problems);
      const made = this.lazily(fields, nodes, within);
      completions.set(fields.name, made);
      return made(value, problems);
    };
  }

  /**
   * Finds the type by which an object of an abstract type is completed.
   * @param name the object's `__typename`
   * @returns undefined when that is not a possible type
   */
  private fieldsType(type: GraphQLNamedType, name: string): FieldsType | undefined {
    const named = this.schema.getType(name);
    // An interface's own name stands for an object whose runtime type no selection depends on.
    if (named === type) return isInterfaceType(type) ? type : undefined;
    if (!isAbstractType(type) || !(isObjectType(named) || isInterfaceType(named))) return undefined;
    return this.schema.isSubType(type, named) ? named : undefined;
  }

  /** Builds a completion when the first such object arrives: of a large union, few members may ever occur. */
  private lazily(type: FieldsType, nodes: FieldNode[], within: Conditions): Complete {
    let made: Complete | undefined;
    return (value, problems) => {
      if (!made) {
        // The cast is safe: the library reads only what an interface has too.
        const { fields } = collectSubFields(this.schema, this.fragments, within, type as GraphQLObjectType, nodes);
        made = this.objectCompletion(type, fields, within);
      }
      return made(value, problems);
    };
  }
}

const isList = (value: unknown): value is unknown[] => Array.isArray(value);

const tellsOfSchema = (field: string) => field === '__schema' || field === '__type';

function listCompletion(complete: Complete, at: string): Complete {
  return (value, problems) => {
    if (!isList(value)) return problems.found(`Expected a list for the field ${at}.`);
    for (let index = 0; index < value.length; index += 1) {
      const given = value[index];
      const before = problems.count;
      const made = complete(given, problems);
      if (problems.count > before) problems.place(before, index);
      if (made === failed) return failed;
      if (made !== given) value[index] = made;
    }
    return value;
  };
}

/** The names of the variables that @skip and @include use. */
function conditionNames(document: DocumentNode): string[] {
  const names = new Set<string>();
  visit(document, {
    Directive: ({ name, arguments: given = [] }) => {
      if (name.value !== 'skip' && name.value !== 'include') return;
      for (const { value } of given) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
    },
  });
  return [...names];
}
