/**
 * What a service states in its SDL: on `Query`, the version of the contract that it implements (`@piiContract`) and what it
 * processes personal data for (`@processing`); on types and fields, what people call them (`@label`). It is read from a service's
 * own SDL, or from a supergraph for all services together.
 */
import { valueFromASTUntyped, type ConstDirectiveNode, type DocumentNode } from 'graphql';
import { z } from 'zod';
import { objectNodes } from './personal-fields';

/** The contract's version. */
export const contractVersion = 2;

/** Where the owner of a service on another version finds how to move. */
const howToMove = 'docs/contract-v2.md says how to move';

const marker = z.object({ service: z.string(), version: z.int() });
export type ContractMarker = z.output<typeof marker>;

const absent = z
  .string()
  .nullish()
  .transform((text) => text ?? null);
const processing = z.object({
  service: z.string(),
  /** What the service is called. */
  label: z.string(),
  purpose: z.string(),
  legalBasis: z.string(),
  recipients: z
    .array(z.string())
    .nullish()
    .transform((all) => all ?? []),
  retention: z.string(),
  /** Where the data come from, when not from the person. */
  source: absent,
  transfers: absent,
  automatedDecisions: absent,
  /** ISO 639-1. */
  language: z.string().default('en'),
});
/** What Article 15(1) asks of a service, in one language. */
export type Processing = z.output<typeof processing>;

const label = z.object({ text: z.string(), language: z.string().default('en') });
/** What people call a type or a field, in one language. */
export type Label = z.output<typeof label> & {
  /** `Type` or `Type.field`. */
  coordinate: string;
};

/** The arguments of each directive of one name on a node. */
const argumentsOf = (
  { directives = [] }: { directives?: readonly ConstDirectiveNode[] | undefined },
  directive: string,
): Record<string, unknown>[] =>
  directives
    .filter(({ name }) => name.value === directive)
    .map(({ arguments: given = [] }) =>
      Object.fromEntries(given.map(({ name, value }) => [name.value, valueFromASTUntyped(value)])),
    );

/** The arguments of each directive of one name on `Query`, in its definition and its extensions. */
const onQuery = (document: DocumentNode, directive: string): Record<string, unknown>[] =>
  objectNodes(document)
    .filter(({ name }) => name.value === 'Query')
    .flatMap((node) => argumentsOf(node, directive));

const parsedBy = <T>(schema: z.ZodType<T>, given: Record<string, unknown>[]): T[] =>
  given.flatMap((each) => {
    const { success, data } = schema.safeParse(each);
    return success ? [data] : [];
  });

/** The versions of the contract that services state. */
export const contractMarkers = (document: DocumentNode): ContractMarker[] =>
  parsedBy(marker, onQuery(document, 'piiContract'));

/** What services process personal data for, one entry for each service and language. */
export const processingOf = (document: DocumentNode): Processing[] =>
  parsedBy(processing, onQuery(document, 'processing'));

/** What people call the types and fields of services, one entry for each coordinate and language. */
export function labelsOf(document: DocumentNode): Label[] {
  const on = (coordinate: string, node: Parameters<typeof argumentsOf>[0]) =>
    parsedBy(label, argumentsOf(node, 'label')).map((given) => ({ ...given, coordinate }));
  return objectNodes(document).flatMap((type) => [
    ...on(type.name.value, type),
    ...(type.fields ?? []).flatMap((field) => on(`${type.name.value}.${field.name.value}`, field)),
  ]);
}

/** Why a service that has the contract's fields is not on this version of the contract; null when it is. */
export function versionProblem(name: string, markers: readonly ContractMarker[]): string | null {
  const own = markers.filter(({ service }) => service === name);
  if (own.length === 1 && own[0]?.version === contractVersion) return null;
  const stated =
    own.length === 0
      ? `does not state it: Query lacks @piiContract(service: "${name}", version: ${contractVersion})`
      : `states version ${own.map(({ version }) => version).join(' and ')}`;
  return `${name}: is not on version ${contractVersion} of the contract, and ${stated}; ${howToMove}`;
}

/** Declarations in a service's own SDL that speak for another service, or occur twice in one language. */
export function declarationProblems(name: string, document: DocumentNode): string[] {
  const foreign = ['piiContract', 'processing'].flatMap((directive) =>
    onQuery(document, directive)
      .filter(({ service }) => service !== name)
      .map(({ service }) => `${name}: @${directive} speaks for another service, ${String(service)}`),
  );
  const languages = processingOf(document).map(({ language }) => language);
  const twice = languages.filter((language, index) => languages.indexOf(language) !== index);
  const labels = labelsOf(document).map(
    ({ coordinate, language }) => `${coordinate} bears @label twice in the language ${language}`,
  );
  return [
    ...foreign,
    ...twice.map((language) => `${name}: @processing is there twice in the language ${language}`),
    ...labels.filter((problem, index) => labels.indexOf(problem) !== index).map((problem) => `${name}: ${problem}`),
  ];
}

/** Whether a service says what it processes personal data for. */
export const declaresProcessing = (name: string, document: DocumentNode): boolean =>
  processingOf(document).some(({ service }) => service === name);
