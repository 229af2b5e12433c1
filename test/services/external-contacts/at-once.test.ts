/** Requests and the changes that others make of the same contacts at the same moment: neither undoes the other. */
import { externalContacts } from '../../../subgraphs/external-contacts/service';
import { contractOf, lines } from '../../support/contract/contract';
import { lockRow, whileLocked } from '../../support/run/while-locked';
import { startTestService, type TestService } from '../../support/run/service';
import { createIn } from './support';

let service: TestService;

beforeAll(async () => {
  service = await startTestService(externalContacts);
});

afterAll(() => service.stop());

const lockOf = (id: string) => lockRow('external_contact', id);

const send = (organizationId: string, mutation: string, variables: Record<string, unknown>) =>
  service.send<Record<string, { id: string }>>(
    `mutation (${Object.keys(variables)
      .map((name) => `$${name}: ${name === 'input' ? 'UpdateExternalContactInput!' : 'ID!'}`)
      .join(', ')}) { ${mutation} { id } }`,
    variables,
    { organizationId },
  );

test('a rectification keeps what an agent changes while it waits for the contact (R14)', async () => {
  const organizationId = 'rectify-at-once';
  const id = await createIn(service, organizationId, { firstName: 'Ana', workEmail: 'ana@old.example' });
  const contract = contractOf(service, { organizationId });
  const replacements = [{ type: 'EMAIL', existing: 'ana@old.example', updated: 'ana@new.example' }];
  const [changed, report] = await whileLocked(
    service.database,
    lockOf(id),
    () =>
      send(organizationId, 'updateExternalContact(id: $id, input: $input)', {
        id,
        input: { cellPhone: '+1 317 555 0161' },
      }),
    () => contract.rectify('at-once', { externalContactId: id }, replacements),
  );
  expect(changed.errors).toBeUndefined();
  expect(lines(report)).toEqual(['ExternalContact RECTIFIED 1']);
  for (const term of [{ phone: '+13175550161' }, { email: 'ana@new.example' }]) {
    const [record] = (await contract.find(term)).records;
    expect(record?.fields.map(({ value }) => value)).toEqual(['Ana', 'ana@new.example', '+1 317 555 0161']);
  }
});

test('a rectification by a value leaves a contact alone that loses the value while it is waited for (R25)', async () => {
  const organizationId = 'rectify-lost';
  const [first, last] = [
    await createIn(service, organizationId, { firstName: 'Ana', workEmail: 'shared@old.example' }),
    await createIn(service, organizationId, { firstName: 'Ana', workEmail: 'shared@old.example' }),
  ];
  const contract = contractOf(service, { organizationId });
  const replacements = [{ type: 'NAME', existing: 'Ana', updated: 'Anna' }];
  const [, report] = await whileLocked(
    service.database,
    lockOf(first),
    () =>
      send(organizationId, 'updateExternalContact(id: $id, input: $input)', {
        id: first,
        input: { workEmail: 'ana@other.example' },
      }),
    () => contract.rectify('lost', { email: 'shared@old.example' }, replacements, 1),
  );
  // The page goes on to the contact that follows.
  expect(lines(report)).toEqual(['ExternalContact RECTIFIED 1']);
  expect((await contract.find({ name: 'Anna' })).subjects.map(({ id }) => id)).toEqual([last]);
  expect((await contract.find({ name: 'Ana' })).subjects.map(({ id }) => id)).toEqual([first]);
});

test('a note that is added while its contact is erased is erased too, and counted (R12)', async () => {
  const organizationId = 'note-at-once';
  const id = await createIn(service, organizationId, { firstName: 'Ana' });
  const contract = contractOf(service, { organizationId });
  const [added, report, late] = await whileLocked(
    service.database,
    lockOf(id),
    () => send(organizationId, 'addContactNote(externalContactId: $id, text: "late")', { id }),
    () => contract.erase('note', { externalContactId: id }),
    () => send(organizationId, 'addContactNote(externalContactId: $id, text: "too late")', { id }),
  );
  expect(added.errors).toBeUndefined();
  expect(lines(report)).toEqual(['ContactNote ERASED 1', 'ExternalContact ERASED 1']);
  expect(late.errors?.[0]?.extensions).toEqual({ code: 'NOT_FOUND', argument: 'externalContactId' });
});

test('a contact that is merged with one that is erased at this moment stays whole (R8)', async () => {
  const organizationId = 'merge-at-once';
  const [canonical, id] = [await createIn(service, organizationId), await createIn(service, organizationId)];
  const contract = contractOf(service, { organizationId });
  const [merged, report] = await whileLocked(
    service.database,
    lockOf(canonical),
    () => send(organizationId, 'mergeExternalContacts(sourceId: $a, targetId: $b)', { a: id, b: canonical }),
    () => contract.erase('merged', { externalContactId: canonical }),
  );
  expect(merged.errors).toBeUndefined();
  expect(lines(report)).toEqual(['ExternalContact ERASED 1']);
  const { externalContact } = await service.ask<{ externalContact: { canonicalContact: { id: string } } }>(
    'query ($id: ID!) { externalContact(id: $id) { canonicalContact { id } } }',
    { id },
    { organizationId },
  );
  expect(externalContact.canonicalContact.id).toBe(id);
});
