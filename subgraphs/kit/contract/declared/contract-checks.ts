/**
 * Checks that composers do not make. They find a subgraph that overrides a field of the contract, changes or lacks a part of
 * it, is on another version of it, or holds personal data without it. They also find one that lacks enum values or input fields
 * that the others have: composition removes these from all subgraphs. Every problem names the service.
 */
import { Kind, parse, print, visit, type DocumentNode } from 'graphql';
import { contractSdl, partSdl } from '../../base/sdl';
import { contractFields, contractPartNames, contractParts, type ContractPart } from './contract-fields';
import { contractMarkers, declarationProblems, versionProblem } from './declarations';
import { bears, objectFields, personalFields } from './personal-fields';

/** A subgraph as it is given to composition. */
export interface ComposedSubgraph {
  name: string;
  url: string;
  sdl: string;
}

const findField = (document: DocumentNode, type: string, field: string) =>
  objectFields(document)
    .get(type)
    ?.find(({ name }) => name.value === field);

/** Whether a subgraph declares any of the contract's root fields. */
export const declaresContract = (document: DocumentNode): boolean =>
  contractFields.some(({ type, field }) => findField(document, type, field));

/** Whether a service has an optional part of the contract. */
export const declaresPart = (document: DocumentNode, part: ContractPart): boolean =>
  findField(document, contractParts[part].type, contractParts[part].field) !== undefined;

/** The gateway's own subgraph. It declares what requests hold, and removes that itself when they end (R21, R22). */
const ofGateway = 'gdpr';

/** All problems of one subgraph; none when it may be composed. */
export function contractProblems({ name, sdl }: ComposedSubgraph): string[] {
  let document: DocumentNode;
  try {
    document = parse(sdl, { noLocation: true });
  } catch (error) {
    return [`${name}: its SDL cannot be parsed: ${(error as Error).message}`];
  }
  const declared = declarationProblems(name, document);
  if (!declaresContract(document))
    return [
      ...declared,
      ...(name === ofGateway ? [] : personalFields(document)).map(
        (field) => `${name}: ${field} bears @personalData, and the service does not implement the contract`,
      ),
      ...sharedWords(name, document),
    ];
  const otherVersion = versionProblem(name, contractMarkers(document));
  // Other differences follow from the version.
  return otherVersion ? [...declared, otherVersion] : [...declared, ...shapeProblems(name, document)];
}

/** Where a service differs from the contract, or from the optional parts that it has. */
export function shapeProblems(name: string, document: DocumentNode): string[] {
  const parts = contractPartNames.filter((part) => declaresPart(document, part));
  return [
    ...rootFieldProblems(name, document),
    ...unknownParts(name, document),
    ...differences(name, document, contractSdl()),
    ...parts.flatMap((part) => [
      ...rootFieldProblems(name, document, [contractParts[part]]),
      ...differences(name, document, partSdl(part)),
    ]),
  ];
}

/** Root fields that look like a part of the contract and belong to none: the gateway would never call them. */
function unknownParts(name: string, document: DocumentNode): string[] {
  const known = [...contractFields, ...Object.values(contractParts)].map(({ type, field }) => `${type}.${field}`);
  return ['Query', 'Mutation'].flatMap((type) =>
    (objectFields(document).get(type) ?? [])
      .filter((field) => bears(field, 'shareable') && bears(field, 'inaccessible'))
      .map((field) => `${type}.${field.name.value}`)
      .filter((coordinate) => !known.includes(coordinate))
      .map(
        (coordinate) =>
          `${name}: ${coordinate} is of no part of the contract that this version knows (${contractPartNames.join(', ')})`,
      ),
  );
}

/** A subgraph without the contract may use its enums and inputs, but only whole: composition removes from all what one lacks. */
function sharedWords(name: string, document: DocumentNode): string[] {
  const ownTypes = new Set([...shapesOf(document).keys()].map(typeOf));
  const expected = [...shapesOf(parse(contractSdl(), { noLocation: true }))].filter(
    ([coordinate]) => /^(enum|input) /.test(coordinate) && ownTypes.has(typeOf(coordinate)),
  );
  return compared(name, shapesOf(document), new Map(expected));
}

const typeOf = (coordinate: string): string => coordinate.split('.')[0] ?? '';

function rootFieldProblems(
  name: string,
  document: DocumentNode,
  fields: readonly { type: string; field: string }[] = contractFields,
): string[] {
  return fields.flatMap(({ type, field }) => {
    const node = findField(document, type, field);
    if (!node) return [`${name}: implements a part of the contract and lacks ${type}.${field}`];
    const problems: string[] = [];
    if (bears(node, 'override'))
      problems.push(
        `${name}: ${type}.${field} bears @override, which would silently take other services out of every request`,
      );
    for (const directive of ['shareable', 'inaccessible']) {
      if (!bears(node, directive)) problems.push(`${name}: ${type}.${field} lacks @${directive}`);
    }
    return problems;
  });
}

/** The shapes of definitions, as text, by their coordinates: `enum SocialPlatform.TWITTER`, `type DataSubject.id`. */
type Shapes = Map<string, string>;

/** The definitions of a document without their descriptions and their order, which do not matter. */
function shapesOf(document: DocumentNode): Shapes {
  const bare = visit(document, {
    enter: (node) => ('description' in node && node.description ? { ...node, description: undefined } : undefined),
  });
  const shapes: Shapes = new Map();
  for (const node of bare.definitions) {
    switch (node.kind) {
      case Kind.SCALAR_TYPE_DEFINITION:
        shapes.set(`scalar ${node.name.value}`, 'scalar');
        break;
      case Kind.ENUM_TYPE_DEFINITION:
        for (const value of node.values ?? []) shapes.set(`enum ${node.name.value}.${value.name.value}`, 'value');
        break;
      case Kind.INPUT_OBJECT_TYPE_DEFINITION:
        for (const field of node.fields ?? []) shapes.set(`input ${node.name.value}.${field.name.value}`, print(field));
        break;
      case Kind.DIRECTIVE_DEFINITION:
        shapes.set(
          `directive @${node.name.value}`,
          print({ ...node, arguments: [...(node.arguments ?? [])].sort(byName) }),
        );
        break;
      case Kind.OBJECT_TYPE_DEFINITION:
      case Kind.OBJECT_TYPE_EXTENSION:
        for (const field of node.fields ?? []) {
          shapes.set(
            `type ${node.name.value}.${field.name.value}`,
            print({ ...field, directives: [], arguments: [...(field.arguments ?? [])].sort(byName) }),
          );
        }
        break;
      default:
    }
  }
  return shapes;
}

const byName = (a: { name: { value: string } }, b: { name: { value: string } }) =>
  a.name.value < b.name.value ? -1 : 1;

/** Where a service's SDL differs from an SDL of the contract. Its own types may have any name that the contract does not use. */
const differences = (name: string, document: DocumentNode, sdl: string): string[] =>
  compared(name, shapesOf(document), shapesOf(parse(sdl, { noLocation: true })));

function compared(name: string, given: Shapes, expected: Shapes): string[] {
  const problems: string[] = [];
  for (const [coordinate, shape] of expected) {
    const found = given.get(coordinate);
    if (found === undefined) problems.push(`${name}: lacks ${coordinate} of the contract`);
    else if (found !== shape)
      problems.push(`${name}: ${coordinate} differs from the contract: ${oneLine(found)} instead of ${oneLine(shape)}`);
  }
  const closed = new Set(
    [...expected.keys()].map(typeOf).filter((type) => type !== 'type Query' && type !== 'type Mutation'),
  );
  for (const coordinate of given.keys()) {
    if (!expected.has(coordinate) && closed.has(typeOf(coordinate)) && coordinate.includes('.')) {
      problems.push(`${name}: adds ${coordinate} to a type of the contract`);
    }
  }
  return problems;
}

const oneLine = (text: string) => text.replace(/\s+/g, ' ');
