/** The databases that a command works on. */
import { gatewayDatabase } from '../../gateway/persistence/open-gateway-database';
import { serviceNames } from '../develop/subgraphs';

/** The databases of this checkout or image: those of the services, then the gateway's. */
const allDatabases = (): string[] => [...serviceNames(), gatewayDatabase];

/** The named databases, or all, in the order of {@link allDatabases}. @throws for an unknown name */
export function databaseNames(only: readonly string[] | undefined): string[] {
  const known = allDatabases();
  const stranger = only?.find((name) => !known.includes(name));
  if (stranger !== undefined) throw new Error(`There is no "${stranger}"; there are ${known.join(', ')}.`);
  return known.filter((name) => !only || only.includes(name));
}
