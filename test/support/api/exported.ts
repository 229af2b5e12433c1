/** A finished export, and its package as a caller sees it. */
import type { ApiClient } from '../../../scripts/develop/api-client';
import { createRequest, finishedRequest } from './requests';

export interface ExportedPackage {
  sha256: string;
  byteSize: number;
  downloadUrl: string | null;
}

/** What {@link exported} selects of a request. */
export const packageSelection = 'id package { sha256 byteSize downloadUrl }';

/** Exports a contact, and waits for at most this number of milliseconds. @returns the request's id, with its package */
export async function exported(
  api: ApiClient,
  contact: string | undefined,
  within?: number,
): Promise<ExportedPackage & { id: string }> {
  const { request } = await createRequest(api, { type: 'EXPORT', term: { externalContactId: contact } });
  expect((await finishedRequest(api, request.id, within)).status).toBe('COMPLETED');
  const { gdprRequest } = await api.ask<{ gdprRequest: { package: ExportedPackage } }>(
    `query ($id: ID!) { gdprRequest(id: $id) { ${packageSelection} } }`,
    { id: request.id },
  );
  return { id: request.id, ...gdprRequest.package };
}
