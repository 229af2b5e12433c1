/** The gateway dies, or stands still, at any point of an approval (R30): the approval is complete, or has not happened. */
import { ApiClient } from '../../../scripts/develop/api-client';
import { verifyAudit } from '../../../scripts/operate/verify-audit';
import { databaseName } from '../../../subgraphs/kit/base/persistence/create-database';
import { approveDocument, planOf, readWaiting, rejectDocument } from '../../support/api/approvals';
import { inDatabase } from '../../support/run/database';
import { eventually } from '../../support/eventually';
import { createFamily, familyDispositions } from '../../support/people/family';
import { createRequest, dispositionsOf, finishedRequest } from '../../support/api/requests';
import { sharedSystem } from '../../support/run/shared-system';
import { startReplica } from '../../support/run/replica';
import type { TestSystem } from '../../support/run/system';

const organization = 'killed-approval';
const rounds = 6;
let system: TestSystem;
let maker: ApiClient;
let second: ApiClient;

beforeAll(async () => {
  system = await sharedSystem({ APPROVAL_TYPES: 'DELETE' });
  maker = await system.client({ organization, subject: 'maker' });
  second = await system.client({ organization, subject: 'second' });
}, 120_000);

afterAll(() => system.stop());

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** An erasure of a family that waits, and the plan for its approval. */
async function waiting(label: string) {
  const [canonical] = await createFamily(maker, label);
  const { request } = await createRequest(maker, {
    type: 'DELETE',
    term: { externalContactId: canonical },
    deleteConfirmed: true,
  });
  return { id: request.id, planHash: await planOf(second, request.id) };
}

/** Whether the request was approved. Either way the whole family has the same state, and a waiting one has no work queued. */
async function wasApproved(id: string): Promise<boolean> {
  const { status, approval, relatedRequests } = await readWaiting(maker, id);
  const family = [{ status, approval }, ...relatedRequests];
  const approved = family.filter((member) => member.approval !== null).length;
  expect([0, family.length]).toContain(approved);
  if (approved > 0) return true;
  expect(new Set(family.map((member) => member.status))).toEqual(new Set(['AWAITING_APPROVAL']));
  const due = await inDatabase(databaseName(system.databasePrefix, 'gateway'), (client) =>
    client.query(
      `SELECT 1 FROM gdpr_task JOIN gdpr_request request ON request.id = request_id
       WHERE (request.id = $1 OR request.parent_id = $1) AND (gdpr_task.run_at IS NOT NULL OR attempts > 0)`,
      [id],
    ),
  );
  expect(due.rowCount).toBe(0);
  return false;
}

/** The family is erased, each member once, by one approval. */
async function assertErasedOnce(id: string): Promise<void> {
  const ended = await finishedRequest(maker, id);
  for (const member of [ended, ...ended.relatedRequests]) {
    expect(member.status).toBe('COMPLETED');
    for (const [service, expected] of Object.entries(familyDispositions))
      expect(dispositionsOf(member, service)).toEqual(expected);
    const { auditLog } = await maker.ask<{ auditLog: { nodes: { action: string }[] } }>(
      'query ($id: ID!) { auditLog(filter: { requestId: $id }) { nodes { action } } }',
      { id: member.id },
    );
    expect(auditLog.nodes.filter(({ action }) => action === 'REQUEST_APPROVED')).toHaveLength(1);
  }
}

test(`SIGKILL at ${rounds} points of approvals: each is complete or has not happened, and approved requests are carried out`, async () => {
  const gateway = system.processes.get('gateway');
  const measured = await waiting('measured');
  const asked = performance.now();
  await second.ask(approveDocument, measured);
  const takes = performance.now() - asked;
  let before = 0;
  for (let round = 0; round < rounds; round += 1) {
    const { id, planHash } = await waiting(`killed${round}`);
    const answer = second.send(approveDocument, { id, planHash }).catch(() => null);
    // The points range from before the services are asked to after the commit.
    await pause((takes * 1.4 * (round + 0.5)) / rounds);
    await gateway?.kill('SIGKILL');
    await answer;
    await gateway?.start();
    if (!(await wasApproved(id))) {
      before += 1;
      await second.ask(approveDocument, { id, planHash });
    }
    await assertErasedOnce(id);
  }
  process.stdout.write(`killed-approval: ${before} of ${rounds} kills came before the commit\n`);
  const [found] = (await verifyAudit(organization, system.environment)).organizations;
  expect(found).toMatchObject({ fault: null });
}, 300_000);

test('SIGKILL at points of rejections: the whole family is rejected, or waits and can be rejected', async () => {
  const gateway = system.processes.get('gateway');
  for (const after of [2, 15, 60]) {
    const { id } = await waiting(`rejected${after}`);
    const reject = { id, reason: 'OTHER' };
    const answer = second.send(rejectDocument, reject).catch(() => null);
    await pause(after);
    await gateway?.kill('SIGKILL');
    await answer;
    await gateway?.start();
    const { status, relatedRequests } = await readWaiting(maker, id);
    const statuses = new Set([status, ...relatedRequests.map((member) => member.status)]);
    expect([['AWAITING_APPROVAL'], ['REJECTED']]).toContainEqual([...statuses]);
    if (status === 'AWAITING_APPROVAL') await second.ask(rejectDocument, reject);
    expect((await readWaiting(maker, id)).status).toBe('REJECTED');
  }
  const [found] = (await verifyAudit(organization, system.environment)).organizations;
  expect(found).toMatchObject({ fault: null });
}, 180_000);

test('a gateway that stands still in an approval delays the other one, and nothing is decided twice', async () => {
  const replica = await startReplica(system);
  try {
    const stopped = new ApiClient(replica.url, await system.token({ organization, subject: 'third' }));
    for (const after of [10, 40, 80]) {
      const { id, planHash } = await waiting(`stopped${after}`);
      const answer = stopped.send(approveDocument, { id, planHash });
      await pause(after);
      process.kill(replica.pid, 'SIGSTOP');
      // PostgreSQL ends the stopped gateway's session, which releases its locks.
      await eventually(async () => {
        const { errors } = await second.send(approveDocument, { id, planHash });
        const code = errors?.[0]?.extensions?.code;
        expect([undefined, 'NOT_AWAITING_APPROVAL', 'SERVICE_UNAVAILABLE', 'PLAN_CHANGED']).toContain(code);
        return code !== 'SERVICE_UNAVAILABLE';
      });
      process.kill(replica.pid, 'SIGCONT');
      const late = (await answer).errors?.[0]?.extensions?.code;
      expect([undefined, 'NOT_AWAITING_APPROVAL', 'SERVICE_UNAVAILABLE', 'PLAN_CHANGED']).toContain(late);
      expect(await wasApproved(id)).toBe(true);
      await assertErasedOnce(id);
    }
  } finally {
    process.kill(replica.pid, 'SIGCONT');
    await replica.stop();
  }
}, 300_000);

test('a gateway that stands still in a rejection delays the other one: the family is rejected as a whole, once', async () => {
  const replica = await startReplica(system);
  try {
    const stopped = new ApiClient(replica.url, await system.token({ organization, subject: 'third' }));
    for (const after of [5, 20, 50]) {
      const { id } = await waiting(`still${after}`);
      const reject = { id, reason: 'OTHER' };
      const answer = stopped.send(rejectDocument, reject).catch(() => null);
      await pause(after);
      process.kill(replica.pid, 'SIGSTOP');
      await eventually(async () => {
        const { errors } = await second.send(rejectDocument, reject);
        const code = errors?.[0]?.extensions?.code;
        expect([undefined, 'NOT_AWAITING_APPROVAL', 'SERVICE_UNAVAILABLE']).toContain(code);
        return code !== 'SERVICE_UNAVAILABLE';
      });
      process.kill(replica.pid, 'SIGCONT');
      await answer;
      const { status, relatedRequests } = await readWaiting(maker, id);
      expect(new Set([status, ...relatedRequests.map((member) => member.status)])).toEqual(new Set(['REJECTED']));
      const { auditLog } = await maker.ask<{ auditLog: { nodes: object[] } }>(
        'query ($id: ID!) { auditLog(filter: { requestId: $id, action: REQUEST_REJECTED }) { nodes { action } } }',
        { id },
      );
      expect(auditLog.nodes).toHaveLength(1);
    }
  } finally {
    process.kill(replica.pid, 'SIGCONT');
    await replica.stop();
  }
}, 240_000);
