/** People who decide about a request at the same moment, on two replicas: one of them succeeds (R30), and the log is complete. */
import { ApiClient } from '../../../scripts/develop/api-client';
import type { ManagedProcess } from '../../../scripts/develop/start/managed-process';
import { verifyAudit } from '../../../scripts/operate/verify-audit';
import { approveDocument, cancelDocument, planOf, readWaiting, rejectDocument } from '../../support/api/approvals';
import { createFamily, familyDispositions } from '../../support/people/family';
import { createRequest, dispositionsOf, finishedRequest } from '../../support/api/requests';
import { sharedSystem } from '../../support/run/shared-system';
import { startReplica } from '../../support/run/replica';
import type { TestSystem } from '../../support/run/system';

const organization = 'approval-races';
const atOnce = 20;
let system: TestSystem;
let replica: ManagedProcess;
let maker: ApiClient;

beforeAll(async () => {
  system = await sharedSystem({ APPROVAL_TYPES: 'DELETE' });
  replica = await startReplica(system);
  maker = await system.client({ organization, subject: 'maker' });
}, 120_000);

afterAll(async () => {
  await replica.stop();
  await system.stop();
});

/** A caller, at the two replicas alternately. */
const at = async (turn: number, subject: string) => {
  const claims = { organization, subject };
  return turn % 2 === 0 ? system.client(claims) : new ApiClient(replica.url, await system.token(claims));
};

type Decision = 'approve' | 'reject' | 'cancel';
const documents: Record<Decision, string> = {
  approve: approveDocument,
  reject: rejectDocument,
  cancel: cancelDocument,
};
const ends: Record<Decision, string> = { approve: 'COMPLETED', reject: 'REJECTED', cancel: 'CANCELLED' };

/** Sends these decisions about a new family at once. @returns the decisions that were accepted, and the family's end */
async function race(label: string, decisions: readonly Decision[]) {
  const [canonical] = await createFamily(maker, label);
  const { request } = await createRequest(maker, {
    type: 'DELETE',
    term: { externalContactId: canonical },
    deleteConfirmed: true,
  });
  const family = [request.id, ...request.relatedRequests.map(({ id }) => id)];
  const planHash = await planOf(await at(0, 'second'), request.id);
  const answers = await Promise.all(
    Array.from({ length: atOnce }, async (_, turn) => {
      const decision = decisions[turn % decisions.length] ?? 'approve';
      const api = await at(turn, decision === 'cancel' ? 'maker' : `person-${turn}`);
      const id = family[turn % family.length];
      const { errors } = await api.send(documents[decision], { id, planHash, reason: 'OTHER' });
      return { decision, code: errors?.[0]?.extensions?.code };
    }),
  );
  return {
    request,
    answers,
    taken: answers.filter(({ code }) => code === undefined),
    ended: await finishedRequest(maker, request.id),
  };
}

const actionsOf = async (id: string) => {
  const { auditLog } = await maker.ask<{ auditLog: { verified: boolean; nodes: { action: string }[] } }>(
    'query ($id: ID!) { auditLog(filter: { requestId: $id }) { verified nodes { action } } }',
    { id },
  );
  expect(auditLog.verified).toBe(true);
  return auditLog.nodes.map(({ action }) => action).filter((action) => /_(APPROVED|REJECTED|CANCELLED)$/.test(action));
};

test.each<[string, readonly Decision[]]>([
  ['approvals', ['approve']],
  ['approvals and rejections', ['approve', 'reject']],
  ['approvals, rejections and cancellations', ['approve', 'reject', 'cancel']],
  ['many approvals and a cancellation', [...Array<Decision>(19).fill('approve'), 'cancel']],
])(
  `of ${atOnce} %s at once one decides, for the whole family`,
  async (label, decisions) => {
    const { request, answers, taken, ended } = await race(label.replaceAll(/\W/g, ''), decisions);
    const [winner] = taken;
    // Cancelling a request that has already begun is not a decision about a waiting one.
    const decided = taken.filter(({ decision }, index) => index === 0 || decision !== 'cancel');
    expect(decided).toHaveLength(1);
    for (const { code } of answers)
      expect([undefined, 'NOT_AWAITING_APPROVAL', 'NOT_CANCELLABLE', 'PLAN_CHANGED']).toContain(code);
    const members = [ended, ...ended.relatedRequests];
    const statuses = new Set(members.map(({ status }) => status));
    if (taken.length === 1 && winner) expect([...statuses]).toEqual([ends[winner.decision]]);
    for (const { id } of members) {
      const actions = await actionsOf(id);
      expect(actions.filter((action) => action !== 'REQUEST_CANCELLED').length).toBeLessThanOrEqual(1);
      if (taken.length === 1) expect(actions).toHaveLength(1);
    }
    if ([...statuses].join() === 'COMPLETED')
      for (const member of members)
        for (const [service, expected] of Object.entries(familyDispositions))
          expect(dispositionsOf(member, service)).toEqual(expected);
    const { approval, rejection } = await readWaiting(maker, request.id);
    expect([approval !== null, rejection !== null].filter(Boolean).length).toBeLessThanOrEqual(1);
  },
  120_000,
);

test('the chain of the log verifies after all of it', async () => {
  const [found] = (await verifyAudit(organization, system.environment)).organizations;
  expect(found).toMatchObject({ fault: null });
});
