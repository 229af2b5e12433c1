/**
 * Restrictions in a service's own schema (Art. 18, R34). Fields with personal data of a restricted subject answer null, lists
 * leave out the restricted subjects' items, and both say so with RESTRICTED. The contract's fields are not restricted.
 */
import {
  defaultFieldResolver,
  getNamedType,
  getNullableType,
  GraphQLError,
  isListType,
  isObjectType,
  responsePathAsArray,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLNamedType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
} from 'graphql';
import type { ServiceContext } from '../../context';
import { bears } from '../declared/personal-fields';
import { restrictedError, type SubjectReference } from './marks';

/** The subjects that a row is about. */
export type SubjectsOf<Row> = (row: Row, context: ServiceContext) => SubjectReference[] | Promise<SubjectReference[]>;

/** A type whose rows are about subjects. */
export interface RestrictedType<Row> {
  /** The subjects of the whole row: of all its personal fields, and of its place in lists. */
  of: SubjectsOf<Row>;
  /** Fields that are also about somebody else, such as the agent of a conversation. */
  fields?: Record<string, SubjectsOf<Row>>;
}

/** The types of a service's own schema whose rows are about subjects, by name. */
export type RestrictedTypes = Record<string, RestrictedType<never>>;

/** The same for any type of row: this file does not look into rows. */
type AnyType = RestrictedType<unknown>;
type Resolve = GraphQLFieldResolver<unknown, ServiceContext>;
type Field = GraphQLField<unknown, ServiceContext>;

/** Makes a schema observe restrictions; changes the schema itself. */
export function restrictSchema(schema: GraphQLSchema, restricted: RestrictedTypes): GraphQLSchema {
  const rules = restricted as unknown as Partial<Record<string, AnyType>>;
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields()) as Field[]) restrictField(rules, type.name, field);
  }
  return schema;
}

function restrictField(rules: Partial<Record<string, AnyType>>, typeName: string, field: Field): void {
  const rule = rules[typeName];
  if (rule && isPersonal(rules, field)) {
    const own = rule.fields?.[field.name];
    const about: SubjectsOf<unknown>[] = own ? [rule.of, own] : [rule.of];
    field.resolve = withheld(field.resolve ?? defaultFieldResolver, about, isListType(getNullableType(field.type)));
  }
  const items = rules[getNamedType(field.type).name];
  if (items && isListType(getNullableType(field.type)))
    field.resolve = leftOut(field.resolve ?? defaultFieldResolver, items.of);
}

/** Whether a field is personal data or contains some. A type with a rule of its own is restricted by that rule instead. */
function isPersonal(
  rules: Partial<Record<string, AnyType>>,
  field: Field,
  seen = new Set<GraphQLNamedType>(),
): boolean {
  if (field.astNode && bears(field.astNode, 'personalData')) return true;
  const named = getNamedType(field.type);
  if (!isObjectType(named) || rules[named.name] || seen.has(named)) return false;
  seen.add(named);
  return (Object.values(named.getFields()) as Field[]).some((inner) => isPersonal(rules, inner, seen));
}

async function isOn(about: readonly SubjectsOf<unknown>[], row: unknown, context: ServiceContext): Promise<boolean> {
  const subjects = await Promise.all(about.map(async (of) => of(row, context)));
  return context.restrictions.on(subjects.flat());
}

/** A field of a restricted subject: null, or an empty list. */
const withheld =
  (resolve: Resolve, about: readonly SubjectsOf<unknown>[], list: boolean): Resolve =>
  (source, args, context, info) => {
    if (!context.restrictions.any) return resolve(source, args, context, info);
    return isOn(about, source, context).then((on) => {
      if (!on) return resolve(source, args, context, info);
      if (!list) throw restrictedError();
      note(context, info);
      return [];
    });
  };

/** A list without the items of restricted subjects. */
const leftOut =
  (resolve: Resolve, of: SubjectsOf<unknown>): Resolve =>
  (source, args, context, info) => {
    if (!context.restrictions.any) return resolve(source, args, context, info);
    return Promise.resolve(resolve(source, args, context, info)).then(async (items: unknown) => {
      if (!Array.isArray(items)) return items;
      const rows = items as unknown[];
      const on = await Promise.all(rows.map(async (row) => row !== null && (await isOn([of], row, context))));
      if (on.some(Boolean)) note(context, info);
      return rows.filter((_, index) => !on[index]);
    });
  };

/** Adds an error for what is left out of a list: GraphQL has none there, because the list is not null. */
function note({ notes }: ServiceContext, { fieldNodes, path }: GraphQLResolveInfo): void {
  const { message, extensions } = restrictedError();
  notes.push(new GraphQLError(message, { nodes: fieldNodes, path: responsePathAsArray(path), extensions }));
}
