/** Contacts that are merged into one person, and split off again (R2, R8). */
import { externalContacts } from '../../../subgraphs/external-contacts/service';
import { contractOf, lines } from '../../support/contract/contract';
import { startTestService, type TestService } from '../../support/run/service';
import { aboutRows, statementsOf } from '../../support/statements';
import { createIn } from './support';

let service: TestService;

beforeAll(async () => {
  service = await startTestService(externalContacts);
});

afterAll(() => service.stop());

const create = (organizationId: string, input: Record<string, unknown>) => createIn(service, organizationId, input);

const merge = (organizationId: string, sourceId: string, targetId: string) =>
  service.send<{ mergeExternalContacts: { id: string } }>(
    'mutation ($sourceId: ID!, $targetId: ID!) { mergeExternalContacts(sourceId: $sourceId, targetId: $targetId) { id } }',
    { sourceId, targetId },
    { organizationId },
  );

interface ContactView {
  externalContact: { id: string; canonicalContact: { id: string }; mergeSet: { id: string }[] } | null;
}

const read = async (organizationId: string, id: string) =>
  (
    await service.ask<ContactView>(
      'query ($id: ID!) { externalContact(id: $id) { id canonicalContact { id } mergeSet { id } } }',
      { id },
      { organizationId },
    )
  ).externalContact;

describe('merge sets (R2, R8)', () => {
  test('grow transitively; the target’s canonical contact represents all', async () => {
    const organizationId = 'merge';
    const [a, b, c, d] = [
      await create(organizationId, {}),
      await create(organizationId, {}),
      await create(organizationId, {}),
      await create(organizationId, {}),
    ];
    await merge(organizationId, b, a);
    await merge(organizationId, d, c);
    expect((await merge(organizationId, d, b)).data?.mergeExternalContacts.id).toBe(a);
    for (const id of [a, b, c, d]) {
      const contact = await read(organizationId, id);
      expect([contact?.canonicalContact.id, contact?.mergeSet.map((member) => member.id)]).toEqual([a, [a, b, c, d]]);
    }
  });

  test('merging with an unknown contact, or with itself, is refused and changes nothing', async () => {
    const organizationId = 'merge-refused';
    const [own, foreign] = [await create(organizationId, {}), await create('merge-foreign', {})];
    expect((await merge(organizationId, foreign, own)).errors?.[0]?.extensions).toMatchObject({
      code: 'NOT_FOUND',
      argument: 'sourceId',
    });
    expect((await merge(organizationId, own, 'none')).errors?.[0]?.extensions).toMatchObject({
      code: 'NOT_FOUND',
      argument: 'targetId',
    });
    for (const same of [own, own.toUpperCase()])
      expect((await merge(organizationId, same, own)).errors?.[0]?.extensions).toMatchObject({
        code: 'BAD_USER_INPUT',
        argument: 'targetId',
      });
    expect((await read(organizationId, own))?.mergeSet).toEqual([{ id: own }]);
  });

  test('a contact that is split off is canonical for itself; if it was the canonical one, the oldest of the others becomes it', async () => {
    const organizationId = 'split';
    const [a, b, c] = [
      await create(organizationId, {}),
      await create(organizationId, {}),
      await create(organizationId, {}),
    ];
    await merge(organizationId, b, a);
    await merge(organizationId, c, a);
    const split = (id: string, by = organizationId) =>
      service.send('mutation ($id: ID!) { splitExternalContact(id: $id) { id } }', { id }, { organizationId: by });
    expect((await split(a, 'split-foreign')).errors?.[0]?.extensions).toMatchObject({
      code: 'NOT_FOUND',
      argument: 'id',
    });
    expect((await split(a)).errors).toBeUndefined();
    const view = async (id: string) => {
      const contact = await read(organizationId, id);
      return [contact?.canonicalContact.id, contact?.mergeSet.map((member) => member.id)];
    };
    expect([await view(a), await view(b), await view(c)]).toEqual([
      [a, [a]],
      [b, [b, c]],
      [b, [b, c]],
    ]);
    expect((await split(c)).errors).toBeUndefined();
    expect((await split(c)).errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'id' });
  });

  test('two merges at once, crosswise, give one set', async () => {
    const organizationId = 'merge-race';
    const [a, b] = [await create(organizationId, {}), await create(organizationId, {})];
    const answers = await Promise.all([merge(organizationId, a, b), merge(organizationId, b, a)]);
    expect(answers.every(({ errors }) => !errors)).toBe(true);
    const sets = [await read(organizationId, a), await read(organizationId, b)];
    expect(sets[0]?.canonicalContact).toEqual(sets[1]?.canonicalContact);
    expect(sets[0]?.mergeSet).toHaveLength(2);
  });

  test('when the canonical contact is erased, the oldest remaining contact becomes canonical', async () => {
    const organizationId = 'heir';
    const [a, b, c] = [
      await create(organizationId, {}),
      await create(organizationId, {}),
      await create(organizationId, {}),
    ];
    await merge(organizationId, b, a);
    await merge(organizationId, c, a);
    expect(lines(await contractOf(service, { organizationId }).erase('heir', { externalContactId: a }))).toEqual([
      'ExternalContact ERASED 1',
    ]);
    expect(await read(organizationId, a)).toBeNull();
    expect((await read(organizationId, c))?.canonicalContact.id).toBe(b);
  });
});

test('100 references with merge sets and notes take as many statements as one', async () => {
  const organizationId = 'batch';
  const ids: string[] = [];
  for (let index = 0; index < 100; index += 1) ids.push(await create(organizationId, { firstName: `Batch${index}` }));
  for (let index = 1; index < 100; index += 2) await merge(organizationId, ids[index] ?? '', ids[index - 1] ?? '');
  const ask = (references: string[]) =>
    service.ask(
      `query ($r: [_Any!]!) { _entities(representations: $r) { ... on ExternalContact {
        firstName canonicalContact { id firstName } mergeSet { id lastName } notes { nodes { text } } } } }`,
      { r: references.map((id) => ({ __typename: 'ExternalContact', id })) },
      { organizationId },
    );
  const count = async (references: string[]) =>
    aboutRows(await statementsOf(service.service.dataSource, () => ask(references))).length;
  expect(await count(ids)).toBeLessThanOrEqual((await count(ids.slice(0, 2))) + 1);
});
