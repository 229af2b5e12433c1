/** Makes the OpenAPI document, from the table of calls and the schemas that check them. */
import { STATUS_CODES } from 'node:http';
import { z } from 'zod';
import { calls, tags, type Call } from './calls';
import { components } from './model/common';
import { errorBody } from './model/errors';
import { tokenAnswer, tokenError } from './model/tokens';
import { restPath } from './names';

type Json = Record<string, unknown>;

const uriOf = (id: string) => `#/components/schemas/${id}`;

const referenceTo = (schema: z.ZodType): Json => ({ $ref: uriOf(components.get(schema)?.id ?? '') });

/** Removes the properties that only a whole JSON Schema document has. */
function part({ $schema: _dialect, $id: _id, ...schema }: Json): Json {
  return schema;
}

/** Returns every named schema. As input schemas they stay open: responses may get further fields. */
function schemasOf(): Json {
  const { schemas } = z.toJSONSchema(components, { io: 'input', uri: uriOf });
  return Object.fromEntries(Object.entries(schemas).map(([id, schema]) => [id, part(schema as Json)]));
}

const isNeeded = (schema: z.ZodType): boolean => !schema.safeParse(undefined).success;

function parametersOf({ path, query, headers = {} }: Call): Json[] {
  return [
    ...[...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
      name,
      in: 'path',
      required: true,
      description: 'The id.',
      schema: { type: 'string' },
    })),
    ...Object.entries(query?.shape ?? {}).map(([name, schema]) => {
      const { description, ...rest } = part(z.toJSONSchema(schema as z.ZodType, { io: 'output' }));
      return { name, in: 'query', required: isNeeded(schema as z.ZodType), description, schema: rest };
    }),
    ...Object.entries(headers).map(([name, description]) => ({
      name,
      in: 'header',
      description,
      schema: { type: 'string' },
    })),
  ];
}

const header = (description: string) => ({ description, schema: { type: 'string' } });

/** The headers of every response with status 429. */
const limitHeaders = {
  'Retry-After': header('How many seconds to wait.'),
  'inin-ratelimit-allowed': header('How many calls the limit allows in its window.'),
  'inin-ratelimit-count': header('How many calls were made in the window.'),
  'inin-ratelimit-reset': header('In how many seconds the window ends.'),
};

/** The statuses of errors that every call may have. */
const always = [400, 401, 403, 429, 500, 503];

const refusalsOf = ({ refusals }: Call): Json =>
  Object.fromEntries(
    [...always, ...refusals]
      .sort((a, b) => a - b)
      .map((status) => [
        String(status),
        {
          description: `${STATUS_CODES[status]}. See docs/rest-api.md for the codes.`,
          ...(status === 429 ? { headers: limitHeaders } : {}),
          content: { 'application/json': { schema: referenceTo(errorBody) } },
        },
      ]),
  );

function operationOf(call: Call): Json {
  const { operationId, summary, description, tag, scopes, body, answer, redirects } = call;
  const parameters = parametersOf(call);
  return {
    operationId,
    summary,
    description,
    tags: [tag],
    security: [{ token: scopes }],
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body
      ? { requestBody: { required: true, content: { 'application/json': { schema: referenceTo(body) } } } }
      : {}),
    responses: {
      '200': { description: 'The answer.', content: { 'application/json': { schema: referenceTo(answer) } } },
      ...(redirects
        ? { '302': { description: 'A redirect to the address.', headers: { Location: header('The address.') } } }
        : {}),
      ...refusalsOf(call),
    },
  };
}

/** `POST /oauth/token`. It is described by hand, because it has another path and other errors than the calls of the table. */
const login = {
  operationId: 'postOauthToken',
  summary: 'A token for a client',
  description: 'The client credentials grant of RFC 6749, handed to the identity provider.',
  tags: ['Login'],
  security: [{ client: [] }],
  requestBody: {
    required: true,
    content: {
      'application/x-www-form-urlencoded': {
        schema: {
          type: 'object',
          properties: { grant_type: { type: 'string', enum: ['client_credentials'], description: 'The grant.' } },
          required: ['grant_type'],
        },
      },
    },
  },
  responses: {
    '200': { description: 'The token.', content: { 'application/json': { schema: referenceTo(tokenAnswer) } } },
    ...Object.fromEntries(
      [400, 401, 413, 415, 429, 500, 503].map((status) => [
        String(status),
        {
          description: `${STATUS_CODES[status]}.`,
          content: { 'application/json': { schema: referenceTo(tokenError) } },
        },
      ]),
    ),
    '404': {
      description: 'No identity provider is configured.',
      content: { 'application/json': { schema: referenceTo(errorBody) } },
    },
  },
};

function pathsOf(): Json {
  const paths: Record<string, Json> = { '/oauth/token': { post: login } };
  for (const call of calls) {
    const path = `${restPath}${call.path}`;
    paths[path] = { ...paths[path], [call.method.toLowerCase()]: operationOf(call) };
  }
  return paths;
}

/** Returns the document. @param publicUrl the gateway's public URL */
export const openApiDocument = (publicUrl: string): Json => ({
  openapi: '3.1.0',
  info: {
    title: 'Habeas, the Genesys-compatible REST API',
    version: '2',
    summary: 'GDPR requests for programs that were written for the platform API of Genesys Cloud.',
    description: 'Every call does the same as its GraphQL operation, under the same rules, scopes, limits and audit.',
    license: { name: 'MIT', identifier: 'MIT' },
  },
  servers: [{ url: publicUrl }],
  tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
  security: [{ token: [] }],
  paths: pathsOf(),
  components: {
    schemas: schemasOf(),
    securitySchemes: {
      token: {
        type: 'oauth2',
        description: "A caller's token. Which scopes a call needs, it says.",
        flows: {
          clientCredentials: {
            tokenUrl: `${publicUrl}/oauth/token`,
            scopes: Object.fromEntries(
              [...new Set(calls.flatMap(({ scopes }) => scopes))].map((scope) => [scope, scope]),
            ),
          },
        },
      },
      client: { type: 'http', scheme: 'basic', description: "A client's id and secret." },
    },
  },
});
