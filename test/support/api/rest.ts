/** The REST API as programs use it: by Genesys's own client, and by plain HTTP. Every answer must conform to the OpenAPI document. */
import * as platform from 'purecloud-platform-client-v2';
import type { AnswerCheck } from './answer-check';
import { eventually } from '../eventually';
import type { TestSystem } from '../run/system';

/** An answer; refusals are answers too. */
export interface RestAnswer<Body = Record<string, unknown>> {
  status: number;
  headers: Record<string, string>;
  body: Body;
}

/** The body of a refusal. */
export interface RefusalBody {
  message: string;
  code: string;
  status: number;
  messageParams: Record<string, string>;
  contextId: string;
  details: { errorCode: string; fieldName: string }[];
  errors: unknown[];
  limit?: { key: string; namespace: string; value: number };
}

/** The client's types lack this class: each caller needs its own instance. */
const { ApiClientClass: ClientClass } = platform as unknown as { ApiClientClass: new () => typeof platform.ApiClient };

/** A caller that uses Genesys's own client. */
export class GenesysClient {
  readonly client = new ClientClass();

  constructor(
    readonly url: string,
    private readonly checks: AnswerCheck,
  ) {
    const { hostname, port, protocol } = new URL(url);
    this.client.setGateway({ host: hostname, protocol: protocol.replace(':', ''), port: Number(port) });
    this.client.setReturnExtendedResponses(true);
  }

  get gdpr() {
    return new platform.GeneralDataProtectionRegulationApi(this.client);
  }

  get contacts() {
    return new platform.ExternalContactsApi(this.client);
  }

  get downloads() {
    return new platform.DownloadsApi(this.client);
  }

  /** Returns the answer to a call, even if it was refused. */
  async answer<Body = Record<string, unknown>>(operationId: string, call: Promise<unknown>): Promise<RestAnswer<Body>> {
    const answered = (await call.catch((error: unknown) => error)) as RestAnswer<Body> & { error?: unknown };
    if (typeof answered.status !== 'number') throw new Error('The client got no answer.', { cause: answered });
    this.checks.check(operationId, answered);
    return { status: answered.status, headers: answered.headers, body: answered.body };
  }
}

/** Makes a client with a token for the system. */
export async function genesysClient(
  system: TestSystem,
  checks: AnswerCheck,
  claims: Parameters<TestSystem['token']>[0],
): Promise<GenesysClient> {
  const client = new GenesysClient(system.url, checks);
  client.client.setAccessToken(await system.token(claims));
  return client;
}

/** A request, as the REST API shows it. */
export interface RestRequest {
  id: string;
  status: string;
  requestType: string;
  subject: Record<string, unknown>;
  createdBy: { id: string };
  created?: boolean;
  cancelled?: boolean;
  relatedRequests: RestRequest[];
  parentRequest?: { id: string };
  replacementTerms?: unknown[];
  resultsUrl?: string;
  resultsUrls?: string[];
  services: { service: string; status: string; dispositions: { disposition: string; count: number }[] }[];
}

/** A page of a list. */
export interface RestPage<Entity> {
  entities: Entity[];
  total: number;
  pageCount: number;
  nextUri?: string;
  previousUri?: string;
}

/** A client that makes requests and waits for them, as programs do: it reads their status only. */
export function requestsOf(genesys: GenesysClient) {
  const post = <Body = RestRequest>(body: object, opts: object = {}) =>
    genesys.answer<Body>('postGdprRequests', genesys.gdpr.postGdprRequests(body as never, opts));
  const read = <Body = RestRequest>(id: string) =>
    genesys.answer<Body>('getGdprRequest', genesys.gdpr.getGdprRequest(id));
  const ended = (id: string) =>
    eventually(async () => {
      const { body } = await read(id);
      return ['COMPLETED', 'ERROR'].includes(body.status) && body;
    }, 60_000);
  /** Waits for a request and its related requests. @returns their final state, the request first */
  const family = async ({ id, relatedRequests }: RestRequest) => {
    const ids = [id, ...relatedRequests.map((related) => related.id)];
    await Promise.all(ids.map(ended));
    // The package exists when all requests of the family have ended.
    return Promise.all(ids.map(async (each) => (await read(each)).body));
  };
  return { post, read, ended, family };
}

/** A call by plain HTTP. */
export interface RestCall {
  token?: string | null;
  /** POST by default if there is a body. */
  method?: string;
  body?: unknown;
  /** A body that is sent unchanged. */
  raw?: string | Uint8Array<ArrayBuffer>;
  headers?: Record<string, string>;
}

/** Calls a path under `/api/v2`. Redirects are returned, not followed. */
export async function callRest<Body = Record<string, unknown>>(
  { url }: Pick<TestSystem, 'url'>,
  path: string,
  { token, method, body, raw, headers = {} }: RestCall,
): Promise<RestAnswer<Body>> {
  const sent = raw ?? (body === undefined ? undefined : JSON.stringify(body));
  const response = await fetch(`${new URL(url).origin}/api/v2${path}`, {
    method: method ?? (sent === undefined ? 'GET' : 'POST'),
    headers: {
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(sent === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(sent === undefined ? {} : { body: sent }),
    redirect: 'manual',
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: (text ? JSON.parse(text) : {}) as Body,
  };
}

/** Checks the form of every refusal. @param operation the operation whose documented form the refusal must have too */
export function assertRefusal(
  { status, headers, body }: RestAnswer<RefusalBody>,
  checks: AnswerCheck,
  operation?: string,
): void {
  expect(body).toEqual({
    message: expect.stringMatching(/./) as string,
    code: expect.stringMatching(/^[a-z]+(\.[a-z]+)*$/) as string,
    status,
    messageParams: expect.any(Object) as object,
    contextId: headers['x-request-id'],
    details: expect.any(Array) as unknown[],
    errors: [],
  });
  expect(headers['cache-control']).toBe('no-store');
  expect(headers['content-type']).toBe('application/json; charset=utf-8');
  // The message uses the names of this API, not those of GraphQL.
  expect(body.message).not.toMatch(/(input|term)\.\w/);
  if (operation) checks.check(operation, { status, body });
}

/** The names of the fields that a refusal names. */
export const fieldsOf = ({ details }: RefusalBody): string => details.map(({ fieldName }) => fieldName).join();
