/** Creating requests and their effects, on real processes: refusals, previews, corrections, the audit log. */
import { decodeJwt } from 'jose';
import { elena } from '../../../scripts/develop/seed/cast';
import { count, findIds, newOrganization } from '../../support/people/cast';
import { createRequest, dispositionsOf, finishedRequest, readRequest, refuseRequest } from '../../support/api/requests';
import { sharedSystem } from '../../support/run/shared-system';
import type { TestSystem } from '../../support/run/system';

let system: TestSystem;

beforeAll(async () => {
  system = await sharedSystem();
}, 90_000);

afterAll(() => system.stop());

describe('rectification (R14)', () => {
  test('every service replaces what it holds, and reports what cannot be changed', async () => {
    const { api, cast } = await newOrganization(system, 'rectify');
    const updated = 'elena.new@example.com';
    const { request } = await createRequest(api, {
      type: 'UPDATE',
      term: { externalContactId: cast.elena[0] },
      replacements: [{ type: 'EMAIL', existing: elena.byEmail.personalEmail, updated }],
    });
    const finished = await finishedRequest(api, request.id);
    expect(finished.status).toBe('COMPLETED');
    expect(dispositionsOf(finished, 'external-contacts')).toEqual(['ExternalContact RECTIFIED 1']);
    expect(dispositionsOf(finished, 'messaging')).toEqual(['Message RECTIFIED 1', 'MessageAttachment NOT_SUPPORTED 2']);
    expect(dispositionsOf(finished, 'recordings')).toEqual(['RecordingAudio NOT_SUPPORTED 1']);
    expect(await findIds(api, { email: updated })).toEqual([cast.elena[0]]);
    expect(await findIds(api, { email: elena.byEmail.personalEmail })).toEqual([]);
  });
});

describe('the result of each replacement (R14)', () => {
  test('a value that nobody holds is told apart from a replaced one, on the request and in its certificate', async () => {
    const { api, cast } = await newOrganization(system, 'rectify-each');
    const { request } = await createRequest(api, {
      type: 'UPDATE',
      term: { externalContactId: cast.elena[0] },
      replacements: [
        { type: 'EMAIL', existing: elena.byEmail.personalEmail, updated: 'elena.each@example.com' },
        { type: 'EMAIL', existing: `x${elena.byEmail.personalEmail}`, updated: 'elena.none@example.com' },
      ],
    });
    await finishedRequest(api, request.id);
    const { gdprRequest } = await api.ask<{
      gdprRequest: { certificate: string; services: { service: string; replacements: unknown[] }[] };
    }>(
      'query ($id: ID!) { gdprRequest(id: $id) { certificate services { service replacements { index replaced notSupported found } } } }',
      { id: request.id },
    );
    const outcomes = Object.fromEntries(
      gdprRequest.services.map(({ service, replacements }) => [service, replacements]),
    );
    const nobody = (index: number) => ({ index, replaced: 0, notSupported: 0, found: false });
    expect(outcomes).toMatchObject({
      'external-contacts': [{ index: 0, replaced: 1, notSupported: 0, found: true }, nobody(1)],
      // What stands in the two files is not changed.
      messaging: [
        { index: 0, replaced: 1, notSupported: 2, found: true },
        { ...nobody(1), notSupported: 2 },
      ],
      dialer: [nobody(0), nobody(1)],
      recordings: [0, 1].map((index) => ({ index, notSupported: 1, replaced: 0, found: false })),
    });
    const { services } = decodeJwt<{ services: { service: string; replacements?: unknown[] }[] }>(
      gdprRequest.certificate,
    );
    expect(services.find(({ service }) => service === 'messaging')?.replacements).toEqual(outcomes.messaging);
  });
});

describe('creating a request (R4, R5, R10, R16)', () => {
  test('bad input is refused with a code and the argument, and creates nothing', async () => {
    const { api, cast, organization } = await newOrganization(system, 'refusals');
    const nobody = '01900000-0000-7000-8000-000000000000';
    const refusals: [Record<string, unknown>, Record<string, unknown>][] = [
      [{ type: 'DELETE', term: { externalContactId: cast.tomas } }, { code: 'DELETE_NOT_CONFIRMED' }],
      [
        { type: 'GET', term: { externalContactId: nobody } },
        { code: 'SUBJECT_NOT_FOUND', argument: 'input.term' },
      ],
      [
        { type: 'GET', term: { externalContactId: 'none' } },
        { code: 'SUBJECT_NOT_FOUND', argument: 'input.term' },
      ],
      [
        { type: 'GET', term: {} },
        { code: 'BAD_USER_INPUT', argument: 'input.term' },
      ],
      [
        { type: 'GET', term: { phone: 'x' } },
        { code: 'BAD_USER_INPUT', argument: 'input.term.phone' },
      ],
      [
        { type: 'UPDATE', term: { email: 'a@example.com' } },
        { code: 'BAD_USER_INPUT', argument: 'input.replacements' },
      ],
      [
        {
          type: 'UPDATE',
          term: { externalContactId: cast.tomas },
          replacements: [
            { type: 'EMAIL', existing: 'a@example.com', updated: 'b@example.com' },
            { type: 'EMAIL', existing: 'A@example.com', updated: 'c@example.com' },
          ],
        },
        { code: 'BAD_USER_INPUT', argument: 'input.replacements[1].existing' },
      ],
      [
        { type: 'GET', term: { name: 'Marín Ortega' } },
        { code: 'BROAD_TERM', matches: 2 },
      ],
      [
        { type: 'GET', term: { name: 'Marín Ortega' }, expectedSubjects: 3 },
        { code: 'BROAD_TERM', matches: 2 },
      ],
      [{ type: 'GET', term: { externalContactId: cast.tomas }, planHash: 'stale' }, { code: 'PLAN_CHANGED' }],
    ];
    for (const [input, refusal] of refusals) expect(await refuseRequest(api, input)).toMatchObject(refusal);
    expect(await count(system, 'gateway', 'gdpr_request', organization)).toBe(0);
    const { created } = await createRequest(api, { type: 'GET', term: { name: 'Marín Ortega' }, expectedSubjects: 2 });
    expect(created).toBe(true);
  });

  test('an idempotency key gives the first answer again, and refuses another input', async () => {
    const { api, cast } = await newOrganization(system, 'idempotency');
    const input = { type: 'GET', term: { externalContactId: cast.tomas }, idempotencyKey: 'case-1' };
    const first = await createRequest(api, input);
    await finishedRequest(api, first.request.id);
    const again = await createRequest(api, input);
    expect([again.request.id, again.created]).toEqual([first.request.id, true]);
    expect(await refuseRequest(api, { ...input, type: 'EXPORT' })).toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
      argument: 'input.idempotencyKey',
    });
  });

  test('a preview says what a request would do, changes nothing, and its hash holds until the merge set changes', async () => {
    const { api, cast, organization } = await newOrganization(system, 'preview');
    const document = `query ($term: PersonalDataTermInput!) { previewGdprRequest(type: DELETE, term: $term) {
      planHash subjects { id } services { service status recordCounts { recordType count } } } }`;
    interface Preview {
      previewGdprRequest: {
        planHash: string;
        subjects: { id: string }[];
        services: { service: string; status: string; recordCounts: { recordType: string; count: number }[] }[];
      };
    }
    const term = { externalContactId: cast.elena[2] };
    const { previewGdprRequest: preview } = await api.ask<Preview>(document, { term });
    expect(preview.subjects.map(({ id }) => id)).toEqual(cast.elena);
    expect(preview.services.find(({ service }) => service === 'external-contacts')?.recordCounts).toEqual([
      { recordType: 'ExternalContact', count: 3 },
    ]);
    expect(await count(system, 'gateway', 'gdpr_request', organization)).toBe(0);
    await api.ask('mutation ($a: ID!, $b: ID!) { mergeExternalContacts(sourceId: $a, targetId: $b) { id } }', {
      a: cast.tomas,
      b: cast.elena[0],
    });
    const confirmed = { type: 'DELETE', term, deleteConfirmed: true };
    expect(await refuseRequest(api, { ...confirmed, planHash: preview.planHash })).toMatchObject({
      code: 'PLAN_CHANGED',
    });
    const { previewGdprRequest: fresh } = await api.ask<Preview>(document, { term });
    expect((await createRequest(api, { ...confirmed, planHash: fresh.planHash })).request.relatedRequests).toHaveLength(
      3,
    );
  });

  test('another organisation sees neither the people nor the requests', async () => {
    const { api, cast } = await newOrganization(system, 'walled');
    const stranger = await system.client({ organization: 'stranger' });
    const { request } = await createRequest(api, { type: 'GET', term: { externalContactId: cast.tomas } });
    expect(await findIds(stranger, { name: 'Elena Marín' })).toEqual([]);
    expect(await refuseRequest(stranger, { type: 'GET', term: { externalContactId: cast.tomas } })).toMatchObject({
      code: 'SUBJECT_NOT_FOUND',
    });
    await expect(readRequest(stranger, request.id)).rejects.toThrow('NOT_FOUND');
  });

  test('every change of a request is in the audit log, whose chain holds', async () => {
    const { api, cast } = await newOrganization(system, 'audited');
    const { request } = await createRequest(api, {
      type: 'DELETE',
      term: { externalContactId: cast.tomas },
      deleteConfirmed: true,
    });
    await finishedRequest(api, request.id);
    const { auditLog } = await api.ask<{
      auditLog: { verified: boolean; nodes: { action: string; actor: string; detail: string }[] };
    }>('query ($id: ID!) { auditLog(requestId: $id) { verified nodes { action actor detail } } }', { id: request.id });
    expect(auditLog.verified).toBe(true);
    const actions = auditLog.nodes.map(({ action }) => action);
    expect(actions[0]).toBe('REQUEST_CREATED');
    expect(actions.at(-1)).toBe('REQUEST_COMPLETED');
    expect(actions).toContain('ERASURE_INTENDED');
    expect(actions.indexOf('ERASURE_INTENDED')).toBeLessThan(actions.indexOf('SERVICE_COMPLETED'));
    expect(JSON.stringify(auditLog)).not.toMatch(/Tom|Mar[ií]n|555/);
  });
});
