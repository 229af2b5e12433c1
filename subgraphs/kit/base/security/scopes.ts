/**
 * Authorisation by the scopes that the schema names (`@requiresScopes`): the whole operation is checked before any of it
 * runs, and refused as a whole. The gateway checks the supergraph's rules, and each service its own, whatever reaches it.
 *
 * As Federation has it, the alternatives of one directive are an OR of ANDs, and a field needs both its own scopes and
 * those of the type that it returns. A field selected on an interface needs the scopes of that field, and of the type, in
 * every type that may stand behind it: the executor does not know beforehand which will.
 */
import {
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  separateOperations,
  TypeInfo,
  valueFromASTUntyped,
  visit,
  visitWithTypeInfo,
  type ConstDirectiveNode,
  type DocumentNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { codedError } from '../errors';

/** What one part of an operation demands: all scopes of at least one of the alternatives. */
export interface ScopeRequirement {
  /** The schema coordinate that demands it: `Query.users`, `ExternalContact`. */
  coordinate: string;
  alternatives: string[][];
}

type Requirements = ReadonlyMap<string, string[][]>;

/** The scopes that one schema demands. */
export class ScopeRules {
  /** By schema coordinate: `Query.users`, `ExternalContact`. */
  private readonly rules: Requirements;
  private readonly known = new WeakMap<OperationDefinitionNode, ScopeRequirement[]>();

  /** @param schema one that has the directives: a supergraph's own schema, not the public one, which has lost them */
  constructor(private readonly schema: GraphQLSchema) {
    this.rules = rulesOf(schema);
  }

  /** Every scope that some part demands. */
  get scopes(): string[] {
    return [...new Set([...this.rules.values()].flat(2))].sort();
  }

  /** Everything that an operation demands, each coordinate once. Remembered for as long as the parsed document is. */
  requirements(document: DocumentNode, operation: OperationDefinitionNode): ScopeRequirement[] {
    const known = this.known.get(operation);
    if (known) return known;
    const requirements = this.collect(separateOperations(document)[operation.name?.value ?? ''] ?? document);
    this.known.set(operation, requirements);
    return requirements;
  }

  /**
   * Refuses an operation as a whole.
   * @throws FORBIDDEN naming the first coordinate that the scopes do not allow, with `extensions.requiredScopes`: the
   * scopes that would do, for everything in the operation
   */
  refuseMissing(document: DocumentNode, operation: OperationDefinitionNode, scopes: ReadonlySet<string>): void {
    const missing = this.requirements(document, operation).filter(
      ({ alternatives }) => !alternatives.some((all) => all.every((scope) => scopes.has(scope))),
    );
    const [first] = missing;
    if (!first) return;
    // Of several ways to satisfy a part, the one that lacks the least is named.
    const lacking = missing.flatMap(({ alternatives }) => {
      const absent = alternatives.map((all) => all.filter((scope) => !scopes.has(scope)));
      return absent.sort((a, b) => a.length - b.length)[0] ?? [];
    });
    throw codedError('FORBIDDEN', `The token does not allow ${first.coordinate}.`, {
      requiredScopes: [...new Set(lacking)],
      field: first.coordinate,
      http: { status: 403 },
    });
  }

  private collect(document: DocumentNode): ScopeRequirement[] {
    const demanded = new Map<string, ScopeRequirement>();
    const demand = (coordinate: string) => {
      const alternatives = this.rules.get(coordinate);
      if (alternatives) demanded.set(coordinate, { coordinate, alternatives });
    };
    const info = new TypeInfo(this.schema);
    visit(
      document,
      visitWithTypeInfo(info, {
        Field: ({ name }) => {
          const parent = info.getParentType();
          const field = info.getFieldDef();
          if (!parent || !field || name.value.startsWith('__')) return;
          demand(`${parent.name}.${name.value}`);
          demand(getNamedType(field.type).name);
          for (const type of isInterfaceType(parent) ? this.schema.getPossibleTypes(parent) : []) {
            demand(type.name);
            demand(`${type.name}.${name.value}`);
          }
        },
        InlineFragment: () => demandCondition(info.getType(), demand),
        FragmentDefinition: () => demandCondition(info.getType(), demand),
      }),
    );
    return [...demanded.values()];
  }
}

function demandCondition(type: ReturnType<TypeInfo['getType']>, demand: (coordinate: string) => void): void {
  const named = type && getNamedType(type);
  if (named) demand(named.name);
}

function rulesOf(schema: GraphQLSchema): Requirements {
  const rules = new Map<string, string[][]>();
  const read = (coordinate: string, directives: readonly ConstDirectiveNode[] = []) => {
    for (const directive of directives.filter(({ name }) => name.value === 'requiresScopes')) {
      const argument = directive.arguments?.find(({ name }) => name.value === 'scopes');
      if (argument)
        rules.set(coordinate, both(rules.get(coordinate), valueFromASTUntyped(argument.value) as string[][]));
    }
  };
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__')) continue;
    read(type.name, directivesOf(type));
    if (!isObjectType(type) && !isAbstractType(type)) continue;
    for (const field of 'getFields' in type ? Object.values(type.getFields()) : []) {
      read(`${type.name}.${field.name}`, field.astNode?.directives);
    }
  }
  return rules;
}

const directivesOf = (type: GraphQLNamedType): ConstDirectiveNode[] =>
  [type.astNode, ...type.extensionASTNodes].flatMap((node) => [...(node?.directives ?? [])]);

/** Two requirements that both must hold, as one. */
const both = (one: string[][] | undefined, other: string[][]): string[][] =>
  one ? one.flatMap((some) => other.map((more) => [...new Set([...some, ...more])])) : other;
