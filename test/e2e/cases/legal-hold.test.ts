/** Legal holds: while one stands, held data cannot be changed; when it ends, waiting requests begin (R31). */
import { decodeJwt } from 'jose';
import type { ApiClient } from '../../../scripts/develop/api-client';
import { newOrganization, count } from '../../support/people/cast';
import { eventually } from '../../support/eventually';
import { createFamily } from '../../support/people/family';
import {
  heldRequest,
  holdInput,
  holdsOf,
  listHolds,
  placeDocument,
  placeHold,
  releaseDocument,
  releaseHold,
} from '../../support/api/holds';
import { newPerson } from '../../support/people/held-people';
import { createRequest, dispositionsOf, finishedRequest, outcome, readRequest } from '../../support/api/requests';
import { sharedSystem } from '../../support/run/shared-system';
import type { TestSystem } from '../../support/run/system';

const organization = 'legal-hold';
let system: TestSystem;
let api: ApiClient;

beforeAll(async () => {
  system = await sharedSystem();
  api = (await newOrganization(system, organization)).api;
}, 180_000);

afterAll(() => system.stop());

let families = 0;
const newFamily = () => createFamily(api, `held${(families += 1)}`);
const newContact = () => newPerson(api);

const erase = async (term: object, more: object = {}) =>
  (await createRequest(api, { type: 'DELETE', term, deleteConfirmed: true, ...more })).request;
const contactsLeft = (...ids: string[]) =>
  count(system, 'external-contacts', 'external_contact', organization, 'id = ANY($2)', [ids]);

describe('an erasure of a held person', () => {
  it('waits, conflicts only with a duplicate, and begins when the hold is released', async () => {
    const { id, email } = await newContact();
    const hold = await placeHold(api, { externalContactId: id });
    expect(hold).toMatchObject({
      subject: { id, type: 'EXTERNAL_CONTACT' },
      ground: 'LEGAL_CLAIMS',
      services: null,
      placedBy: 'privacy-officer',
      releasedAt: null,
      waiting: [],
    });
    expect(JSON.stringify(hold.subject)).not.toContain(email);
    const erasure = await erase({ externalContactId: id });
    expect(erasure.status).toBe('ON_HOLD');
    expect(new Set(erasure.services.map(({ status }) => status))).toEqual(new Set(['ON_HOLD']));
    expect((await erase({ externalContactId: id })).id).toBe(erasure.id);
    // Access is not stopped.
    const { request } = await createRequest(api, { type: 'EXPORT', term: { externalContactId: id } });
    expect((await finishedRequest(api, request.id)).status).toBe('COMPLETED');
    expect(await holdsOf(api, erasure.id)).toEqual([{ id: hold.id }]);
    expect((await listHolds(api, true)).find((each) => each.id === hold.id)?.waiting).toMatchObject([
      { id: erasure.id, status: 'ON_HOLD' },
    ]);
    expect((await readRequest(api, erasure.id)).status).toBe('ON_HOLD');
    expect(await contactsLeft(id)).toBe(1);
    const released = await releaseHold(api, hold.id);
    expect(released).toMatchObject({ releasedBy: 'privacy-officer', releasedAt: expect.any(String) as string });
    const done = await finishedRequest(api, erasure.id);
    expect(done.status).toBe('COMPLETED');
    expect(dispositionsOf(done, 'messaging')).toContain('Message ERASED 1');
    expect(await contactsLeft(id)).toBe(0);
    const certified = await api.ask<{ gdprRequest: { certificate: string } }>(
      'query ($id: ID!) { gdprRequest(id: $id) { certificate } }',
      { id: erasure.id },
    );
    expect(decodeJwt(certified.gdprRequest.certificate)).toMatchObject({
      holds: [{ id: hold.id, ground: 'LEGAL_CLAIMS', services: 'all', releasedAt: released.releasedAt }],
    });
    expect((await listHolds(api, false)).find((each) => each.id === hold.id)?.waiting).toEqual([]);
  });

  it('cannot be bypassed by a value, by another case, or by another member of the merge set', async () => {
    const { id, email } = await newContact();
    await placeHold(api, { externalContactId: id.toUpperCase() });
    const byValue = await erase({ email });
    expect(byValue.status).toBe('ON_HOLD');
    expect((await erase({ externalContactId: id.toUpperCase() })).status).toBe('ON_HOLD');
    const [canonical, member, other] = await newFamily();
    const hold = await placeHold(api, { externalContactId: member });
    const family = await erase({ externalContactId: other });
    expect([family, ...family.relatedRequests].map(({ status }) => status)).toEqual(['ON_HOLD', 'ON_HOLD', 'ON_HOLD']);
    const { request: update } = await createRequest(api, {
      type: 'UPDATE',
      term: { externalContactId: canonical },
      replacements: [{ type: 'NAME', existing: 'Personheld', updated: 'Somebody' }],
    });
    expect(update.status).toBe('ON_HOLD');
    expect(await contactsLeft(canonical, member, other)).toBe(3);
    await releaseHold(api, hold.id);
    // Both waited, and contradict each other: the second begins when the first has ended.
    const ended = await Promise.all([finishedRequest(api, family.id), finishedRequest(api, update.id)]);
    expect(ended.map(({ status }) => status)).toContain('COMPLETED');
  });

  it('begins when the hold expires', async () => {
    const { id } = await newContact();
    const hold = await placeHold(api, { externalContactId: id }, { until: new Date(Date.now() + 8_000).toISOString() });
    const erasure = await erase({ externalContactId: id });
    expect(erasure.status).toBe('ON_HOLD');
    expect((await finishedRequest(api, erasure.id)).status).toBe('COMPLETED');
    expect(await api.refused(releaseDocument, { id: hold.id, reference: 'late' })).toMatchObject({
      code: 'HOLD_ENDED',
    });
    // The expiry is in the log, with the system as its actor.
    const { auditLog } = await api.ask<{ auditLog: { nodes: { action: string; actor: string; detail: string }[] } }>(
      '{ auditLog(filter: { action: LEGAL_HOLD_EXPIRED }) { nodes { action actor detail } } }',
    );
    const own = auditLog.nodes.filter(({ detail }) => detail.includes(hold.id));
    expect(own).toMatchObject([{ actor: 'habeas', detail: expect.stringContaining(hold.until ?? '') as string }]);
  });

  it('can be cancelled, and the release of the hold does not begin it', async () => {
    const { id } = await newContact();
    const hold = await placeHold(api, { externalContactId: id });
    const erasure = await erase({ externalContactId: id });
    await api.ask('mutation ($id: ID!) { cancelGdprRequest(id: $id) { id } }', { id: erasure.id });
    await releaseHold(api, hold.id);
    const later = await newContact();
    const { id: next } = await erase({ externalContactId: later.id });
    await finishedRequest(api, next);
    const cancelled = await readRequest(api, erasure.id);
    expect(cancelled.status).toBe('CANCELLED');
    expect(new Set(cancelled.services.map(({ status }) => status))).toEqual(new Set(['CANCELLED']));
    expect(await contactsLeft(id)).toBe(1);
  });

  it('waits for the last of several holds', async () => {
    const { id } = await newContact();
    const [first, second] = [
      await placeHold(api, { externalContactId: id }),
      await placeHold(api, { externalContactId: id }, { services: ['messaging'] }),
    ];
    const erasure = await erase({ externalContactId: id });
    await releaseHold(api, first.id);
    await eventually(async () => (await readRequest(api, erasure.id)).status === 'DELETING');
    const partly = await heldRequest(api, erasure.id);
    expect(partly.status).toBe('DELETING');
    expect(outcome(partly, 'messaging').status).toBe('ON_HOLD');
    expect(outcome(partly, 'external-contacts').status).toBe('COMPLETED');
    await releaseHold(api, second.id);
    expect((await finishedRequest(api, erasure.id)).status).toBe('COMPLETED');
  });
});

describe('a hold on some services', () => {
  it('lets the others erase, and the request ends when all have done so', async () => {
    const { id } = await newContact();
    const hold = await placeHold(api, { externalContactId: id }, { services: ['messaging', 'messaging'] });
    expect(hold.services).toEqual(['messaging']);
    const erasure = await erase({ externalContactId: id });
    const partly = await heldRequest(api, erasure.id);
    expect(partly.status).toBe('DELETING');
    expect(outcome(partly, 'external-contacts').status).toBe('COMPLETED');
    expect(outcome(partly, 'messaging').status).toBe('ON_HOLD');
    expect(await contactsLeft(id)).toBe(0);
    expect(await count(system, 'messaging', 'conversation', organization, 'external_contact_id = $2', [id])).toBe(1);
    // The kept data are reached only by this request's subject id, and not by a new request either.
    expect(await holdsOf(api, erasure.id)).toEqual([{ id: hold.id }]);
    await releaseHold(api, hold.id);
    const done = await finishedRequest(api, erasure.id);
    expect(done.status).toBe('COMPLETED');
    expect(dispositionsOf(done, 'messaging')).toContain('Message ERASED 1');
  });
});

describe('a waiting request is checked again', () => {
  it('ends in ERROR when the plan has changed', async () => {
    const { id } = await newContact();
    const hold = await placeHold(api, { externalContactId: id });
    const erasure = await erase({ externalContactId: id });
    await api.ask(
      'mutation ($id: ID!) { updateExternalContact(id: $id, input: { otherEmail: "new@hold.example" }) { id } }',
      {
        id,
      },
    );
    await releaseHold(api, hold.id);
    const ended = await finishedRequest(api, erasure.id);
    expect(ended.status).toBe('ERROR');
    expect(new Set(ended.services.map(({ lastError }) => lastError?.code))).toEqual(new Set(['PLAN_CHANGED']));
    expect(await contactsLeft(id)).toBe(1);
  });

  it('and a retry that does well leaves no error behind, also where a subject is required', async () => {
    const { id, email } = await newContact();
    const hold = await placeHold(api, { externalContactId: id });
    const erasure = await erase({ email });
    await api.ask(
      'mutation ($id: ID!) { updateExternalContact(id: $id, input: { otherEmail: "newer@hold.example" }) { id } }',
      { id },
    );
    await releaseHold(api, hold.id);
    expect((await finishedRequest(api, erasure.id)).status).toBe('ERROR');
    await api.ask('mutation ($id: ID!) { retryGdprRequest(id: $id) { id } }', { id: erasure.id });
    const done = await finishedRequest(api, erasure.id);
    expect([done.status, outcome(done, 'messaging').status]).toEqual(['COMPLETED', 'SUBJECT_REQUIRED']);
    expect(done.services.flatMap(({ lastError }) => lastError ?? [])).toEqual([]);
  });

  it('touches nobody who came to hold the value since (R25)', async () => {
    const { id, email } = await newContact();
    const hold = await placeHold(api, { externalContactId: id });
    const erasure = await erase({ email });
    expect(erasure.status).toBe('ON_HOLD');
    const newcomer = await newPerson(api, { personalEmail: email });
    await releaseHold(api, hold.id);
    expect((await finishedRequest(api, erasure.id)).status).toBe('COMPLETED');
    expect([await contactsLeft(id), await contactsLeft(newcomer.id)]).toEqual([0, 1]);
  });
});

describe('the input of a hold', () => {
  it('takes a person by id, texts, and a future time', async () => {
    const { id, email } = await newContact();
    const refused = (subject: object, more: object = {}) =>
      api.refused(placeDocument, { input: holdInput(subject, more) });
    expect(await refused({ email })).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'input.subject' });
    expect(await refused({ name: 'Held' })).toMatchObject({ argument: 'input.subject' });
    expect(await refused({ externalContactId: '00000000-0000-7000-8000-000000000000' })).toMatchObject({
      code: 'SUBJECT_NOT_FOUND',
      argument: 'input.subject',
    });
    const subject = { externalContactId: id };
    expect(await refused(subject, { until: '2020-01-01T00:00:00Z' })).toMatchObject({ argument: 'input.until' });
    expect(await refused(subject, { services: ['nowhere'] })).toMatchObject({ argument: 'input.services' });
    expect(await refused(subject, { services: [] })).toMatchObject({ argument: 'input.services' });
    expect(await refused(subject, { reason: ' ' })).toMatchObject({ argument: 'input.reason' });
    expect(await refused(subject, { reference: '' })).toMatchObject({ argument: 'input.reference' });
    expect(await refused(subject, { reason: 'x'.repeat(2_001) })).toMatchObject({ argument: 'input.reason' });
    expect((await listHolds(api)).some((hold) => hold.subject?.id === id)).toBe(false);
    const reason = 'y'.repeat(2_000);
    expect((await placeHold(api, subject, { reason })).reason).toBe(reason);
  });

  it('is released once; a repeated call gets the same answer', async () => {
    const { id } = await newContact();
    const hold = await placeHold(api, { externalContactId: id });
    const first = await releaseHold(api, hold.id, 'A');
    expect(await releaseHold(api, hold.id, 'A')).toEqual(first);
    expect(await api.refused(releaseDocument, { id: hold.id, reference: 'B' })).toMatchObject({ code: 'HOLD_ENDED' });
  });

  it('shows its person to nobody unseen: a list with subjects is in the log, once (R21)', async () => {
    for (const { id } of [await newContact(), await newContact()]) await placeHold(api, { externalContactId: id });
    const looker = await system.client({ organization, subject: 'looker-at-holds' });
    const looks = async () => {
      const { auditLog } = await api.ask<{ auditLog: { nodes: { actor: string; detail: string }[] } }>(
        '{ auditLog(filter: { action: LEGAL_HOLDS_LISTED }) { nodes { actor detail } } }',
      );
      return auditLog.nodes.filter(({ actor }) => actor === 'looker-at-holds').map(({ detail }) => detail);
    };
    // Which requests wait says nothing about a person.
    await looker.ask('{ legalHolds(first: 2) { nodes { id ground waiting { id } } } }');
    expect(await looks()).toEqual([]);
    const { legalHolds } = await looker.ask<{ legalHolds: { nodes: { subject: object | null }[] } }>(
      '{ legalHolds(first: 2) { nodes { subject { id } } } }',
    );
    expect(legalHolds.nodes.map(({ subject }) => subject)).toEqual(Array(2).fill({ id: expect.any(String) as string }));
    expect(await looks()).toEqual(['2 legal holds']);
  });

  it('is not visible to another organisation', async () => {
    const { id } = await newContact();
    const hold = await placeHold(api, { externalContactId: id });
    const stranger = await system.client({ organization: 'legal-hold-stranger' });
    expect(await listHolds(stranger)).toEqual([]);
    expect(await stranger.refused(releaseDocument, { id: hold.id, reference: 'B' })).toMatchObject({
      code: 'NOT_FOUND',
    });
    expect(await stranger.refused(placeDocument, { input: holdInput({ externalContactId: id }) })).toMatchObject({
      code: 'SUBJECT_NOT_FOUND',
    });
    const clerk = await system.client({ organization, scopes: ['gdpr:request:view', 'gdpr:request:add'] });
    expect(await clerk.refused('{ legalHolds { nodes { id } } }', {})).toMatchObject({ code: 'FORBIDDEN' });
  });
});
