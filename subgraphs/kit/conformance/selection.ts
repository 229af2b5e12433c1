/** The selection that reads every personal value of an entity. */
import { Kind, type DocumentNode, type FieldDefinitionNode } from 'graphql';
import { bears, namedType, objectFields } from '../contract/declared/personal-fields';

/** Objects further away from the entity than this are not read. */
const deepest = 5;

const needsArguments = ({ arguments: args = [] }: FieldDefinitionNode) =>
  args.some(({ type, defaultValue }) => type.kind === Kind.NON_NULL_TYPE && !defaultValue);

/** The personal values of a type and of the objects inside it, as a selection set; empty when there is none. */
export function personalSelection(document: DocumentNode, typename: string): string {
  const types = objectFields(document);
  const select = (type: string, above: string[]): string => {
    if (above.length > deepest || above.includes(type)) return '';
    return (types.get(type) ?? [])
      .filter((field) => !needsArguments(field))
      .map((field) => {
        const inner = namedType(field.type);
        if (!types.has(inner)) return bears(field, 'personalData') ? field.name.value : '';
        const selected = select(inner, [...above, type]);
        return selected && `${field.name.value} { ${selected} }`;
      })
      .filter(Boolean)
      .join(' ');
  };
  return select(typename, []);
}
