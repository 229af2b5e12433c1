/**
 * The short way to a complete result. Nearly always what the services returned is complete as it is: every required value
 * is there, every value is of its type. Seeing that takes a fraction of the time of making it so with graphql-js; only
 * what does not pass here goes that way (`complete-result.ts`).
 */
import { collectFields, collectSubFields } from '@graphql-tools/utils';
import {
  getNamedType,
  GraphQLBoolean,
  GraphQLFloat,
  GraphQLID,
  GraphQLInt,
  GraphQLString,
  isAbstractType,
  isEnumType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  visit,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLLeafType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';

type Data = Record<string, unknown>;
type Check = (value: unknown) => boolean;
/** The values of the variables that @skip and @include name, and of no others: what is remembered holds nothing personal. */
interface Conditions {
  coerced: Data;
  sources: Record<string, never>;
}

/** More combinations of @skip and @include than this, in one document, are not remembered. */
const mostCombinations = 16;

/** Verifies the results of one operation. */
export class ResultVerifier {
  private readonly conditionNames: readonly string[];
  private readonly checks = new Map<string, Check>();
  private readonly fragments: Record<string, FragmentDefinitionNode> = {};
  /** Objects of the result at hand whose `__typename` only the executor asked for. */
  private surplus: Data[] = [];

  constructor(
    private readonly schema: GraphQLSchema,
    document: DocumentNode,
    private readonly operation: OperationDefinitionNode,
  ) {
    for (const definition of document.definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION) this.fragments[definition.name.value] = definition;
    }
    this.conditionNames = conditionNames(document);
  }

  /**
   * Whether the data are the response as they stand. If so, `__typename`s that only the executor asked for are taken out.
   * @param data as the executor made them: by response key, with nothing that was not asked for
   */
  passes(data: Data, variables: Data): boolean {
    const check = this.rootCheck(variables);
    this.surplus = [];
    if (!check(data)) return false;
    // Undefined, it is left out of the JSON text; deleting it would make the object slow to write.
    for (const object of this.surplus) object.__typename = undefined;
    return true;
  }

  private rootCheck(variables: Data): Check {
    const conditions = Object.fromEntries(this.conditionNames.map((name) => [name, variables[name]]));
    const combination = JSON.stringify(Object.values(conditions));
    const known = this.checks.get(combination);
    if (known) return known;
    const root = this.schema.getRootType(this.operation.operation);
    if (!root || this.checks.size >= mostCombinations) return never;
    const within: Conditions = { coerced: conditions, sources: {} };
    const { fields } = collectFields(this.schema, this.fragments, within, root, this.operation.selectionSet);
    const check = this.objectCheck(root, fields, within);
    this.checks.set(combination, check);
    return check;
  }

  private objectCheck(type: GraphQLObjectType, fields: Map<string, FieldNode[]>, within: Conditions): Check {
    const checks: [key: string, check: Check][] = [];
    for (const [key, nodes] of fields) {
      const name = nodes[0]?.name.value ?? '';
      const field = type.getFields()[name];
      // What the schema tells of itself is not in the data.
      if (name === '__typename') checks.push([key, (value) => value === type.name]);
      else if (!field) return never;
      else checks.push([key, this.valueCheck(field.type, nodes, within)]);
    }
    return (value) => isRecord(value) && checks.every(([key, check]) => Object.hasOwn(value, key) && check(value[key]));
  }

  private valueCheck(type: GraphQLOutputType, nodes: FieldNode[], within: Conditions): Check {
    if (!isNonNullType(type)) {
      const check = this.presentCheck(type, nodes, within);
      return (value) => value === null || check(value);
    }
    return this.presentCheck(type.ofType, nodes, within);
  }

  private presentCheck(type: GraphQLOutputType, nodes: FieldNode[], within: Conditions): Check {
    if (isListType(type)) {
      const check = this.valueCheck(type.ofType as GraphQLOutputType, nodes, within);
      return (value) => Array.isArray(value) && value.every(check);
    }
    const named = getNamedType(type);
    return isLeafType(named) ? leafCheck(named) : this.compositeCheck(named, nodes, within);
  }

  private compositeCheck(type: GraphQLNamedType, nodes: FieldNode[], within: Conditions): Check {
    // Made when the first such object comes: of a union, few members may ever come.
    const checks = new Map<string, { check: Check; asked: boolean }>();
    const checkOf = (object: GraphQLObjectType) => {
      const known = checks.get(object.name);
      if (known) return known;
      const { fields } = collectSubFields(this.schema, this.fragments, within, object, nodes);
      const made = { check: this.objectCheck(object, fields, within), asked: fields.has('__typename') };
      checks.set(object.name, made);
      return made;
    };
    if (isObjectType(type)) return (value) => checkOf(type).check(value);
    return (value) => {
      if (!isRecord(value) || typeof value.__typename !== 'string') return false;
      const object = this.schema.getType(value.__typename);
      if (!isObjectType(object) || !isAbstractType(type) || !this.schema.isSubType(type, object)) return false;
      const { check, asked } = checkOf(object);
      if (!asked) this.surplus.push(value);
      return check(value);
    };
  }
}

const never: Check = () => false;
const isRecord = (value: unknown): value is Data =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function leafCheck(type: GraphQLLeafType): Check {
  if (isEnumType(type)) {
    const names = new Set<unknown>(type.getValues().map(({ name }) => name));
    return (value) => names.has(value);
  }
  if (type === GraphQLString || type === GraphQLID) return (value) => typeof value === 'string';
  if (type === GraphQLInt) return (value) => typeof value === 'number' && (value | 0) === value;
  if (type === GraphQLFloat) return (value) => typeof value === 'number' && Number.isFinite(value);
  if (type === GraphQLBoolean) return (value) => typeof value === 'boolean';
  // The API's own scalars are passed on as the service wrote them.
  return (value) => value !== null && value !== undefined;
}

/** The variables that decide which fields are in the response at all. */
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
