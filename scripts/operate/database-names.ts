/** The databases that a command works on. */
import { gatewayDatabase } from '../../gateway/persistence/open-gateway-database';
import { WrongCall } from '../cli/failure';
import { serviceNames } from '../develop/subgraphs';

/** The databases of this checkout or image: those of the services, then the gateway's. */
const allDatabases = (): string[] => [...serviceNames(), gatewayDatabase];

/** The named databases, or all, in the order of {@link allDatabases}. @throws for an unknown name */
export function databaseNames(only: readonly string[] | undefined): string[] {
  const known = allDatabases();
  const stranger = only?.find((name) => !known.includes(name));
  if (stranger !== undefined) throw new WrongCall(`--only names "${stranger}"; there are ${known.join(', ')}.`);
  return known.filter((name) => !only || only.includes(name));
}
