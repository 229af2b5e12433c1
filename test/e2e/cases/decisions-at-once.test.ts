/** Decisions about one person at once: an approval, legal holds and requests do not wait for each other in a circle (R30, R31). */
import type { ApiClient } from '../../../scripts/develop/api-client';
import { approve, planOf } from '../../support/api/approvals';
import { placeHold, releaseHold } from '../../support/api/holds';
import { createRequest } from '../../support/api/requests';
import { newPerson } from '../../support/people/held-people';
import { sharedSystem } from '../../support/run/shared-system';
import type { TestSystem } from '../../support/run/system';

let system: TestSystem;

beforeAll(async () => {
  system = await sharedSystem({ APPROVAL_TYPES: 'DELETE' });
}, 180_000);

afterAll(() => system.stop());

const rounds = 20;

/** The codes of what was refused. */
async function together(work: (() => Promise<unknown>)[]): Promise<string[]> {
  const done = await Promise.allSettled(work.map((each) => each()));
  return done.flatMap((each) =>
    each.status === 'rejected' ? (/"code":"([A-Z_]+)"/.exec(String(each.reason))?.[1] ?? String(each.reason)) : [],
  );
}

const later = async (milliseconds: number) => {
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
};

async function decide(maker: ApiClient, second: ApiClient): Promise<string[]> {
  const { id: person } = await newPerson(maker);
  const erasure = { type: 'DELETE', term: { externalContactId: person }, deleteConfirmed: true };
  const { request } = await createRequest(maker, erasure);
  const planHash = await planOf(second, request.id);
  return together([
    () => approve(second, request.id, planHash),
    async () => {
      await later(Math.random() * 60);
      await placeHold(maker, { externalContactId: person });
    },
    async () => {
      await later(Math.random() * 60);
      const { id } = await placeHold(maker, { externalContactId: person }, { services: ['messaging'] });
      await releaseHold(maker, id);
    },
    async () => {
      await later(Math.random() * 60);
      await createRequest(maker, erasure);
    },
    async () => {
      await later(Math.random() * 60);
      await maker.ask('mutation ($input: RestrictionInput!) { restrictProcessing(input: $input) { id } }', {
        input: { subject: { externalContactId: person }, ground: 'OBJECTION' },
      });
    },
  ]);
}

test('none of them is refused because the database is busy', async () => {
  const maker = await system.client({ organization: 'at-once', subject: 'maker' });
  const second = await system.client({ organization: 'at-once', subject: 'second' });
  const codes: string[] = [];
  for (let round = 0; round < rounds; round += 1) codes.push(...(await decide(maker, second)));
  expect(codes.filter((code) => code === 'SERVICE_UNAVAILABLE')).toEqual([]);
}, 240_000);
