/** The object types and fields of a service's SDL, and which fields hold personal data. */
import {
  Kind,
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type ObjectTypeDefinitionNode,
  type ObjectTypeExtensionNode,
  type TypeNode,
} from 'graphql';

type ObjectNode = ObjectTypeDefinitionNode | ObjectTypeExtensionNode;
const isObject = (node: DefinitionNode): node is ObjectNode =>
  node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.OBJECT_TYPE_EXTENSION;

/** The object types of an SDL and their extensions. */
export const objectNodes = (document: DocumentNode): ObjectNode[] => document.definitions.filter(isObject);

/** The fields of every object type, with those of its extensions. */
export function objectFields(document: DocumentNode): Map<string, FieldDefinitionNode[]> {
  const types = new Map<string, FieldDefinitionNode[]>();
  for (const { name, fields = [] } of objectNodes(document))
    types.set(name.value, [...(types.get(name.value) ?? []), ...fields]);
  return types;
}

/** Whether a field has a directive, under its own name or with Federation's prefix. */
export const bears = (field: FieldDefinitionNode, directive: string): boolean =>
  (field.directives ?? []).some(({ name }) => name.value.replace(/^federation__/, '') === directive);

/** The name of a type without its lists and non-null marks. */
export const namedType = (type: TypeNode): string =>
  type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);

/** Fields with personal data: `Type.field`. */
export const personalFields = (document: DocumentNode): string[] =>
  [...objectFields(document)].flatMap(([type, fields]) =>
    fields.filter((field) => bears(field, 'personalData')).map((field) => `${type}.${field.name.value}`),
  );
