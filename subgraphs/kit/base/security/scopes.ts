/**
 * Authorisation by the scopes that the schema requires (`@requiresScopes`). The whole operation is checked before any of it runs,
 * and refused as a whole. The gateway checks the rules of the supergraph, and each service its own, whoever calls it.
 *
 * As in Federation, the alternatives of one directive are an OR of ANDs, and a field needs both its own scopes and those of the
 * type that it returns. A field that is selected on an interface needs the scopes of the field and of the type in every possible
 * type, because the actual type is not known before execution.
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

/** The scopes that one part of an operation requires: all scopes of at least one alternative. */
export interface ScopeRequirement {
  /** The schema coordinate that requires them: `Query.users`, `ExternalContact`. */
  coordinate: string;
  alternatives: string[][];
}

type Requirements = ReadonlyMap<string, string[][]>;

/** The scopes that one schema requires. */
export class ScopeRules {
  /** By schema coordinate: `Query.users`, `ExternalContact`. */
  private readonly rules: Requirements;
  private readonly known = new WeakMap<OperationDefinitionNode, ScopeRequirement[]>();

  /** @param schema must have the directives: the supergraph's full schema, not the public one, which has lost them */
  constructor(private readonly schema: GraphQLSchema) {
    this.rules = rulesOf(schema);
  }

  /** Every scope that some part requires. */
  get scopes(): string[] {
    return [...new Set([...this.rules.values()].flat(2))].sort();
  }

  /** The requirements of an operation, each coordinate once. They are cached with the parsed document. */
  requirements(document: DocumentNode, operation: OperationDefinitionNode): ScopeRequirement[] {
    const known = this.known.get(operation);
    if (known) return known;
    const requirements = this.collect(separateOperations(document)[operation.name?.value ?? ''] ?? document);
    this.known.set(operation, requirements);
    return requirements;
  }

  /**
   * Refuses an operation as a whole.
   * @throws FORBIDDEN naming the first coordinate that the scopes do not allow; `extensions.requiredScopes` holds the missing
   * scopes of the whole operation
   */
  refuseMissing(document: DocumentNode, operation: OperationDefinitionNode, scopes: ReadonlySet<string>): void {
    const missing = this.requirements(document, operation).filter(
      ({ alternatives }) => !alternatives.some((all) => all.every((scope) => scopes.has(scope))),
    );
    const [first] = missing;
    if (!first) return;
    // If a part has several alternatives, the one with the fewest missing scopes is named.
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

/** Two requirements as one that demands both. */
const both = (one: string[][] | undefined, other: string[][]): string[][] =>
  one ? one.flatMap((some) => other.map((more) => [...new Set([...some, ...more])])) : other;
