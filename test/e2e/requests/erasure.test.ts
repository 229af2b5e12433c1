/** The whole way on real processes: an erasure reaches every service, and nobody else. */
import { createWebChatOfNobody } from '../../../scripts/develop/seed/ensure-cast';
import { elena, householdPhone, jonas, marcus, priya, tomas } from '../../../scripts/develop/seed/cast';
import { count, findIds, newOrganization } from '../../support/people/cast';
import { createRequest, dispositionsOf, finishedRequest, outcome, refuseRequest } from '../../support/api/requests';
import { sharedSystem } from '../../support/run/shared-system';
import type { TestSystem } from '../../support/run/system';

let system: TestSystem;

beforeAll(async () => {
  system = await sharedSystem();
}, 90_000);

afterAll(() => system.stop());

describe('erasure of a merge set (R8, R12)', () => {
  test('a DELETE on one member erases every member in every service, and leaves the household relative untouched (R6)', async () => {
    const { api, cast, organization } = await newOrganization(system, 'merge-set');
    await createWebChatOfNobody(api);
    const [, whatsApp] = cast.elena;

    const { created, request } = await createRequest(api, {
      type: 'DELETE',
      term: { externalContactId: whatsApp },
      deleteConfirmed: true,
    });
    expect(created).toBe(true);
    expect(request.term).toEqual({ type: 'EXTERNAL_CONTACT_ID', value: cast.elena[0] });
    expect(request.relatedRequests.map(({ term }) => term?.value).sort()).toEqual([...cast.elena].slice(1).sort());

    const finished = await finishedRequest(api, request.id);
    const family = [finished, ...finished.relatedRequests];
    expect(family.map(({ status }) => status)).toEqual(['COMPLETED', 'COMPLETED', 'COMPLETED']);
    expect(dispositionsOf(finished, 'external-contacts')).toEqual(['ExternalContact ERASED 1']);
    expect(dispositionsOf(finished, 'messaging')).toEqual([
      'Conversation ERASED 2',
      'Message ERASED 2',
      'MessageAttachment ERASED 2',
    ]);
    expect(dispositionsOf(finished, 'recordings')).toEqual(['Recording ERASED 1']);
    expect(outcome(finished, 'directory').status).toBe('NOTHING_FOUND');
    expect(finished.services.every(({ verification }) => verification === 'VERIFIED')).toBe(true);

    // The database of every service.
    expect(
      await count(system, 'external-contacts', 'external_contact', organization, 'id = ANY($2::uuid[])', [cast.elena]),
    ).toBe(0);
    expect(
      await count(system, 'external-contacts', 'personal_data_term', organization, 'record_id = ANY($2::uuid[])', [
        cast.elena,
      ]),
    ).toBe(0);
    for (const table of ['conversation', 'message']) {
      expect(
        await count(system, 'messaging', table, organization, 'external_contact_id = ANY($2::uuid[])', [cast.elena]),
      ).toBe(0);
    }
    expect(await count(system, 'messaging', 'message_attachment', organization)).toBe(0);
    expect(await count(system, 'messaging', 'blob_removal', organization)).toBe(0);
    expect(await count(system, 'recordings', 'recording', organization)).toBe(0);
    // The relative, the employees, the dialer's contacts and the chat of nobody are unchanged.
    expect(await count(system, 'external-contacts', 'external_contact', organization, 'id = $2', [cast.tomas])).toBe(1);
    expect(
      await count(system, 'messaging', 'conversation', organization, 'external_contact_id = $2', [cast.tomas]),
    ).toBe(1);
    expect(await count(system, 'messaging', 'conversation', organization, 'external_contact_id IS NULL')).toBe(1);
    expect(await count(system, 'directory', 'directory_user', organization, 'anonymized_at IS NULL')).toBe(2);
    expect(await count(system, 'dialer', 'dialer_contact', organization)).toBe(2);
    expect(await findIds(api, { phone: householdPhone })).toEqual([cast.tomas]);
    expect(await findIds(api, { email: tomas.personalEmail })).toEqual([cast.tomas]);
  });

  test('on an e-mail term, messaging and recordings answer SUBJECT_REQUIRED, and the request suggests the subject (R7)', async () => {
    const { api, cast } = await newOrganization(system, 'subject-required');
    const { request } = await createRequest(api, {
      type: 'GET',
      term: { email: elena.byEmail.personalEmail.toUpperCase() },
    });
    const finished = await finishedRequest(api, request.id);
    expect(finished.status).toBe('COMPLETED');
    expect(outcome(finished, 'messaging').status).toBe('SUBJECT_REQUIRED');
    expect(outcome(finished, 'recordings').status).toBe('SUBJECT_REQUIRED');
    expect(outcome(finished, 'external-contacts')).toMatchObject({ status: 'COMPLETED', recordsFound: 1 });
    expect(finished.suggestedTerms).toContainEqual({
      term: { type: 'EXTERNAL_CONTACT_ID', value: cast.elena[0] },
      contactListId: null,
      foundIn: ['external-contacts'],
    });
    expect(finished.suggestedTerms.map(({ term }) => term.type)).toContain('PHONE');
  });

  test('after an erasure by e-mail the contact’s id still reaches the data that services hold under it', async () => {
    const { api, cast } = await newOrganization(system, 'by-email');
    const email = await createRequest(api, {
      type: 'DELETE',
      term: { email: tomas.personalEmail },
      deleteConfirmed: true,
    });
    await finishedRequest(api, email.request.id);
    const byId = await createRequest(api, {
      type: 'DELETE',
      term: { externalContactId: cast.tomas },
      deleteConfirmed: true,
    });
    const finished = await finishedRequest(api, byId.request.id);
    expect(dispositionsOf(finished, 'messaging')).toContain('Conversation ERASED 1');
    expect(outcome(finished, 'external-contacts').status).toBe('NOTHING_FOUND');
  });

  test('a finished erasure has removed its term and keeps its digest (R21)', async () => {
    const { api, cast, organization } = await newOrganization(system, 'reduced');
    const { request } = await createRequest(api, {
      type: 'DELETE',
      term: { externalContactId: cast.tomas },
      deleteConfirmed: true,
    });
    expect((await finishedRequest(api, request.id)).term).toBeNull();
    expect(
      await count(
        system,
        'gateway',
        'gdpr_request',
        organization,
        'term IS NULL AND subject IS NULL AND length(term_digest) = 16',
      ),
    ).toBe(1);
  });
});

describe('data that a service keeps, and people whom it protects (R12, R16)', () => {
  test('a dialer contact is erased, and the objection to calls is retained with its ground', async () => {
    const { api, cast, organization } = await newOrganization(system, 'do-not-call');
    const [first] = cast.marcus;
    const { request } = await createRequest(api, {
      type: 'DELETE',
      term: { dialerContactId: first },
      deleteConfirmed: true,
    });
    const finished = await finishedRequest(api, request.id);
    expect(dispositionsOf(finished, 'dialer')).toEqual(['DialerContact ERASED 1', 'DoNotCallEntry RETAINED 1']);
    expect(outcome(finished, 'dialer').dispositions[1]?.reason).toContain('Art. 17(3)(b)');
    expect(outcome(finished, 'dialer').verification).toBe('VERIFIED');
    // The entry on the other list is another subject, which needs another request.
    expect(await count(system, 'dialer', 'dialer_contact', organization)).toBe(1);
    expect(
      (
        await api.ask<{ doNotCall: unknown }>('query ($phone: String!) { doNotCall(phone: $phone) { id } }', {
          phone: marcus.phone,
        })
      ).doNotCall,
    ).not.toBeNull();
  });

  test('an active employee is not erased unless the caller says that the data are no longer needed', async () => {
    const { api, cast, organization } = await newOrganization(system, 'employee');
    for (const term of [{ userId: cast.priya }, { email: priya.email }]) {
      expect(await refuseRequest(api, { type: 'DELETE', term, deleteConfirmed: true })).toMatchObject({
        code: 'ACTIVE_EMPLOYEE',
      });
    }
    expect(await count(system, 'gateway', 'gdpr_request', organization)).toBe(0);
    const { request } = await createRequest(api, {
      type: 'DELETE',
      term: { userId: cast.priya },
      deleteConfirmed: true,
      activeEmployeeAcknowledged: true,
    });
    const finished = await finishedRequest(api, request.id);
    expect(dispositionsOf(finished, 'directory')).toEqual(['User ANONYMIZED 1']);
    expect(outcome(finished, 'messaging').dispositions).toEqual([
      expect.objectContaining({ recordType: 'Conversation', disposition: 'ANONYMIZED' }),
      expect.objectContaining({ recordType: 'Message', disposition: 'ANONYMIZED', count: 1 }),
    ]);
    expect(await findIds(api, { email: priya.email })).toEqual([]);
  });

  test('a former employee needs no acknowledgement', async () => {
    const { api, cast } = await newOrganization(system, 'former');
    const { request } = await createRequest(api, {
      type: 'DELETE',
      term: { userId: cast.jonas },
      deleteConfirmed: true,
    });
    expect((await finishedRequest(api, request.id)).status).toBe('COMPLETED');
    expect(await findIds(api, { email: jonas.email })).toEqual([]);
  });
});
