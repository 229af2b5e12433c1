/**
 * `npm run demo`: the worked example with the cast. It calls the running system, or starts one of its own, and prints what each
 * service did. Members of the cast whom an earlier demo erased are created again first.
 */
import { bold } from '../cli/style';
import { printTable } from '../cli/terminal';
import type { ApiClient } from './api-client';
import { ApiClient as Client } from './api-client';
import { assertDevelopmentKeys, refuseProduction } from './installation/development-only';
import { parseEnvironment } from '../../subgraphs/kit/base/config';
import { askPeople, type Person } from './demo/people';
import { fileRequest, printOutcome, printPackage, watchRequest } from './demo/requests';
import { gatewayHere } from '../operate/gateway-here';
import { givenDatabase, toolVariables } from '../operate/running-system';
import { demoOrganization, elena, householdPhone, marcus } from './seed/cast';
import { ensureCast } from './seed/ensure-cast';
import { onInterrupt } from './start/interrupts';
import { startSystem, type System } from './start/system';
import { developmentToken } from './token';

const heading = (text: string) => console.log(`\n${bold(text)}`);

/** The system that runs here, on the given port or on the one that it has; otherwise the demo starts one. */
async function reach(given: number | undefined): Promise<{ api: ApiClient; system: System | null }> {
  const env = parseEnvironment(toolVariables);
  const dataDir = env.HABEAS_DATA_DIR;
  assertDevelopmentKeys(dataDir);
  const url = given === undefined ? gatewayHere() : `http://127.0.0.1:${given}/graphql`;
  const answers = await fetch(new URL('/health/ready', url), { signal: AbortSignal.timeout(2_000) }).then(
    ({ ok }) => ok,
    () => false,
  );
  if (answers)
    return {
      api: new Client(url, await developmentToken(dataDir, { organization: demoOrganization, subject: 'demo' })),
      system: null,
    };
  const port = Number(new URL(url).port);
  console.log(`No system answers on port ${port}; the demo starts its own:`);
  const databaseUrl = givenDatabase(env);
  const system = await startSystem({
    dataDir,
    port,
    onProgress: (message) => console.log(`  ${message}`),
    databasePrefix: env.DATABASE_PREFIX,
    signal: onInterrupt(),
    ...(databaseUrl ? { databaseUrl } : {}),
  });
  return { api: await system.client({ organization: demoOrganization, subject: 'demo' }), system };
}

function printPeople(people: Person[]): void {
  const rows = people.map(({ service, name, id, canonical, matched }) => [
    service,
    name,
    id,
    canonical === null ? '' : canonical === id ? '(canonical)' : `…${canonical.slice(-12)}`,
    matched.join('\n'),
  ]);
  printTable(['service', 'who', 'id', 'one person with', 'matched'], rows, { widths: [19, 24, 38, 17, 24] });
}

async function play(api: ApiClient): Promise<void> {
  heading('1. Search: whom would a request for "Elena Marín" touch?');
  printPeople(await askPeople(api, { name: 'Elena Marín' }));
  console.log('They are one person, in a merge set with a third contact of another name. By e-mail only one is found:');
  const found = await askPeople(api, { email: elena.byEmail.personalEmail });
  printPeople(found);
  const [contact] = found;
  if (!contact) throw new Error('The cast is not there.');

  heading(`2. Review: who else has the household's number ${householdPhone}?`);
  printPeople(await askPeople(api, { phone: householdPhone }));
  console.log('Tomás lives there too. Nothing that follows may touch him.');

  heading(
    '3. Access (Article 15): which services hold what about Elena? One request, and one for each contact of the set.',
  );
  const term = { externalContactId: contact.id };
  printOutcome(await watchRequest(api, await fileRequest(api, { type: 'GET', term })));

  heading('4. A copy of it all (Articles 15 and 20): one package for the whole merge set.');
  const exported = await watchRequest(api, await fileRequest(api, { type: 'EXPORT', term }));
  printOutcome(exported);
  printPackage(exported);

  heading('5. Rectification (Article 16): her e-mail address has changed.');
  const replacements = [
    { type: 'EMAIL', existing: elena.byEmail.personalEmail, updated: 'elena.marin.ortega@example.com' },
  ];
  printOutcome(await watchRequest(api, await fileRequest(api, { type: 'UPDATE', term, replacements })));

  heading('6. Erasure (Article 17) by e-mail: some services find people by their id only, and say so. A GET shows it.');
  const byEmail = await watchRequest(
    api,
    await fileRequest(api, { type: 'GET', term: { email: 'elena.marin.ortega@example.com' } }),
  );
  printOutcome(byEmail);

  heading('7. So the erasure is asked for by id, for the whole merge set.');
  printOutcome(await watchRequest(api, await fileRequest(api, { type: 'DELETE', term, deleteConfirmed: true })));

  heading('8. A dialer contact: what may not be erased is kept, and says why.');
  const [onList] = (await askPeople(api, { name: marcus.name })).filter(({ service }) => service === 'dialer');
  if (onList?.contactListId) {
    const dialerContactId = { id: onList.id, contactListId: onList.contactListId };
    printOutcome(
      await watchRequest(
        api,
        await fileRequest(api, { type: 'DELETE', term: { dialerContactId }, deleteConfirmed: true }),
      ),
    );
  }

  heading('9. Search again: Elena is gone, Tomás is there.');
  printPeople(await askPeople(api, { name: 'Elena Marín' }));
  printPeople(await askPeople(api, { phone: householdPhone }));
}

/** Plays the example. */
export async function run({ port }: { port?: number }): Promise<void> {
  refuseProduction('npm run demo');
  const { api, system } = await reach(port);
  try {
    await ensureCast(api);
    await play(api);
  } finally {
    await system?.stop();
  }
}
