/** The root fields of the `gdpr` subgraph. */
import { codedError, currentKeys, inputError, isId, matchIdentifier, subjectEntities } from '../../subgraphs/kit';
import { rowsOf } from '../federation/supergraph/data-inventory';
import { checkSubjectsArguments } from './requests/argument-checks';
import { cancelRequest, retryRequest } from './requests/change';
import { createRequest } from './requests/create';
import { listRequests } from './requests/list';
import { listAuditLog } from './audits/list-audit-log';
import { listUnreachable } from './audits/list-unreachable';
import { previewRequest } from './requests/preview';
import { reportPersonalData } from './audits/report-personal-data';
import { checkRequestInput } from './requests/input';
import { requestResolvers } from './requests/view';
import type { QueryResolvers, Resolvers } from './schema.generated';
import type { ServiceSubject } from './services/answers';
import { serviceStates } from './services/service-states';
import { findSubjects, type FoundSubject } from './services/subjects';

const cursorOf = ({ service, subject }: FoundSubject) =>
  Buffer.from(JSON.stringify([service, subject.contactListId ?? '', subject.id])).toString('base64url');

/** The key of the entity that a subject is in its owner's schema; null for a dialer contact without its list. */
function entityOf({ type, id, contactListId }: ServiceSubject) {
  if (type !== 'DIALER_CONTACT') return { __typename: subjectEntities[type], id };
  return contactListId == null ? null : { __typename: subjectEntities[type], id, contactListId };
}

const subjects: QueryResolvers['subjects'] = async (_, args, { caller, tools, signal }) => {
  currentKeys().demand();
  const parsed = checkSubjectsArguments(args);
  const { first, after } = args;
  const { found, unavailable } = await findSubjects(
    tools.services.owners(),
    { organizationId: caller.organizationId, actor: caller.subject, signal },
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
      entity: entityOf(subject),
    })),
    pageInfo: { hasNextPage: start + page.length < found.length, endCursor: last ? cursorOf(last) : null },
    totalCount: found.length,
    unavailable,
  };
};

const gdprRequest: QueryResolvers['gdprRequest'] = async (_, { id }, context) => {
  const request = isId(id) ? await context.requests.load(id) : null;
  if (!request) throw codedError('NOT_FOUND', 'There is no such request.', { argument: 'id' });
  return request;
};

/** All resolvers of the subgraph. */
export const resolvers: Resolvers = {
  ...requestResolvers,
  Query: {
    subjects,
    gdprRequest,
    gdprRequests: (_, { filter, ...page }, { tools }) => listRequests(tools.dataSource, filter, page),
    piiServices: (_, __, { caller, tools, signal }) =>
      serviceStates(tools.services, { organizationId: caller.organizationId, actor: caller.subject, signal }),
    previewGdprRequest: (_, { type, term }, context) => previewRequest(context, type, term),
    personalDataReport: (_, args, context) => reportPersonalData(context, args),
    dataInventory: (_, { service }, { tools }) => {
      const rows = rowsOf(tools.inventory(), service);
      if (!rows) throw inputError('service', 'There is no such service in the supergraph.');
      return rows;
    },
    unreachablePersonalData: (_, args, context) => listUnreachable(context, args),
    auditLog: (_, args, context) => listAuditLog(context, args),
  },
  Mutation: {
    createGdprRequest: (_, { input }, { caller, tools }) =>
      createRequest(tools, caller.subject, checkRequestInput(input)),
    retryGdprRequest: (_, { id }, { caller, tools }) => retryRequest(tools, caller.subject, id),
    cancelGdprRequest: (_, { id }, { caller, tools }) => cancelRequest(tools, caller.subject, id),
  },
};
