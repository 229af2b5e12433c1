/**
 * Checks that this gateway enforces the features of a supergraph. A feature that is linked `for: SECURITY` or `for: EXECUTION` must
 * not be ignored (https://specs.apollo.dev/link/v1.0/#Purpose). A supergraph with an unknown feature of this kind is not served,
 * because what the feature protects would be exposed.
 */
import { Kind, valueFromASTUntyped, visit, type ConstDirectiveNode, type DocumentNode } from 'graphql';
import { z } from 'zod';

/** The enforced features, each with the only name under which its directives are found. */
const enforced: ReadonlyMap<string, string> = new Map([
  ['https://specs.apollo.dev/link/v1.0', 'link'],
  ['https://specs.apollo.dev/join/v0.3', 'join'],
  ['https://specs.apollo.dev/join/v0.4', 'join'],
  ['https://specs.apollo.dev/join/v0.5', 'join'],
  ['https://specs.apollo.dev/inaccessible/v0.2', 'inaccessible'],
  ['https://specs.apollo.dev/requiresScopes/v0.1', 'requiresScopes'],
]);

/** Directives that restrict access and are not enforced here, whether or not a feature links them. */
const notEnforced = /(^|__)(authenticated|policy)$/;

const text = z.string().nullish().catch('(no name)');

/** The arguments of `@link`, under any name of the directive, or of `@core` in older schemas. */
const featureSchema = z
  .object({
    url: z.string().optional(),
    feature: z.string().optional(),
    as: text,
    for: text,
    import: z.array(z.union([z.string(), z.object({ name: z.string(), as: text })])).catch([]),
  })
  .transform(({ url, feature, ...rest }) => ({ url: url ?? feature, ...rest }));

/** Returns a problem for each feature because of which the schema must not be served. */
export function featureProblems(document: DocumentNode): string[] {
  const problems = document.definitions
    .filter((node) => node.kind === Kind.SCHEMA_DEFINITION || node.kind === Kind.SCHEMA_EXTENSION)
    .flatMap(({ directives = [] }) => directives.flatMap(problemsOf));
  const used = new Set<string>();
  visit(document, {
    Directive: ({ name }) => {
      if (notEnforced.test(name.value)) used.add(`@${name.value} is used, and this gateway does not enforce it`);
    },
  });
  return [...problems, ...used];
}

function problemsOf({ arguments: given = [] }: ConstDirectiveNode): string[] {
  const values = Object.fromEntries(given.map(({ name, value }) => [name.value, valueFromASTUntyped(value)]));
  const { url, as, for: purpose, import: imports } = featureSchema.parse(values);
  if (url === undefined) return [];
  const feature = `the feature ${url}${purpose ? ` (for: ${purpose})` : ''}`;
  const name = enforced.get(url);
  if (name === undefined) {
    const withholds = url.split('/').some((part) => notEnforced.test(part));
    return purpose || withholds ? [`${feature} is not one that this gateway enforces`] : [];
  }
  // `@link` itself may be renamed, because every directive of the schema definition is read as a link.
  if (as && as !== name && name !== 'link') return [`${feature} is called ${as}, and is enforced as ${name} alone`];
  return imports
    .filter((each) => typeof each === 'object')
    .filter((each) => each.as && each.as !== each.name)
    .map((each) => `${feature} has its ${each.name} as ${each.as}, under which it is not enforced`);
}
