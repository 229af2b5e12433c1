/** The root fields of the `gdpr` subgraph. */
import {
  codedError,
  currentKeys,
  inputError,
  isId,
  matchIdentifier,
  type PageArguments,
  type TermInput,
} from '../../subgraphs/kit';
import { rowsOf } from '../federation/supergraph/data-inventory';
import { checkSubjectsArguments, type SubjectsArguments } from './requests/argument-checks';
import { cancelRequest, retryRequest } from './requests/change';
import type { GdprContext } from './context';
import { createRequest } from './requests/create';
import type { RequestType } from './lifecycle';
import { listRequests, type RequestFilter } from './requests/list';
import { listAuditLog, type AuditLogArguments } from './audits/list-audit-log';
import { listUnreachable } from './audits/list-unreachable';
import { previewRequest } from './requests/preview';
import { reportPersonalData } from './audits/report-personal-data';
import { checkRequestInput, type RequestInput } from './requests/input';
import { requestResolvers } from './requests/view';
import { serviceStates } from './services/service-states';
import { findSubjects, type FoundSubject } from './services/subjects';

const typenames = { USER: 'User', EXTERNAL_CONTACT: 'ExternalContact', DIALER_CONTACT: 'DialerContact' } as const;

const cursorOf = ({ service, subject }: FoundSubject) =>
  Buffer.from(JSON.stringify([service, subject.contactListId ?? '', subject.id])).toString('base64url');

async function subjects(_: unknown, args: SubjectsArguments, context: GdprContext) {
  currentKeys().demand();
  const parsed = checkSubjectsArguments(args);
  const { first, after } = args;
  const { caller, tools } = context;
  const { found, unavailable } = await findSubjects(
    tools.services.owners(),
    { organizationId: caller.organizationId, actor: caller.subject },
    parsed,
  );
  const start = after == null ? 0 : found.findIndex((candidate) => cursorOf(candidate) === after) + 1;
  if (after != null && start === 0)
    throw inputError('after', 'after is not a cursor of this list, or the list has changed.');
  const page = found.slice(start, start + first);
  const last = page.at(-1);
  return {
    nodes: page.map(({ service, subject }) => ({
      service,
      match: subject,
      matches: subject.matchedOn.map((identifier) => ({
        identifier,
        kind: matchIdentifier(parsed, identifier) ?? 'PARTIAL',
      })),
      entity: { __typename: typenames[subject.type], id: subject.id, contactListId: subject.contactListId },
    })),
    pageInfo: { hasNextPage: start + page.length < found.length, endCursor: last ? cursorOf(last) : null },
    totalCount: found.length,
    unavailable,
  };
}

async function gdprRequest(_: unknown, { id }: { id: string }, context: GdprContext) {
  const request = isId(id) ? await context.requests.load(id) : null;
  if (!request) throw codedError('NOT_FOUND', 'There is no such request.', { argument: 'id' });
  return request;
}

/** All resolvers of the subgraph. */
export const resolvers = {
  ...requestResolvers,
  Query: {
    subjects,
    gdprRequest,
    gdprRequests: (
      _: unknown,
      { filter, ...page }: PageArguments & { filter?: RequestFilter | null },
      { tools }: GdprContext,
    ) => listRequests(tools.dataSource, filter, page),
    piiServices: (_: unknown, __: unknown, { caller, tools }: GdprContext) =>
      serviceStates(tools.services, { organizationId: caller.organizationId, actor: caller.subject }),
    previewGdprRequest: (_: unknown, { type, term }: { type: RequestType; term: TermInput }, context: GdprContext) =>
      previewRequest(context, type, term),
    personalDataReport: (_: unknown, args: { term: TermInput; purpose: string; first: number }, context: GdprContext) =>
      reportPersonalData(context, args),
    dataInventory: (_: unknown, { service }: { service?: string | null }, { tools }: GdprContext) => {
      const rows = rowsOf(tools.inventory(), service);
      if (!rows) throw inputError('service', 'There is no such service in the supergraph.');
      return rows;
    },
    unreachablePersonalData: (_: unknown, args: PageArguments & { service?: string | null }, context: GdprContext) =>
      listUnreachable(context, args),
    auditLog: (_: unknown, args: AuditLogArguments, context: GdprContext) => listAuditLog(context, args),
  },
  Mutation: {
    createGdprRequest: (_: unknown, { input }: { input: RequestInput }, { caller, tools }: GdprContext) =>
      createRequest(tools, caller.subject, checkRequestInput(input)),
    retryGdprRequest: (_: unknown, { id }: { id: string }, { caller, tools }: GdprContext) =>
      retryRequest(tools, caller.subject, id),
    cancelGdprRequest: (_: unknown, { id }: { id: string }, { caller, tools }: GdprContext) =>
      cancelRequest(tools, caller.subject, id),
  },
};
