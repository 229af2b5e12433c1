/** Converts a request to the form of this API. */
import type { GdprRequest, GdprServiceOutcome } from '../../gdpr/schema.generated';
import type { RequestStatus, RequestType } from '../../gdpr/lifecycle';
import type { RequestSubject, RestRequest } from '../model/requests';
import { addressOf, restTypeOf, statusNames } from '../names';
import { idOf, knownOf, subjectSelection, termOf, type SelectedSubject } from '../people/view';

const plain = 'id type status createdBy createdAt dueAt completedAt term { type value source } parent { id }';
const services = 'services { service status recordsFound dispositions { recordType disposition count reason } }';
const subject = `subject { ${subjectSelection} }`;
const packaged = 'package { byteSize }';

const readWith = (related: string) =>
  `${plain} ${subject} ${packaged} ${services} relatedRequests { ${plain} ${subject} ${packaged} ${related} }`;

/** The selection of a new request, which is an old one for a repeated `Idempotency-Key`. A large family costs less than when it is read. */
export const createdSelection = readWith('services { service status recordsFound }');

/** The selection of an existing request, alone or in a list. */
export const readSelection = readWith(services);

/** The selection without what services did for related requests, for when everything would exceed the cost limit. */
export const briefSelection = readWith('');

/** A request as the selections return it. */
export interface SelectedRequest extends Pick<
  GdprRequest,
  'id' | 'createdBy' | 'term' | 'completedAt' | 'createdAt' | 'dueAt'
> {
  type: RequestType;
  status: RequestStatus;
  subject?: SelectedSubject | null;
  parent?: { id: string } | null;
  package?: { byteSize: number } | null;
  services?: (Pick<GdprServiceOutcome, 'service' | 'status' | 'recordsFound'> &
    Partial<Pick<GdprServiceOutcome, 'dispositions'>>)[];
  relatedRequests?: SelectedRequest[];
}

/** Returns whom a request is about: its term, or the subject of an id with what was known of it; empty after the reduction (R21). */
function subjectOf({ subject: found, term }: SelectedRequest): RequestSubject {
  if (found) return { ...idOf(found), ...knownOf(found.identifiers) };
  return term ? termOf(term) : {};
}

const textOf = (time: Date | string): string => (time instanceof Date ? time.toISOString() : time);

function outcomesOf(outcomes: NonNullable<SelectedRequest['services']>): RestRequest['services'] {
  return outcomes.map(({ service, status, recordsFound, dispositions }) => ({
    service,
    status,
    ...(recordsFound == null ? {} : { recordsFound }),
    ...(dispositions
      ? { dispositions: dispositions.map(({ reason, ...did }) => ({ ...did, ...(reason == null ? {} : { reason }) })) }
      : {}),
  }));
}

/** Returns the addresses of the package. A family has one package, under its parent (R8). */
const resultsOf = ({ id, parent }: SelectedRequest, publicUrl: string) => {
  const url = `${publicUrl}${addressOf.download(parent?.id ?? id)}`;
  return { resultsUrl: url, resultsUrls: [url] };
};

/** @param publicUrl the gateway's public URL */
export function requestView(request: SelectedRequest, publicUrl: string): RestRequest {
  const { id, createdBy, createdAt, dueAt, completedAt, parent, relatedRequests = [] } = request;
  const requestType = restTypeOf(request.type);
  if (requestType === null) throw new Error(`The REST API does not serve requests of the type ${request.type}.`);
  return {
    id,
    selfUri: addressOf.request(id),
    requestType,
    ...statusNames[request.status],
    createdBy: { id: createdBy },
    createdDate: textOf(createdAt),
    dueDate: textOf(dueAt),
    ...(completedAt == null ? {} : { completedDate: textOf(completedAt) }),
    subject: subjectOf(request),
    ...(request.package ? resultsOf(request, publicUrl) : {}),
    ...(request.services ? { services: outcomesOf(request.services) } : {}),
    ...(parent ? { parentRequest: { id: parent.id, selfUri: addressOf.request(parent.id) } } : {}),
    relatedRequests: relatedRequests.map((related) => requestView(related, publicUrl)),
  };
}
