/** Translates between this API's words and those of GraphQL. The compiler checks that each table is complete. */
import { entryOf, type ValueType } from '../../subgraphs/kit/base/terms/term-types';
import type { TermInput } from '../../subgraphs/kit/base/terms/term';
import { requestTypes, type RequestStatus, type RequestType } from '../gdpr/lifecycle';

/** The path of the REST API. */
export const restPath = '/api/v2';

/** This API's names of the types of requests. It has none for GET, so such requests are neither listed nor found. */
const typeNames = {
  GET: null,
  EXPORT: 'GDPR_EXPORT',
  UPDATE: 'GDPR_UPDATE',
  DELETE: 'GDPR_DELETE',
} as const satisfies Record<RequestType, string | null>;

export type RestRequestType = NonNullable<(typeof typeNames)[RequestType]>;

/** The types that have a name in this API. */
export const servedTypes: RequestType[] = requestTypes.filter((type) => typeNames[type] !== null);

export const restRequestTypes: RestRequestType[] = requestTypes.flatMap((type) => typeNames[type] ?? []);

/** Returns this API's name of a type; null for a type that it does not serve. */
export const restTypeOf = (type: RequestType): RestRequestType | null => typeNames[type];

export const typeOf = (name: RestRequestType): RequestType =>
  servedTypes.find((type) => typeNames[type] === name) as RequestType;

/** The statuses of the Genesys API. Its clients take any other status for "in progress", and would wait forever. */
export const restStatuses = [
  'INITIATED',
  'SEARCHING',
  'UPDATING',
  'DELETING',
  'FINALIZING',
  'COMPLETED',
  'ERROR',
] as const;

/** A status in this API's words, and properties for what those words do not express. */
export interface RestStatus {
  status: (typeof restStatuses)[number];
  /** A caller cancelled the request. */
  cancelled?: true;
  /** A second person rejected the request. */
  rejected?: true;
  /** The request has not begun: it waits for an approval (R30), or for the end of a legal hold (R31). */
  waitingFor?: 'approval' | 'hold';
}

/** This API's status for every status of requests. */
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

/** Makes the input term of the GraphQL operations for a value. */
export const valueInput = (type: ValueType, value: string): TermInput => entryOf(type).write({ value });

/** The paths of objects that can be read. */
export const addressOf = {
  request: (id: string) => `${restPath}/gdpr/requests/${id}`,
  download: (id: string) => `${restPath}/downloads/${id}`,
  contact: (id: string) => `${restPath}/externalcontacts/contacts/${id}`,
};
