/**
 * The drill of docs/operations.md: a backup, erasures, the restore of one service, then of everything, with the gateway from before
 * the last erasures. After the documented steps no erased person is back, and nobody who came later is gone (R23, R25, R26).
 */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import type { ApiClient } from '../../../scripts/develop/api-client';
import { programFile } from '../../../scripts/cli/command';
import { backUp } from '../../../scripts/operate/backup/backup';
import { replaySince } from '../../../scripts/operate/backup/manifest';
import { replayErasures } from '../../../scripts/operate/replay-erasures';
import { restore } from '../../../scripts/operate/backup/restore';
import { acknowledge, verifyAudit } from '../../../scripts/operate/verify-audit';
import { count, findIds } from '../../support/people/cast';
import { createRequest, finishedRequest, type RequestInput } from '../../support/api/requests';
import { startTestSystem, type TestSystem } from '../../support/run/system';

let system: TestSystem;
let api: ApiClient;

beforeAll(async () => {
  system = await startTestSystem();
  api = await system.client({ organization: 'drill' });
}, 120_000);

afterAll(() => system.stop());

/** A person in one service, with a value that finds them. */
interface Person {
  id: string;
  value: Record<string, unknown>;
  erasure: RequestInput;
}

const services = ['dialer', 'directory', 'external-contacts', 'messaging', 'recordings'];
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);
const all = <T>(count: number, make: (index: number) => Promise<T>): Promise<T[]> => Promise.all(upTo(count).map(make));

async function create(mutation: string, type: string, input: unknown): Promise<string> {
  const document = `mutation ($input: ${type}!) { ${mutation}(input: $input) { id } }`;
  return Object.values(await api.ask<Record<string, { id: string }>>(document, { input }))[0]?.id ?? '';
}

const erasureOf = (term: object): RequestInput => ({ type: 'DELETE', term, deleteConfirmed: true });

async function user(email: string): Promise<Person> {
  const id = await create('createUser', 'CreateUserInput', { name: 'Ona Reyes', email });
  return { id, value: { email }, erasure: { ...erasureOf({ userId: id }), activeEmployeeAcknowledged: true } };
}

async function contact(field: string, stored: unknown, value: Person['value'], by: 'id' | 'value'): Promise<Person> {
  const id = await create('createExternalContact', 'CreateExternalContactInput', { firstName: 'Ona', [field]: stored });
  return { id, value, erasure: erasureOf(by === 'id' ? { externalContactId: id } : value) };
}

const byEmail = (email: string, by: 'id' | 'value') => contact('personalEmail', email, { email }, by);
const byPhone = (phone: string) => contact('homePhone', phone, { phone }, 'value');
function byHandle(handle: string): Promise<Person> {
  const socialHandle = { platform: 'TWITTER', handle };
  return contact('socialHandles', [socialHandle], { socialHandle }, 'value');
}

async function onList(contactListId: string, phone: string, by: 'id' | 'value'): Promise<Person> {
  const id = await create('addDialerContact', 'AddDialerContactInput', {
    contactListId,
    values: [{ column: 'Phone', value: phone }],
  });
  return {
    id,
    value: { phone },
    erasure: erasureOf(by === 'id' ? { dialerContactId: { contactListId, id } } : { phone }),
  };
}

async function mergeSet(): Promise<Person[]> {
  const members = await all(3, (index) => byEmail(`member${index}@drill.example`, 'id'));
  const [canonical, ...others] = members;
  for (const { id } of others)
    await api.ask('mutation ($a: ID!, $b: ID!) { mergeExternalContacts(sourceId: $a, targetId: $b) { id } }', {
      a: id,
      b: canonical?.id,
    });
  return members;
}

/** Writes a contact's message, which only the contact's id finds (R7), and which is erased with the contact. */
async function message(externalContactId: string): Promise<void> {
  const conversationId = await create('startConversation', 'StartConversationInput', {
    channel: 'EMAIL',
    externalContactId,
  });
  const text = 'Where is my order?';
  await create('addMessage', 'AddMessageInput', { conversationId, direction: 'INBOUND', from: 'Ona', text });
}

const messages = () => count(system, 'messaging', 'message', 'drill');

const numbered = (start: string) => (index: number) => `${start}${String(index).padStart(2, '0')}`;
const contactPhone = numbered('+349112200');
const listPhone = numbered('+349112201');

/** Makes fifty people: those who are erased early, and ten whose erasure no backup of the gateway will hold. */
async function fifty() {
  const contactListId = await create('createContactList', 'CreateContactListInput', {
    name: 'Drill',
    columns: [{ name: 'Phone', holds: 'PHONE' }],
  });
  const users = await all(10, (index) => user(`user${index}@drill.example`));
  const contacts = await all(10, (index) => byEmail(`contact${index}@drill.example`, 'id'));
  const values = [
    ...(await all(6, (index) => byEmail(`value${index}@drill.example`, 'value'))),
    ...(await all(4, (index) => byPhone(contactPhone(index)))),
    ...(await all(4, (index) => byHandle(`drillhandle${'abcd'[index]}`))),
  ];
  const listed = await all(8, (index) => onList(contactListId, listPhone(index), 'id'));
  const listedByPhone = await all(5, (index) => onList(contactListId, listPhone(50 + index), 'value'));
  const set = await mergeSet();
  for (const { id } of contacts.slice(5, 7)) await message(id);
  const late = [...users.slice(8), ...contacts.slice(6), ...listed.slice(4)];
  const people = [...users, ...contacts, ...values, ...listed, ...listedByPhone, ...set];
  const inContacts = [...contacts, ...values, ...set];
  return { contactListId, people, set, late, early: people.filter((each) => !late.includes(each)), inContacts };
}

/** People who come later, with values that erased people had held. */
const newcomers = {
  contacts: () =>
    Promise.all([
      byEmail('value0@drill.example', 'id'),
      byEmail('contact0@drill.example', 'id'),
      byEmail('member1@drill.example', 'id'),
      byPhone(contactPhone(0)),
      byHandle('drillhandlea'),
    ]),
  others: (contactListId: string) =>
    Promise.all([
      user('user0@drill.example'),
      onList(contactListId, listPhone(0), 'id'),
      onList(contactListId, listPhone(50), 'value'),
    ]),
};

/** Erases people; a merge set takes one request. @returns the requests */
async function erase(people: Person[], set: Person[]): Promise<string[]> {
  const asked = people.filter((person) => !set.slice(1).includes(person));
  const ids = await Promise.all(asked.map(async ({ erasure }) => (await createRequest(api, erasure)).request.id));
  for (const id of ids) {
    const { status, relatedRequests } = await finishedRequest(api, id, 60_000);
    expect([status, ...relatedRequests.map((each) => each.status)].every((each) => each === 'COMPLETED')).toBe(true);
  }
  return ids;
}

/** The ids that the values of these people find: their own while they exist, and those of other holders. */
async function found(people: Person[]): Promise<string[]> {
  const ids = await Promise.all(people.map(({ value }) => findIds(api, value)));
  return [...new Set(ids.flat())].sort();
}

const idsOf = (people: Person[]) => people.map(({ id }) => id).sort();

/** Runs a command in the gateway's environment. */
function habeas(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [programFile(), ...args], {
    env: { ...system.environment, PATH: process.env.PATH },
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

const processOf = (name: string) => {
  const known = system.processes.get(name);
  if (!known) throw new Error(`There is no process ${name}.`);
  return known;
};

/** The counts in the command's table, by service and what is counted. */
const shown = (stdout: string): Record<string, number> =>
  Object.fromEntries(
    [...stdout.matchAll(/│ (\S+) +│ (\S.*?) +│ (\d+) +│/g)].map(([, service, what, total]) => [
      `${service} ${what}`,
      Number(total),
    ]),
  );

test('no erased person is back, and nobody new is gone', async () => {
  const administrator = { ...system.environment, DATABASE_URL: system.databaseUrl };
  const [everything, gatewayAlone] = ['everything', 'gateway'].map((name) => path.join(system.dataDir, name)) as [
    string,
    string,
  ];
  const { contactListId, people, set, early, late, inContacts } = await fifty();
  expect(people).toHaveLength(50);
  const manifest = await backUp({ directory: everything }, administrator);
  await erase(early, set);
  await backUp({ directory: gatewayAlone, only: ['gateway'] }, administrator);
  const lost = await erase(late, set);
  expect([await found(people), await messages()]).toEqual([[], 0]);

  // One service is restored. Newcomers of the others exist already; its own come while the erased people are back.
  const others = await newcomers.others(contactListId);
  await processOf('external-contacts').stop();
  const one = { directory: everything, only: ['external-contacts'], replace: true, confirm: true };
  await restore(one, administrator);
  await processOf('external-contacts').start();
  expect(await found(inContacts)).toEqual(idsOf(inContacts));
  const contacts = await newcomers.contacts();
  const again = { since: new Date(replaySince(manifest, one.only)), services: one.only };
  const would = await replayErasures(again, system.environment);
  expect(would.counts.get('external-contacts')?.get('ExternalContact')).toBe(inContacts.length);
  expect((await found(inContacts)).length).toBe(inContacts.length + contacts.length);
  const did = await replayErasures({ ...again, confirm: true }, system.environment);
  expect(did.counts.get('external-contacts')?.get('ExternalContact ERASED')).toBe(inContacts.length);
  expect([did.failed.size, did.refused.size, did.unknowable]).toEqual([0, 0, []]);
  expect(await found(people)).toEqual(idsOf([...others, ...contacts]));

  // Everything is restored. The gateway's newer backup does not hold the last ten erasures.
  for (const name of ['gateway', ...services]) await processOf(name).stop();
  await restore({ directory: everything, only: services, replace: true, confirm: true }, administrator);
  const { targets } = await restore({ directory: gatewayAlone, replace: true, confirm: true }, administrator);
  expect(targets.get('gateway')).toEqual({ holdsData: true, laterErasures: late.length });
  await Promise.all(services.map((name) => processOf(name).start()));
  await expect(processOf('gateway').start()).rejects.toThrow('verify-audit --acknowledge-restore');
  const loss = await acknowledge(system.environment);
  expect(loss?.erasures.map(({ organization, request }) => `${organization} ${request}`).sort()).toEqual(
    lost.map((request) => `drill ${request}`).sort(),
  );
  await processOf('gateway').start();
  expect([await found(people), await messages()]).toEqual([idsOf(people), 2]);
  const came = [...(await newcomers.contacts()), ...(await newcomers.others(contactListId))];
  const whole = habeas(
    ...['replay-erasures', '--since', replaySince(manifest, services), '--confirm'],
    ...services.flatMap((name) => ['--service', name]),
  );
  expect(whole).toMatchObject({ status: 0, stderr: '' });
  expect(whole.stdout).toMatch(/^\d+ erasures were replayed\.$/m);
  expect(shown(whole.stdout)).toMatchObject({
    'external-contacts ExternalContact ERASED': 23,
    'dialer DialerContact ERASED': 9,
    'directory User ANONYMIZED': 8,
  });
  expect([await found(people), await messages()]).toEqual([idsOf([...late, ...came]), 1]);
  await erase(late, set);
  expect([await found(people), await messages()]).toEqual([idsOf(came), 0]);
  const { organizations, checkpoints } = await verifyAudit(undefined, system.environment);
  expect(organizations).toMatchObject([{ organizationId: 'drill', fault: null, uncertified: 0 }]);
  expect([checkpoints.faults, checkpoints.restores.length]).toEqual([[], 1]);
}, 480_000);
