/** The words of this API, and what they are in GraphQL's. Each table is complete, or it does not compile. */
import { entryOf, type ValueType } from '../../subgraphs/kit/base/terms/term-types';
import type { TermInput } from '../../subgraphs/kit/base/terms/term';
import { requestTypes, type RequestStatus, type RequestType } from '../gdpr/lifecycle';

/** Where the REST API is. */
export const restPath = '/api/v2';

/** What this API calls the types of requests: GET has no word here, so such requests are neither listed nor found. */
const typeNames = {
  GET: null,
  EXPORT: 'GDPR_EXPORT',
  UPDATE: 'GDPR_UPDATE',
  DELETE: 'GDPR_DELETE',
} as const satisfies Record<RequestType, string | null>;

export type RestRequestType = NonNullable<(typeof typeNames)[RequestType]>;

/** The types that this API has a word for. */
export const servedTypes: RequestType[] = requestTypes.filter((type) => typeNames[type] !== null);

export const restRequestTypes: RestRequestType[] = requestTypes.flatMap((type) => typeNames[type] ?? []);

/** The word for a type; null for one that is not served here. */
export const restTypeOf = (type: RequestType): RestRequestType | null => typeNames[type];

export const typeOf = (name: RestRequestType): RequestType =>
  servedTypes.find((type) => typeNames[type] === name) as RequestType;

/** The statuses that known programs know: they take any other for "under way", and wait for ever. */
export const restStatuses = [
  'INITIATED',
  'SEARCHING',
  'UPDATING',
  'DELETING',
  'FINALIZING',
  'COMPLETED',
  'ERROR',
] as const;

/** A status in this API's words, with what it does not tell. */
export interface RestStatus {
  status: (typeof restStatuses)[number];
  /** It was stopped by a caller. */
  cancelled?: true;
  /** A second person rejected it. */
  rejected?: true;
  /** It has not begun: it waits for an approval (R30), or for the end of a legal hold (R31). */
  waitingFor?: 'approval' | 'hold';
}

/** A new status of requests takes an entry here. */
export const statusNames: Readonly<Record<RequestStatus, RestStatus>> = {
  AWAITING_APPROVAL: { status: 'INITIATED', waitingFor: 'approval' },
  ON_HOLD: { status: 'INITIATED', waitingFor: 'hold' },
  INITIATED: { status: 'INITIATED' },
  SEARCHING: { status: 'SEARCHING' },
  EXPORTING: { status: 'SEARCHING' },
  UPDATING: { status: 'UPDATING' },
  DELETING: { status: 'DELETING' },
  FINALIZING: { status: 'FINALIZING' },
  COMPLETED: { status: 'COMPLETED' },
  ERROR: { status: 'ERROR' },
  CANCELLED: { status: 'ERROR', cancelled: true },
  REJECTED: { status: 'ERROR', rejected: true },
};

/** A value of a type, as the operations take it. */
export const valueInput = (type: ValueType, value: string): TermInput => entryOf(type).write({ value });

/** The addresses of what has one. */
export const addressOf = {
  request: (id: string) => `${restPath}/gdpr/requests/${id}`,
  download: (id: string) => `${restPath}/downloads/${id}`,
  contact: (id: string) => `${restPath}/externalcontacts/contacts/${id}`,
};
