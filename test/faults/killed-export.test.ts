/** The gateway dies at any instant of an export: it is finished after the restart, and every record is in it once (R11, R13). */
import path from 'node:path';
import { ensureCast } from '../../scripts/seed/ensure-cast';
import { eventually } from '../support/eventually';
import { createFamily } from '../support/family';
import { filesIn } from '../support/files';
import { createRequest, finishedRequest, readRequest } from '../support/requests';
import { sharedSystem } from '../support/shared-system';
import type { TestSystem } from '../support/system';
import { checkedPackage, recordsIn } from '../support/zip';

const kills = 4;
const organization = 'killed-export';
let system: TestSystem;

beforeAll(async () => {
  system = await sharedSystem();
}, 90_000);

afterAll(() => system.stop());

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

test('SIGKILL in the middle of exports: each is finished after the restart, with every record once and nothing left over', async () => {
  const seed = Number(process.env.HABEAS_TEST_SEED ?? Date.now() % 1_000_000);
  process.stdout.write(`killed-export: seed ${seed}\n`);
  let state = seed;
  const random = () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
  const api = await system.client({ organization });
  const gateway = system.processes.get('gateway');
  const cast = await ensureCast(api);
  const ids: string[] = [];
  for (let kill = 0; kill < kills; kill += 1) {
    const [contact] = await createFamily(api, `exported${kill}`);
    for (const id of [contact, cast.elena[0]]) {
      const { request } = await createRequest(api, { type: 'EXPORT', term: { externalContactId: id } });
      ids.push(request.id, ...request.relatedRequests.map((related) => related.id));
      await pause(random() * 60);
    }
    await pause(random() * 120);
    await gateway?.kill('SIGKILL');
    await gateway?.start();
    for (const id of ids) expect((await finishedRequest(api, id)).status).toBe('COMPLETED');
  }
  const token = await system.token({ organization });
  for (const id of new Set(ids)) {
    const response = await fetch(`${new URL(system.url).origin}/exports/${id}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const { entries } = await checkedPackage(Buffer.from(await response.arrayBuffer()));
    const records = [...entries]
      .filter(([name]) => name.startsWith('data/'))
      .flatMap(([name, content]) => recordsIn(name, content).map((record) => `${path.dirname(name)} ${record.id}`));
    const { services } = await readRequest(api, id);
    expect(records).toHaveLength(services.reduce((sum, { recordsFound }) => sum + (recordsFound ?? 0), 0));
    expect(records.length).toBeGreaterThan(0);
    expect(new Set(records).size).toBe(records.length);
    // One package, and nothing of the attempts that died.
    const directory = path.join(system.dataDir, 'blobs', 'exports', organization, id);
    await eventually(() => Promise.resolve(filesIn(directory).length === 1));
  }
}, 180_000);
