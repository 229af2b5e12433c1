/** The calls of the REST API, with their inputs and responses. The routes and the OpenAPI document are both made from this table. */
import type { RouteHandlerMethod } from 'fastify';
import type { z } from 'zod';
import { readContact } from './people/contacts';
import { redirectToPackage } from './downloads';
import { createFields, pathFields, searchFields, type FieldNames } from './refusals/fields';
import { contact } from './model/contacts';
import { downloadQuery, downloadUrl } from './model/downloads';
import { createQuery, listQuery, request, requestBody, requestsPage } from './model/requests';
import { subjectsPage, subjectsQuery } from './model/subjects';
import { createRequest } from './requests/create';
import { listRequests, readRequest } from './requests/read';
import { findSubjects } from './people/subjects';
import type { RestTools } from './tools';

/** Makes the handler of a call. Its type leaves out the path's parameters, because the router derives those from the path. */
type Handler = (tools: RestTools) => RouteHandlerMethod;

export interface Call {
  /** The name of the call in Genesys Cloud's clients. */
  operationId: string;
  method: 'GET' | 'POST';
  /** The path, with parameters in braces: `/gdpr/requests/{requestId}`. */
  path: string;
  summary: string;
  description: string;
  tag: keyof typeof tags;
  scopes: string[];
  query?: z.ZodObject;
  headers?: Record<string, string>;
  body?: z.ZodType;
  answer: z.ZodType;
  /** The statuses of its errors, beside those that every call may have. */
  refusals: number[];
  /** Whether it may answer with a redirect. */
  redirects?: boolean;
  handler: Handler;
  /** Translates the arguments of its GraphQL operation into the names that its errors use. */
  fieldNames: FieldNames;
  /** The name of the rate limit that it counts against. */
  limit: string;
}

const requestsPath = '/gdpr/requests';

/** The groups of calls in the OpenAPI document, with their descriptions. */
export const tags = {
  Login: 'Tokens for clients.',
  'GDPR subjects': 'Whom a value identifies.',
  'GDPR requests': 'Access, rectification and erasure: created, followed and listed.',
  Downloads: 'Packages of exports.',
  'External contacts': 'People outside the organisation, and which contacts are the same person.',
} as const;

const requests = 'GDPR requests';

export const calls: Call[] = [
  {
    operationId: 'getGdprSubjects',
    method: 'GET',
    path: '/gdpr/subjects',
    summary: 'Whom a value matches',
    description: 'Everybody whom the value matches, as one page. It changes nothing, and is recorded in the audit log.',
    tag: 'GDPR subjects',
    scopes: ['gdpr:subject:view'],
    query: subjectsQuery,
    answer: subjectsPage,
    refusals: [409],
    handler: findSubjects,
    fieldNames: searchFields,
    limit: 'subjects',
  },
  {
    operationId: 'postGdprRequests',
    method: 'POST',
    path: requestsPath,
    summary: 'A new request',
    description:
      'Creates a request and starts it. The response comes at once. If an equal request is in flight, none is created: the response is that request, and `created` is false.',
    tag: requests,
    scopes: ['gdpr:request:add'],
    query: createQuery,
    headers: { 'Idempotency-Key': 'A repeated call with the same key gets the first answer.' },
    body: requestBody,
    answer: request,
    refusals: [404, 409, 413, 415, 422],
    handler: createRequest,
    fieldNames: createFields,
    limit: 'requests',
  },
  {
    operationId: 'getGdprRequests',
    method: 'GET',
    path: requestsPath,
    summary: 'All requests',
    description:
      'The requests of the organisation, newest first, in pages. Related requests are listed as requests of their own.',
    tag: requests,
    scopes: ['gdpr:request:view'],
    query: listQuery,
    answer: requestsPage,
    refusals: [],
    handler: listRequests,
    fieldNames: (argument) => argument,
    limit: 'reads',
  },
  {
    operationId: 'getGdprRequest',
    method: 'GET',
    path: `${requestsPath}/{requestId}`,
    summary: 'One request',
    description: 'A request, with what each service did.',
    tag: requests,
    scopes: ['gdpr:request:view'],
    answer: request,
    refusals: [404],
    handler: readRequest as Handler,
    fieldNames: pathFields('requestId'),
    limit: 'reads',
  },
  {
    operationId: 'getDownload',
    method: 'GET',
    path: '/downloads/{downloadId}',
    summary: 'The package of an export',
    description:
      'Redirects to an address that downloads the package without a token. It is valid for five minutes, for this package and caller.',
    tag: 'Downloads',
    scopes: ['gdpr:request:view'],
    query: downloadQuery,
    answer: downloadUrl,
    refusals: [404],
    redirects: true,
    handler: redirectToPackage as Handler,
    fieldNames: pathFields('downloadId'),
    limit: 'reads',
  },
  {
    operationId: 'getExternalcontactsContact',
    method: 'GET',
    path: '/externalcontacts/contacts/{contactId}',
    summary: 'An external contact',
    description: 'A contact. Those with the same `canonicalContact` are one person.',
    tag: 'External contacts',
    scopes: ['external-contacts:view'],
    answer: contact,
    refusals: [404, 409],
    handler: readContact as Handler,
    fieldNames: pathFields('contactId'),
    limit: 'reads',
  },
];
