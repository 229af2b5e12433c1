/** Replays of erasures by a value, after a service was restored: they erase whom the request meant, and nobody who came later (R23, R25, R26). */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { programFile } from '../../../scripts/cli/command';
import { replayErasures } from '../../../scripts/operate/replay-erasures';
import { backUpContacts, losePeople } from '../../support/people/backup';
import { contactOf, createContact, erasureBy, person, terms, withPerson } from '../../support/people/every-value';
import { eventually } from '../../support/eventually';
import { throughProxy, type Fault } from '../../support/faults/fault-proxy';
import { createRequest, finishedRequest, outcome, readRequest } from '../../support/api/requests';
import { sharedSystem } from '../../support/run/shared-system';
import type { TestSystem } from '../../support/run/system';

let system: TestSystem;

beforeAll(async () => {
  system = await sharedSystem();
}, 90_000);

afterAll(() => system.stop());

test.each(terms)(
  'a replay of an erasure by %s shows what it would do, and skips a newcomer (R23, R26)',
  async (name, term) => {
    const { api, id, organization } = await withPerson(system, `replayed-${name}`);
    const since = new Date();
    const restore = await backUpContacts(system, organization);
    const { request } = await createRequest(api, erasureBy(term));
    expect((await finishedRequest(api, request.id)).status).toBe('COMPLETED');
    await restore();
    const newcomer = await createContact(api);
    const replay = { since, services: ['external-contacts'], organization };

    const shown = await replayErasures(replay, system.environment);
    const skipped = new Map([['external-contacts', new Map([['newer than the erasure, or of unknown age', 1]])]]);
    expect(shown).toEqual({
      erasures: 1,
      failed: new Map(),
      refused: new Map(),
      unknowable: [],
      broken: new Map(),
      counts: new Map([['external-contacts', new Map([['ExternalContact', 1]])]]),
      skipped,
    });
    expect([await contactOf(api, id), await contactOf(api, newcomer)]).toEqual([person, person]);

    const done = await replayErasures({ ...replay, confirm: true }, system.environment);
    expect(done).toEqual({
      erasures: 1,
      failed: new Map(),
      refused: new Map(),
      unknowable: [],
      broken: new Map(),
      counts: new Map([['external-contacts', new Map([['ExternalContact ERASED', 1]])]]),
      skipped,
    });
    expect([await contactOf(api, id), await contactOf(api, newcomer)]).toEqual([null, person]);
  },
);

describe('the command replay-erasures', () => {
  /** Runs the command like an operator. */
  const replay = async (...args: string[]) => {
    const run = promisify(execFile)(process.execPath, [programFile(), 'replay-erasures', ...args], {
      env: { PATH: process.env.PATH, ...system.environment },
    });
    const { code, stdout, stderr } = await run.then(
      (output) => ({ ...output, code: 0 }),
      (failed: unknown) => failed as { code: number; stdout: string; stderr: string },
    );
    // The rows of a table, without its frame.
    const rows = [...stdout.matchAll(/^│ (.+) │$/gm)].map(([, row = '']) => row.split('│').map((cell) => cell.trim()));
    return { code, rows, said: stdout.replace(/^[┌├└│].*\n/gm, '').trim(), stderr };
  };

  test('only shows without --confirm, erases with it, and reports what it left alone (R23, R26)', async () => {
    const { api, id, organization } = await withPerson(system, 'replayed-command');
    const since = new Date().toISOString();
    const restore = await backUpContacts(system, organization);
    const { request } = await createRequest(api, erasureBy({ phone: person.homePhone }));
    expect((await finishedRequest(api, request.id)).status).toBe('COMPLETED');
    await restore();
    const newcomer = await createContact(api);
    const args = ['--since', since, '--service', 'external-contacts', '--organization', organization];
    const newer = [
      ['service', 'left alone', 'count'],
      ['external-contacts', 'newer than the erasure, or of unknown age', '1'],
    ];
    for (const asked of [args, [...args, '--dry-run']]) {
      expect(await replay(...asked)).toEqual({
        code: 0,
        rows: [['service', 'records', 'count'], ['external-contacts', 'ExternalContact', '1'], ...newer],
        said: 'In external-contacts:\n1 erasures would be replayed. Nothing was changed; --confirm erases.',
        stderr: '',
      });
    }
    expect([await contactOf(api, id), await contactOf(api, newcomer)]).toEqual([person, person]);

    expect(await replay(...args, '--confirm')).toEqual({
      code: 0,
      rows: [['service', 'records', 'count'], ['external-contacts', 'ExternalContact ERASED', '1'], ...newer],
      said: 'In external-contacts:\n1 erasures were replayed.',
      stderr: '',
    });
    expect([await contactOf(api, id), await contactOf(api, newcomer)]).toEqual([null, person]);

    // The command ends with 1 when something cannot be erased any more.
    await restore();
    await api.ask('mutation ($a: ID!, $b: ID!) { mergeExternalContacts(sourceId: $a, targetId: $b) { id } }', {
      a: id,
      b: newcomer,
    });
    const refused = await replay(...args, '--confirm');
    expect([refused.code, refused.rows.at(-1)]).toEqual([
      1,
      ['external-contacts', 'ExternalContact: merged with others', '1'],
    ]);
    expect(await contactOf(api, id)).toEqual(person);
  });

  test('wrong arguments end with 2, with one line that says what is wrong', async () => {
    const since = ['--since', '2026-03-01T00:00:00Z'];
    const wrong: [string[], string][] = [
      [since, "error: required option '--service <name>' not specified"],
      [['--service', 'messaging'], "error: required option '--since <time>' not specified"],
      [
        [...since, '--service', 'messaging', '--dry-run', '--confirm'],
        "error: option '--dry-run' cannot be used with option '--confirm'",
      ],
      [
        [...since, '--service', 'ghost'],
        '--service names "ghost", which is no PII service of the supergraph. Nothing was changed.',
      ],
      [
        [...since, '--service', 'messaging', '--organization', 'nobody-there'],
        '--organization: there is no organisation nobody-there here.',
      ],
    ];
    for (const [args, message] of wrong)
      expect(await replay(...args)).toEqual({ code: 2, rows: [], said: '', stderr: `${message}\n` });
  });
});

test.each(['ERROR', 'CANCELLED', 'in flight'])(
  'a replay covers what a request had done that ended in %s (R26)',
  async (end) => {
    const { api, id, organization } = await withPerson(system, `replayed-${end}`);
    const since = new Date();
    const restore = await backUpContacts(system, organization);
    const failure = end === 'ERROR' ? 'error' : 'garbage';
    const fault = (body: string): Fault => (body.includes('query PersonalData(') ? failure : 'none');
    await throughProxy(system, 'directory', fault, async (proxy) => {
      const { request } = await createRequest(api, erasureBy({ email: person.personalEmail }));
      await eventually(
        async () => outcome(await readRequest(api, request.id), 'external-contacts').status === 'COMPLETED',
      );
      await eventually(async () =>
        ['FAILED', 'RETRYING'].includes(outcome(await readRequest(api, request.id), 'directory').status),
      );
      if (end === 'CANCELLED')
        await api.ask('mutation ($id: ID!) { cancelGdprRequest(id: $id) { id } }', { id: request.id });
      if (end !== 'in flight') expect((await finishedRequest(api, request.id)).status).toBe(end);
      expect(await contactOf(api, id)).toBeNull();
      await restore();
      proxy.fault = 'none';
      const replay = { since, services: ['external-contacts', 'directory'], organization };
      const counted = (counts: Map<string, Map<string, number>>) => [...counts].map(([name, of]) => [name, [...of]]);
      const shown = await replayErasures(replay, system.environment);
      expect(counted(shown.counts)).toEqual([['external-contacts', [['ExternalContact', 1]]]]);
      expect(await contactOf(api, id)).toEqual(person);
      const done = await replayErasures({ ...replay, confirm: true }, system.environment);
      expect(counted(done.counts)).toEqual([['external-contacts', [['ExternalContact ERASED', 1]]]]);
      expect(await contactOf(api, id)).toBeNull();
    });
  },
  90_000,
);

test('a replay reports what it may no longer erase: a person who has been merged since', async () => {
  const { api, id, organization } = await withPerson(system, 'replayed-merged');
  const since = new Date();
  const restore = await backUpContacts(system, organization);
  const { request } = await createRequest(api, erasureBy({ email: person.personalEmail }));
  await finishedRequest(api, request.id);
  await restore();
  const canonical = await createContact(api, { firstName: 'Canonical' });
  await api.ask('mutation ($a: ID!, $b: ID!) { mergeExternalContacts(sourceId: $a, targetId: $b) { id } }', {
    a: id,
    b: canonical,
  });
  const { counts, refused } = await replayErasures(
    { since, services: ['external-contacts'], organization, confirm: true },
    system.environment,
  );
  expect(counts.size).toBe(0);
  expect(refused).toEqual(new Map([['external-contacts', new Map([['ExternalContact: merged with others', 1]])]]));
  expect(await contactOf(api, id)).toEqual(person);
});

test('a replay reports what an erasure may have done that was stopped without an answer, and leaves it alone (R26)', async () => {
  const { api, id, organization } = await withPerson(system, 'replayed-unknown');
  const since = new Date();
  const restore = await backUpContacts(system, organization);
  const lost = (body: string): Fault => (body.includes('PersonalData(requestId:') ? 'lostReply' : 'none');
  await throughProxy(system, 'external-contacts', lost, async () => {
    const { request } = await createRequest(api, erasureBy({ email: person.personalEmail }));
    await eventually(async () => {
      const { status, attempts } = outcome(await readRequest(api, request.id), 'external-contacts');
      return status === 'RETRYING' && attempts > 0;
    });
    await api.ask('mutation ($id: ID!) { cancelGdprRequest(id: $id) { id } }', { id: request.id });
  });
  const replay = { since, services: ['external-contacts'], organization, confirm: true };
  const none = { counts: new Map(), refused: new Map() };
  expect(await replayErasures(replay, system.environment)).toMatchObject(none);
  await restore();
  const reason = 'ExternalContact: begun, and nobody knows whether it was done';
  expect(await replayErasures(replay, system.environment)).toMatchObject({
    counts: new Map(),
    refused: new Map([['external-contacts', new Map([[reason, 1]])]]),
  });
  expect(await contactOf(api, id)).toEqual(person);
});

test('a replay erases the subjects of a request even if others whom the value had matched lost it before the erasure', async () => {
  const { api, id, organization } = await withPerson(system, 'replayed-lost');
  const other = await createContact(api, { firstName: 'Olga', homePhone: person.homePhone });
  const restore = await backUpContacts(system, organization);
  await api.ask(
    'mutation ($id: ID!, $input: UpdateExternalContactInput!) { updateExternalContact(id: $id, input: $input) { id } }',
    { id: other, input: { homePhone: '+34911223399' } },
  );
  const since = new Date();
  const { request } = await createRequest(api, erasureBy({ phone: person.homePhone }));
  expect((await finishedRequest(api, request.id)).status).toBe('COMPLETED');
  // The backup has the other person as they were, and they have been merged since.
  await losePeople(system, organization, 'external-contacts');
  await restore();
  await api.ask('mutation ($a: ID!, $b: ID!) { mergeExternalContacts(sourceId: $a, targetId: $b) { id } }', {
    a: other,
    b: await createContact(api, { firstName: 'Canonical' }),
  });
  const { counts, refused, skipped } = await replayErasures(
    { since, services: ['external-contacts'], organization, confirm: true },
    system.environment,
  );
  expect(refused.size).toBe(0);
  expect(counts).toEqual(new Map([['external-contacts', new Map([['ExternalContact ERASED', 1]])]]));
  expect(skipped).toEqual(
    new Map([['external-contacts', new Map([['subjects that did not hold the value then', 1]])]]),
  );
  expect([await contactOf(api, id), (await contactOf(api, other))?.firstName]).toEqual([null, 'Olga']);
});
