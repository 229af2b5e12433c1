/**
 * The optional part `streaming` of the contract (R13): all pages of `personalData` as one answer, a page on each line (NDJSON). A
 * service has it when its schema imports `streaming.graphql`; the rest is done here.
 */
import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  Kind,
  getVariableValues,
  parse,
  type GraphQLError,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { inputError } from '../base/errors';
import { assertStorableText } from '../base/graphql/storable-text';
import { coverageOf } from '../base/persistence/term-index/mark';
import type { OrganizationKeys } from '../base/security/key-ring';
import { inOrganization } from '../base/security/organization-context';
import { parseTerm, type TermInput } from '../base/terms';
import type { ServiceContext } from '../context';
import type { PersonalDataDefinition } from './definition';
import { findPersonalData, type PersonalDataPage } from './find';
import { assertRequestPurpose } from './purpose';

/** Where a service streams. */
export const streamPath = '/personal-data';

/** Pages that are read ahead of the reader. */
const pagesAhead = 2;

/** Milliseconds after which a reader who takes nothing is given up. It can go on from the last line that it has. */
const stalledAfter = 300_000;

/** Milliseconds that a process that stops leaves its readers to take what is read. */
const endsWithin = 3_000;

/** What a stream is made with. */
export interface StreamTools {
  contextOf: (request: FastifyRequest, reply: FastifyReply) => Promise<ServiceContext>;
  /** The keys of an organisation as they are now. @throws FORBIDDEN when they were destroyed */
  keysOf: (organizationId: string) => Promise<OrganizationKeys>;
}

/** The arguments of a stream are those of `personalData`: they are checked as the variables of this operation would be. */
const document = parse(`query ($term: PersonalDataTermInput!, $first: Int! = 500, $after: String, $asOf: String) {
  personalData(term: $term, first: $first, after: $after, asOf: $asOf) { endCursor }
}`);
const { variableDefinitions = [] } = document.definitions[0] as OperationDefinitionNode;

interface StreamArguments {
  term: TermInput;
  first: number;
  after?: string | null;
  asOf?: string | null;
}

/** @throws BAD_USER_INPUT naming the argument; a value is never repeated */
function argumentsOf(schema: GraphQLSchema, body: unknown): StreamArguments {
  const given = typeof body === 'object' && body !== null ? { ...body } : {};
  assertStorableText(document, given);
  const { coerced, errors } = getVariableValues(schema, variableDefinitions, given, { maxErrors: 1 });
  if (coerced) return coerced as unknown as StreamArguments;
  const argument = argumentOf(errors?.[0]);
  throw inputError(argument, `${argument} lacks a value, or has one that does not belong there.`);
}

function argumentOf(error: GraphQLError | undefined): string {
  const node = error?.nodes?.[0];
  return node?.kind === Kind.VARIABLE_DEFINITION ? node.variable.name.value : 'term';
}

/** Every page, from the one after `after`. Each is read when it is wanted, by itself: no transaction stays open meanwhile. */
async function* pagesOf(
  definition: PersonalDataDefinition,
  keysOf: StreamTools['keysOf'],
  { organizationId, db, blobs }: ServiceContext,
  { term: input, first, after = null, asOf }: StreamArguments,
): AsyncGenerator<PersonalDataPage> {
  const context = { organizationId, db, blobs, term: parseTerm(input), coverage: coverageOf(asOf) };
  let newerRecords: number | undefined;
  for (let cursor = after; ;) {
    // Asked for each page, or a copy would go on after the keys were destroyed.
    const keys = await keysOf(organizationId);
    // Whoever writes the answer asks for the next page, outside of the organisation.
    const page = await inOrganization(keys, () =>
      findPersonalData(definition, context, first, cursor, { records: true, newerRecords: newerRecords === undefined }),
    );
    newerRecords ??= page.newerRecords;
    yield { ...page, newerRecords };
    cursor = page.endCursor;
    if (cursor === null) return;
  }
}

const lineOf = ({ records, ...page }: PersonalDataPage, baseUrl: string): string => {
  const shown = records.map(({ attachments = [], ...record }) => ({
    ...record,
    attachments: attachments.map(({ path, ...attachment }) => ({ ...attachment, url: `${baseUrl}${path}` })),
  }));
  return `${JSON.stringify({ ...page, records: shown })}\n`;
};

const streamField = (schema: GraphQLSchema) => schema.getQueryType()?.getFields().streamPersonalData;

/** Whether a service's schema has the part. */
export const hasStream = (schema: GraphQLSchema): boolean => streamField(schema) !== undefined;

/** Gives the part's root field its resolver, if the schema has the part. */
export function resolveStream(schema: GraphQLSchema): void {
  const field = streamField(schema);
  if (!field) return;
  field.resolve = (_: unknown, __: unknown, { caller }: ServiceContext) => {
    assertRequestPurpose(caller);
    return { path: streamPath };
  };
}

/**
 * Serves the stream. When the process stops, each ends after the page that is read, without a last page: its reader goes on by calls,
 * of another process.
 */
export function addPersonalDataStream(
  app: FastifyInstance,
  schema: GraphQLSchema,
  definition: PersonalDataDefinition,
  { contextOf, keysOf }: StreamTools,
): void {
  const open = new Set<ServerResponse>();
  let stopping = false;
  app.addHook('preClose', (done) => {
    stopping = true;
    for (const response of open) {
      const { socket } = response;
      // Nothing told the reader that the connection closes: when it began, the process was not stopping.
      response.once('finish', () => socket?.end());
    }
    setTimeout(() => open.forEach((response) => response.destroy()), endsWithin).unref();
    done();
  });
  app.post(streamPath, async (request, reply) => {
    const context = await contextOf(request, reply);
    assertRequestPurpose(context.caller, 'A stream of personal data');
    const pages = pagesOf(definition, keysOf, context, argumentsOf(schema, request.body));
    // What is wrong with the question shows with the first page, while the answer can still have a status.
    const first = await pages.next();
    async function* lines() {
      if (!first.done) yield lineOf(first.value, context.baseUrl);
      while (!stopping) {
        const page = await pages.next();
        if (page.done) return;
        yield lineOf(page.value, context.baseUrl);
      }
    }
    const response = reply.raw;
    open.add(response);
    response.once('close', () => open.delete(response));
    response.setTimeout(stalledAfter);
    return reply.type('application/x-ndjson').send(Readable.from(lines(), { highWaterMark: pagesAhead }));
  });
}
