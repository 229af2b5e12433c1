/** A legal hold and an approval on the same request: it begins only when neither stops it any more, and its certificate names both (R30, R31). */
import { decodeJwt } from 'jose';
import type { ApiClient } from '../../../scripts/develop/api-client';
import { approve, planOf, readWaiting } from '../../support/api/approvals';
import { eventually } from '../../support/eventually';
import { newPerson } from '../../support/people/held-people';
import { holdsOf, placeHold, releaseHold } from '../../support/api/holds';
import { createRequest, finishedRequest, readRequest } from '../../support/api/requests';
import { sharedSystem } from '../../support/run/shared-system';
import type { TestSystem } from '../../support/run/system';

const organization = 'legal-hold-approval';
let system: TestSystem;
let maker: ApiClient;
let second: ApiClient;

beforeAll(async () => {
  system = await sharedSystem({ APPROVAL_TYPES: 'DELETE' });
  maker = await system.client({ organization, subject: 'maker' });
  second = await system.client({ organization, subject: 'second' });
}, 180_000);

afterAll(() => system.stop());

it.each(['before the request is made', 'while it waits for the approval'])('a hold that is placed %s', async (when) => {
  const { id } = await newPerson(maker);
  const place = () => placeHold(second, { externalContactId: id });
  const before = when.startsWith('before') ? await place() : null;
  const { request } = await createRequest(maker, {
    type: 'DELETE',
    term: { externalContactId: id },
    deleteConfirmed: true,
  });
  expect(request.status).toBe('AWAITING_APPROVAL');
  const hold = before ?? (await place());
  expect((await readRequest(maker, request.id)).status).toBe('AWAITING_APPROVAL');
  await approve(second, request.id, await planOf(second, request.id));
  await eventually(async () => (await readRequest(maker, request.id)).status === 'ON_HOLD');
  expect(await holdsOf(second, request.id)).toEqual([{ id: hold.id }]);
  await releaseHold(second, hold.id);
  expect((await finishedRequest(maker, request.id)).status).toBe('COMPLETED');
  const { certificate } = await readWaiting(maker, request.id);
  expect(decodeJwt(certificate ?? '')).toMatchObject({ holds: [{ id: hold.id }] });
});

test('the end of a hold does not begin a request that nobody has approved', async () => {
  const { id } = await newPerson(maker);
  const { request } = await createRequest(maker, {
    type: 'DELETE',
    term: { externalContactId: id },
    deleteConfirmed: true,
  });
  const hold = await placeHold(second, { externalContactId: id });
  const { id: other } = await newPerson(maker);
  const otherHold = await placeHold(second, { externalContactId: other });
  const update = await createRequest(maker, {
    type: 'UPDATE',
    term: { externalContactId: other },
    replacements: [{ type: 'NAME', existing: 'Held', updated: 'Kept' }],
  });
  expect((await readRequest(maker, update.request.id)).status).toBe('ON_HOLD');
  await releaseHold(second, hold.id);
  // Released later, and handled by the sweep, which therefore has also handled the first one.
  await releaseHold(second, otherHold.id);
  await finishedRequest(maker, update.request.id);
  expect((await readRequest(maker, request.id)).status).toBe('AWAITING_APPROVAL');
});
