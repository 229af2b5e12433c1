/**
 * PII services that the next supergraph lacks. Requests would no longer reach their data, so such a supergraph is neither composed nor
 * served, unless it says that the service is retired: in a comment line of its own, `# retired: recordings`.
 */

/** Names of subgraphs. */
type Names = ReadonlySet<string>;

/** Names in the next supergraph: of all subgraphs, of those that declare the contract, and of services that it says are retired. */
interface Next {
  subgraphs: Names;
  piiServices: Names;
  retired: Names;
}

/** The comment by which a supergraph says that services are retired. */
export const retirement = (names: readonly string[]): string => names.map((name) => `# retired: ${name}\n`).join('');

/** Returns the services that a supergraph says are retired. */
export const retiredIn = (sdl: string): Names =>
  new Set([...sdl.matchAll(/^#\s*retired:\s*(.+)$/gm)].flatMap(([, names]) => (names ?? '').split(/[\s,]+/)));

/** Returns a problem for each PII service of the running supergraph that the next one lacks and that is not retired. */
export const lostServices = (
  running: readonly { name: string }[],
  { subgraphs, piiServices, retired }: Next,
): string[] =>
  running
    .filter(({ name }) => !piiServices.has(name) && !retired.has(name))
    .map(
      ({ name }) =>
        `${name}: is a PII service of the running supergraph and has ${subgraphs.has(name) ? 'lost the contract' : 'vanished'}; ` +
        `retire it explicitly (# retired: ${name}) if that is meant`,
    );
