/** The gateway dies, or stands still, at any point of a change of a case (R28, R29): the change is made completely and once, or not at all. */
import { ApiClient } from '../../../scripts/develop/api-client';
import { verifyAudit } from '../../../scripts/operate/verify-audit';
import { databaseName } from '../../../subgraphs/kit/base/persistence/create-database';
import { inDatabase } from '../../support/run/database';
import { eventually } from '../../support/eventually';
import { sharedSystem } from '../../support/run/shared-system';
import { startReplica } from '../../support/run/replica';
import type { TestSystem } from '../../support/run/system';

const organization = 'killed-case';
const rounds = 5;
const receivedAt = '2026-03-10T09:00:00.000Z';
const until = '2026-05-10T09:00:00.000Z';
let system: TestSystem;
let api: ApiClient;

beforeAll(async () => {
  system = await sharedSystem();
  api = await system.client({ organization });
}, 90_000);

afterAll(() => system.stop());

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

const fields = `id receivedAt legalDueAt closedAt outcome note extension { until reason informedAt by at }
  identityVerification { means by at }`;

interface CaseView {
  id: string;
  legalDueAt: string;
  closedAt: string | null;
  outcome: string | null;
  extension: { until: string; at: string } | null;
  identityVerification: { means: string; at: string } | null;
}

interface Call {
  document: string;
  variables: Record<string, unknown>;
}

/** A change of a case, and how to see that it was made. */
interface Transition {
  /** The call that makes the change; an opening creates a case with the label. */
  call: (id: string, label: string) => Call;
  action: string;
  happened: (found: CaseView) => boolean;
}

const open = (label: string): Call => ({
  document: `mutation ($input: OpenGdprCaseInput!) { done: openGdprCase(input: $input) { ${fields} } }`,
  variables: { input: { receivedAt, reference: label, idempotencyKey: label } },
});

const transitions: Record<string, Transition> = {
  opening: { call: (_id, label) => open(label), action: 'CASE_OPENED', happened: () => true },
  extending: {
    call: (id) => ({
      document: `mutation ($id: ID!, $input: GdprExtensionInput!) { done: extendGdprCase(id: $id, input: $input) { ${fields} } }`,
      variables: { id, input: { until, reason: 'COMPLEXITY', informedAt: '2026-03-20T09:00:00.000Z' } },
    }),
    action: 'CASE_EXTENDED',
    happened: ({ extension, legalDueAt }) => {
      // Both or neither: no deadline moves without its extension.
      expect(legalDueAt === until).toBe(extension !== null);
      return extension !== null;
    },
  },
  'confirming the identity of': {
    call: (id) => ({
      document: `mutation ($id: ID!) { done: confirmGdprCaseIdentity(id: $id, means: CALL_BACK) { ${fields} } }`,
      variables: { id },
    }),
    action: 'CASE_IDENTITY_CONFIRMED',
    happened: ({ identityVerification }) => identityVerification !== null,
  },
  closing: {
    call: (id) => ({
      document: `mutation ($id: ID!) { done: closeGdprCase(id: $id, outcome: REFUSED, note: "as told") { ${fields} } }`,
      variables: { id },
    }),
    action: 'CASE_CLOSED',
    happened: ({ closedAt, outcome }) => {
      expect(outcome).toBe(closedAt === null ? null : 'REFUSED');
      return closedAt !== null;
    },
  },
};

const ask = async ({ document, variables }: Call) => (await api.ask<{ done: CaseView }>(document, variables)).done;

/** The cases with a reference, and the actions that the log has about each. */
async function casesOf(reference: string): Promise<{ found: CaseView; actions: string[] }[]> {
  const { gdprCases } = await api.ask<{ gdprCases: { nodes: CaseView[] } }>(
    `query ($reference: String!) { gdprCases(filter: { reference: $reference }) { nodes { ${fields} } } }`,
    { reference },
  );
  return Promise.all(
    gdprCases.nodes.map(async (found) => {
      const { auditLog } = await api.ask<{ auditLog: { nodes: { action: string }[] } }>(
        'query ($id: ID!) { auditLog(filter: { caseId: $id }) { nodes { action } } }',
        { id: found.id },
      );
      return { found, actions: auditLog.nodes.map(({ action }) => action) };
    }),
  );
}

/** Whether the change was made; the log must have the same number of entries. */
async function hasHappened(label: string, { action, happened }: Transition): Promise<boolean> {
  const cases = await casesOf(label);
  expect(cases.length).toBeLessThanOrEqual(1);
  const [only] = cases;
  const done = only !== undefined && happened(only.found);
  expect(only?.actions.filter((each) => each === action) ?? []).toHaveLength(done ? 1 : 0);
  return done;
}

/** Repeats the call, like a caller who lost the answer: it has no second effect, and every answer is the same. */
async function assertDoneOnce(label: string, call: Call, transition: Transition): Promise<void> {
  const again = await ask(call);
  expect(await hasHappened(label, transition)).toBe(true);
  expect(await ask(call)).toEqual(again);
  expect(await hasHappened(label, transition)).toBe(true);
}

/** A case for the change; none for an opening. */
const prepared = async (name: string, label: string) => (name === 'opening' ? '' : (await ask(open(label))).id);

describe.each(Object.entries(transitions))('%s a case', (name, transition) => {
  test(`SIGKILL at ${rounds} points: it is complete or has not happened, and a repeated call makes it once`, async () => {
    const gateway = system.processes.get('gateway');
    let takes = Infinity;
    for (const label of [`${name} first`, `${name} measured`]) {
      const call = transition.call(await prepared(name, label), label);
      const asked = performance.now();
      await ask(call);
      takes = Math.min(takes, performance.now() - asked);
    }
    let before = 0;
    for (let round = 0; round < rounds; round += 1) {
      const label = `${name} killed ${round}`;
      const wanted = transition.call(await prepared(name, label), label);
      const answer = api.send(wanted.document, wanted.variables).catch(() => null);
      // The points range from before the first statement to after the commit.
      await pause((takes * 1.2 * (round + Math.random())) / rounds);
      await gateway?.kill('SIGKILL');
      await answer;
      await gateway?.start();
      if (!(await hasHappened(label, transition))) before += 1;
      await assertDoneOnce(label, wanted, transition);
    }
    process.stdout.write(`killed-case: ${before} of ${rounds} kills came before the commit of ${name}\n`);
  }, 240_000);
});

test('a gateway that stands still in any of them delays the other one, and nothing is done twice', async () => {
  const replica = await startReplica(system);
  try {
    const stopped = new ApiClient(replica.url, await system.token({ organization }));
    for (const [name, transition] of Object.entries(transitions)) {
      const label = `${name} stopped`;
      const wanted = transition.call(await prepared(name, label), label);
      const answer = stopped.send(wanted.document, wanted.variables).catch(() => null);
      await pause(Math.random() * 40);
      process.kill(replica.pid, 'SIGSTOP');
      // PostgreSQL ends the stopped gateway's session, which releases its locks.
      await eventually(async () => {
        const { errors } = await api.send(wanted.document, wanted.variables);
        if (errors) expect(errors[0]?.extensions?.code).toBe('SERVICE_UNAVAILABLE');
        return errors === undefined;
      });
      process.kill(replica.pid, 'SIGCONT');
      await answer;
      await assertDoneOnce(label, wanted, transition);
    }
  } finally {
    process.kill(replica.pid, 'SIGCONT');
    await replica.stop();
  }
}, 300_000);

test('the chain is valid, and agrees with the rows', async () => {
  const { organizations } = await verifyAudit(organization, system.environment);
  expect(organizations[0]).toMatchObject({ fault: null });
  const counted = await inDatabase(databaseName(system.databasePrefix, 'gateway'), async (client) => {
    const { rows } = await client.query<Record<string, string>>(
      `SELECT count(*) AS "CASE_OPENED", count(extended_at) AS "CASE_EXTENDED", count(identified_at) AS "CASE_IDENTITY_CONFIRMED",
         count(closed_at) AS "CASE_CLOSED" FROM gdpr_case WHERE organization_id = $1`,
      [organization],
    );
    const { rows: entries } = await client.query<{ action: string; count: string }>(
      'SELECT action, count(*) FROM audit_entry WHERE organization_id = $1 AND action = ANY($2::text[]) GROUP BY action',
      [organization, Object.values(transitions).map(({ action }) => action)],
    );
    return { rows: rows[0], entries: Object.fromEntries(entries.map(({ action, count }) => [action, count])) };
  });
  expect(counted.entries).toEqual(counted.rows);
});
