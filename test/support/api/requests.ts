/** Creates and reads data-subject requests. */
import type { ApiClient } from '../../../scripts/develop/api-client';
import { eventually } from '../eventually';

/** A request as the tests read it. */
export interface RequestView {
  id: string;
  type: string;
  status: string;
  term: { type: string; value: string } | null;
  services: {
    service: string;
    status: string;
    recordsFound: number | null;
    attempts: number;
    verification: string | null;
    newerRecords: number;
    markedByTime: boolean;
    lastError: { code: string; serviceCode: string | null; message: string } | null;
    dispositions: { recordType: string; disposition: string; count: number; reason: string | null }[];
  }[];
  suggestedTerms: { term: { type: string; value: string }; contactListId: string | null; foundIn: string[] }[];
  relatedRequests: RequestView[];
  parent: { id: string } | null;
}

const fields = `id type status term { type value } parent { id }
  services { service status recordsFound attempts verification newerRecords markedByTime lastError { code serviceCode message } dispositions { recordType disposition count reason } }
  suggestedTerms { term { type value } contactListId foundIn }`;

const createDocument = `mutation Create($input: CreateGdprRequestInput!) {
  createGdprRequest(input: $input) { created request { ${fields} relatedRequests { ${fields} } } }
}`;

const readDocument = `query Read($id: ID!) { gdprRequest(id: $id) { ${fields} relatedRequests { ${fields} } } }`;

/** The input of a request. */
export type RequestInput = Record<string, unknown>;

export async function createRequest(
  api: ApiClient,
  input: RequestInput,
): Promise<{ created: boolean; request: RequestView }> {
  return (await api.ask<{ createGdprRequest: { created: boolean; request: RequestView } }>(createDocument, { input }))
    .createGdprRequest;
}

export const refuseRequest = (api: ApiClient, input: RequestInput) => api.refused(createDocument, { input });

export async function readRequest(api: ApiClient, id: string): Promise<RequestView> {
  return (await api.ask<{ gdprRequest: RequestView }>(readDocument, { id })).gdprRequest;
}

const finished = ['COMPLETED', 'ERROR', 'CANCELLED', 'REJECTED'];

/** Waits until the request and all its related requests have finished. */
export function finishedRequest(api: ApiClient, id: string, within = 60_000): Promise<RequestView> {
  return eventually(async () => {
    const request = await readRequest(api, id);
    return [request, ...request.relatedRequests].every(({ status }) => finished.includes(status)) && request;
  }, within);
}

/** The outcome of one service. */
export function outcome(request: RequestView, service: string): RequestView['services'][number] {
  const found = request.services.find((candidate) => candidate.service === service);
  if (!found) throw new Error(`The request did not ask ${service}.`);
  return found;
}

/** A service's dispositions as readable lines: `Message ERASED 3`. */
export const dispositionsOf = (request: RequestView, service: string): string[] =>
  outcome(request, service).dispositions.map(
    ({ recordType, disposition, count }) => `${recordType} ${disposition} ${count}`,
  );
