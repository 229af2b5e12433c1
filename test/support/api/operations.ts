/** Every operation of the API, made from its schema, so that a new field is covered automatically. */
import {
  buildClientSchema,
  getIntrospectionQuery,
  getNamedType,
  isAbstractType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  type IntrospectionQuery,
} from 'graphql';
import type { ApiClient } from '../../../scripts/develop/api-client';

/** One root field as an operation. */
export interface RootOperation {
  kind: 'query' | 'mutation';
  name: string;
  args: readonly GraphQLArgument[];
  /** It takes every argument as a variable of the same name, and selects everything to a depth of three. */
  document: string;
}

/** The public schema of a running gateway. */
export async function publicSchema(api: ApiClient): Promise<GraphQLSchema> {
  return buildClientSchema(await api.ask<IntrospectionQuery & Record<string, unknown>>(getIntrospectionQuery()));
}

/** All root fields of queries and mutations. */
export function rootOperations(schema: GraphQLSchema): RootOperation[] {
  return (['query', 'mutation'] as const).flatMap((kind) => {
    const root = kind === 'query' ? schema.getQueryType() : schema.getMutationType();
    return Object.values(root?.getFields() ?? {}).map((field) => ({
      kind,
      name: field.name,
      args: field.args,
      document: documentOf(kind, field),
    }));
  });
}

/** Fields with arguments on the types of root queries: `externalContact { conversations(first:) }`. */
export function nestedOperations(schema: GraphQLSchema): RootOperation[] {
  const roots = Object.values(schema.getQueryType()?.getFields() ?? {});
  return roots.flatMap((root) => {
    const type = getNamedType(root.type);
    const fields = isObjectType(type) ? Object.values(type.getFields()).filter((field) => field.args.length > 0) : [];
    return fields.map((field) => {
      const args = [...root.args, ...field.args.map((arg) => ({ ...arg, name: `inner_${arg.name}` }))];
      const declared = args.map((arg) => `$${arg.name}: ${String(arg.type)}`).join(', ');
      const outer = root.args.map((arg) => `${arg.name}: $${arg.name}`).join(', ');
      const inner = field.args.map((arg) => `${arg.name}: $inner_${arg.name}`).join(', ');
      const selected = `${field.name}(${inner})${selection(getNamedType(field.type), 1)}`;
      return {
        kind: 'query' as const,
        name: `${root.name}.${field.name}`,
        args,
        document: `query Nested(${declared}) { ${root.name}${outer ? `(${outer})` : ''} { ${selected} } }`,
      };
    });
  });
}

function documentOf(kind: string, { name, args, type }: GraphQLField<unknown, unknown>): string {
  const declared = args.map((arg) => `$${arg.name}: ${String(arg.type)}`).join(', ');
  const given = args.map((arg) => `${arg.name}: $${arg.name}`).join(', ');
  const head = `${kind} ${name}${declared ? `(${declared})` : ''}`;
  return `${head} { ${name}${given ? `(${given})` : ''}${selection(getNamedType(type), 3)} }`;
}

/** Selects the fields that have no required argument. */
function selection(type: GraphQLNamedType, depth: number): string {
  if (isLeafType(type)) return '';
  if (isAbstractType(type) || !isObjectType(type)) return ' { __typename }';
  const parts = Object.values(type.getFields())
    .filter((field) => !field.args.some(isRequiredArgument))
    .flatMap((field) => {
      const named = getNamedType(field.type);
      if (isLeafType(named)) return [field.name];
      return depth > 1 ? [`${field.name}${selection(named, depth - 1)}`] : [];
    });
  return ` { ${parts.length > 0 ? parts.join(' ') : '__typename'} }`;
}
