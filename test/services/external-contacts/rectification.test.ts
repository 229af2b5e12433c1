import { externalContacts } from '../../../subgraphs/external-contacts/service';
import { contractOf, lines } from '../../support/contract/contract';
import { startTestService, type TestService } from '../../support/run/service';
import { createIn } from './support';

let service: TestService;

beforeAll(async () => {
  service = await startTestService(externalContacts);
});

afterAll(() => service.stop());

const create = (organizationId: string, input: Record<string, unknown>) => createIn(service, organizationId, input);

describe('rectification (R14)', () => {
  const contactFields = 'firstName lastName workEmail externalIds address { address1 city postalCode countryCode }';
  interface Contact {
    firstName: string | null;
    lastName: string | null;
    workEmail: string | null;
    externalIds: string[];
    address: Record<string, string | null> | null;
  }
  const rectified = async (
    organizationId: string,
    values: Record<string, unknown>,
    replacements: { type: string; existing: string; updated: string }[],
  ) => {
    const id = await create(organizationId, values);
    const contract = contractOf(service, { organizationId });
    const done = lines(await contract.rectify(`of-${id}`, { externalContactId: id }, replacements));
    const outcomes = await contract.outcomes(`of-${id}`, { externalContactId: id }, replacements);
    const { externalContact } = await service.ask<{ externalContact: Contact }>(
      `query ($id: ID!) { externalContact(id: $id) { ${contactFields} } }`,
      { id },
      { organizationId },
    );
    return { done, outcomes, contact: externalContact };
  };
  const address = { address1: 'Calle Mayor 1', city: 'Madrid', postalCode: '28013', countryCode: 'ES' };
  const line = 'Calle Mayor 1, Madrid, 28013, ES';

  test('a corrected address keeps its parts, and a corrected name too', async () => {
    const { done, outcomes, contact } = await rectified(
      'rectify-parts',
      { firstName: 'María José', lastName: 'García', address },
      [
        { type: 'ADDRESS', existing: line, updated: 'Calle Mayor 2, 28013 Madrid, ES' },
        { type: 'NAME', existing: 'María José García', updated: 'María José Garzía' },
      ],
    );
    expect(contact).toMatchObject({
      firstName: 'María José',
      lastName: 'Garzía',
      address: { ...address, address1: 'Calle Mayor 2' },
    });
    expect(done).toEqual(['ExternalContact RECTIFIED 1']);
    expect(outcomes).toEqual([
      { index: 0, replaced: 1, notSupported: 0, found: true },
      { index: 1, replaced: 1, notSupported: 0, found: true },
    ]);
    const contract = contractOf(service, { organizationId: 'rectify-parts' });
    expect((await contract.find({ name: 'Garzia' })).subjects).toHaveLength(1);
    expect((await contract.find({ name: 'Maria Jose Garcia' })).subjects).toEqual([]);
  });

  test('a correction that fits no part is NOT_SUPPORTED and changes nothing; the rest of the request is done', async () => {
    const { done, outcomes, contact } = await rectified(
      'rectify-unplaced',
      { firstName: 'Ana', lastName: 'García', workEmail: 'ana@old.example', address },
      [
        { type: 'NAME', existing: 'Ana García', updated: 'Ana María García' },
        { type: 'ADDRESS', existing: line, updated: 'Gran Vía 28, 08001 Barcelona' },
        { type: 'EMAIL', existing: 'ana@old.example', updated: 'ana@new.example' },
      ],
    );
    expect(contact).toMatchObject({ firstName: 'Ana', lastName: 'García', workEmail: 'ana@new.example', address });
    expect(done).toEqual(['ExternalContact NOT_SUPPORTED 1', 'ExternalContact RECTIFIED 1']);
    expect(outcomes).toEqual([
      { index: 0, replaced: 0, notSupported: 1, found: true },
      { index: 1, replaced: 0, notSupported: 1, found: true },
      { index: 2, replaced: 1, notSupported: 0, found: true },
    ]);
  });

  test('an external id that contains the old e-mail address is corrected too; a value that nobody holds is reported as not found', async () => {
    const { outcomes, contact } = await rectified(
      'rectify-ids',
      { workEmail: 'ana@old.example', externalIds: ['ana@old.example', 'crm:ana@old.example', 'crm:4711'] },
      [
        { type: 'EMAIL', existing: 'ana@old.example', updated: 'ana@new.example' },
        { type: 'EMAIL', existing: 'anna@old.example', updated: 'ana@new.example' },
        { type: 'NAME', existing: 'Nobody At All', updated: 'Somebody Else' },
      ],
    );
    expect(contact).toMatchObject({
      workEmail: 'ana@new.example',
      externalIds: ['ana@new.example', 'crm:ana@new.example', 'crm:4711'],
    });
    expect(outcomes).toEqual([
      { index: 0, replaced: 3, notSupported: 0, found: true },
      { index: 1, replaced: 0, notSupported: 0, found: false },
      { index: 2, replaced: 0, notSupported: 0, found: false },
    ]);
  });

  test('a note with decomposed letters is corrected like one with composed letters', async () => {
    const organizationId = 'rectify-nfd';
    const id = await create(organizationId, { firstName: 'José', lastName: 'Núñez' });
    const text = 'Called: José Núñez, not Jose Nunez.';
    for (const form of ['NFC', 'NFD'])
      await service.ask(
        'mutation ($id: ID!, $text: String!) { addContactNote(externalContactId: $id, text: $text) { id } }',
        { id, text: text.normalize(form) },
        { organizationId },
      );
    const contract = contractOf(service, { organizationId });
    const report = await contract.rectify('nfd', { externalContactId: id }, [
      { type: 'NAME', existing: 'José Núñez'.normalize('NFD'), updated: 'José Muñoz' },
    ]);
    expect(lines(report)).toEqual(['ContactNote RECTIFIED 2', 'ExternalContact RECTIFIED 1']);
    const notes = (await contract.findAll({ externalContactId: id }))
      .filter(({ recordType }) => recordType === 'ContactNote')
      .map(({ fields }) => fields[0]?.value);
    const expected = 'Called: José Muñoz, not Jose Nunez.';
    expect(notes.map((note) => note?.normalize('NFC'))).toEqual([expected, expected]);
  });

  test('a name that lost a letter on its way is read and corrected, and no caller writes one', async () => {
    const organizationId = 'rectify-damaged';
    const damaged = { firstName: 'Ana', lastName: 'Mar\ufffdn' };
    const mutation = 'mutation ($input: CreateExternalContactInput!) { createExternalContact(input: $input) { id } }';
    const refused = await service.send(mutation, { input: damaged }, { organizationId });
    expect(refused.errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', argument: 'input.lastName' });
    // As a service of an earlier version stored it.
    const { createExternalContact: contact } = await service.ask<{ createExternalContact: { id: string } }>(
      mutation,
      { input: damaged },
      { organizationId, purpose: 'gdpr' },
    );
    const read = () =>
      service.ask('query ($id: ID!) { externalContact(id: $id) { lastName } }', { id: contact.id }, { organizationId });
    expect(await read()).toEqual({ externalContact: { lastName: 'Mar\ufffdn' } });
    const contract = contractOf(service, { organizationId });
    expect((await contract.find({ name: 'Ana Mar\ufffdn' })).subjects).toHaveLength(1);
    const report = await contract.rectify('damaged', { externalContactId: contact.id }, [
      { type: 'NAME', existing: 'Mar\ufffdn', updated: 'Marín' },
    ]);
    expect(lines(report)).toEqual(['ExternalContact RECTIFIED 1']);
    expect(await read()).toEqual({ externalContact: { lastName: 'Marín' } });
  });
});
