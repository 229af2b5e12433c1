/**
 * Scopes: which of them an operation needs is written in the schema with `@requiresScopes`, on fields and on types. The
 * whole operation is checked before any of it runs.
 */
import {
  getNamedType,
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

type RequirementsByOperation = Map<string, ScopeRequirement[]>;
const known = new WeakMap<GraphQLSchema, WeakMap<DocumentNode, RequirementsByOperation>>();

/** Everything that an operation demands, each coordinate once. Remembered for as long as the parsed document is. */
export function requiredScopes(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): ScopeRequirement[] {
  const documents = known.get(schema) ?? new WeakMap<DocumentNode, RequirementsByOperation>();
  known.set(schema, documents);
  const operations = documents.get(document) ?? new Map<string, ScopeRequirement[]>();
  documents.set(document, operations);
  const name = operation.name?.value ?? '';
  const requirements = operations.get(name) ?? collect(schema, separateOperations(document)[name] ?? document);
  operations.set(name, requirements);
  return requirements;
}

/**
 * Refuses an operation as a whole.
 * @throws FORBIDDEN naming the coordinate, with `extensions.requiredScopes`.
 */
export function refuseMissingScopes(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  scopes: ReadonlySet<string>,
): void {
  const missing = requiredScopes(schema, document, operation).filter(
    ({ alternatives }) => !alternatives.some((all) => all.every((scope) => scopes.has(scope))),
  );
  const [first] = missing;
  if (!first) return;
  const lacking = [...new Set(missing.flatMap(({ alternatives }) => alternatives[0] ?? []))];
  throw codedError('FORBIDDEN', `The token does not allow ${first.coordinate}.`, { requiredScopes: lacking });
}

function collect(schema: GraphQLSchema, document: DocumentNode): ScopeRequirement[] {
  const requirements = new Map<string, ScopeRequirement>();
  const demand = (coordinate: string, directives: readonly ConstDirectiveNode[] = []) => {
    for (const directive of directives.filter(({ name }) => name.value === 'requiresScopes')) {
      const argument = directive.arguments?.find(({ name }) => name.value === 'scopes');
      if (argument)
        requirements.set(coordinate, { coordinate, alternatives: valueFromASTUntyped(argument.value) as string[][] });
    }
  };
  const demandType = (type: GraphQLNamedType | null | undefined) => {
    if (type)
      demand(
        type.name,
        [type.astNode, ...type.extensionASTNodes].flatMap((node) => node?.directives ?? []),
      );
  };
  const info = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(info, {
      Field: () => {
        const field = info.getFieldDef();
        demand(`${info.getParentType()?.name}.${field?.name}`, field?.astNode?.directives);
        if (field) demandType(getNamedType(field.type));
      },
      InlineFragment: () => demandType(getNamedType(info.getType())),
      FragmentDefinition: () => demandType(getNamedType(info.getType())),
    }),
  );
  return [...requirements.values()];
}
