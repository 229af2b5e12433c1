/** The root fields of the `gdpr` subgraph. */
import {
  codedError,
  currentKeys,
  inputError,
  isId,
  matchIdentifier,
  subjectEntities,
  termFingerprint,
} from '../../subgraphs/kit';
import { termDigestText } from '../audit/audit-log';
import { recordedLook } from '../audit/looks';
import { rowsOf } from '../federation/supergraph/data-inventory';
import { checkSubjectsArguments } from './requests/argument-checks';
import type { GdprContext } from './context';
import type { GdprRequest } from './entities';
import { approveRequest } from './approvals/approve';
import { rejectRequest } from './approvals/reject';
import { approvalFields } from './approvals/view';
import { confirmIdentity, extendCase } from './cases/change-case';
import { closeCase } from './cases/close-case';
import type { GdprCase } from './cases/gdpr-case';
import { listCases } from './cases/list-cases';
import { openCase } from './cases/open-case';
import { reportOf } from './cases/report';
import { checkedPeriod } from './cases/report-period';
import { caseResolvers } from './cases/view';
import { listHolds } from './holds/list-holds';
import { placeHold } from './holds/place-hold';
import { releaseHold } from './holds/release-hold';
import { holdResolvers } from './holds/view';
import { cancelRequest, retryRequest } from './requests/change/change';
import { createRequest } from './requests/create/create';
import { createLink } from '../exports/links/package-link';
import { listDeliveries, redeliver, testEndpoint } from '../webhooks/delivery/deliveries';
import {
  createEndpoint,
  deleteEndpoint,
  listEndpoints,
  rotateSecret,
  updateEndpoint,
} from '../webhooks/endpoints/endpoints';
import { webhookResolvers } from '../webhooks/view';
import { markInformed } from './requests/change/inform';
import { followRequest } from './requests/read/follow';
import { listRequests } from './requests/read/list';
import { listAuditLog } from './audits/list-audit-log';
import { listUnreachable } from './audits/list-unreachable';
import { previewRequest } from './requests/read/preview';
import { reportPersonalData } from './audits/report-personal-data';
import { maskIdentifier, maskSubject, showsValues, unmaskedText } from './reach/masking';
import { checkRequestInput } from './requests/input';
import { requestResolvers } from './requests/read/view';
import type { QueryResolvers, Resolvers, SubscriptionGdprRequestUpdatedArgs } from './schema.generated';
import type { ServiceSubject } from '../../subgraphs/kit/base/contract/answers';
import { reappearedAmong } from './tombstones/reappearances';
import { listRestrictions } from './restrictions/list-restrictions';
import { markRestrictionRecipient } from './restrictions/recipients';
import { liftRestriction, restrictProcessing } from './restrictions/restrict';
import { restrictionResolvers } from './restrictions/view';
import { liftTombstone, readTombstone } from './tombstones/tombstone';
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
  currentKeys().assertUsable();
  const unmasked = showsValues(caller, args.unmasked);
  const parsed = checkSubjectsArguments(args);
  const { first, after } = args;
  const digest = currentKeys().digest(termFingerprint(parsed));
  const { found, unavailable } = await recordedLook(
    tools.looks,
    {
      actor: caller.subject,
      action: 'SUBJECTS_SEARCHED',
      detail: `${parsed.type}, ${termDigestText(digest)}${unmaskedText(unmasked)}`,
    },
    () =>
      findSubjects(
        tools.services.owners(),
        { organizationId: caller.organizationId, actor: caller.subject, signal },
        parsed,
      ),
  );
  const start = after == null ? 0 : found.findIndex((candidate) => cursorOf(candidate) === after) + 1;
  if (after != null && start === 0)
    throw inputError('after', 'after is not a cursor of this list, or the list has changed.');
  const page = found.slice(start, start + first);
  const last = page.at(-1);
  const reappeared = await reappearedAmong(
    tools.dataSource,
    page.map(({ subject }) => subject),
  );
  return {
    nodes: page.map(({ service, subject }, index) => ({
      service,
      reappeared: reappeared[index] ?? false,
      match: unmasked ? subject : maskSubject(subject),
      matches: subject.matchedOn.map((identifier) => ({
        identifier: unmasked ? identifier : maskIdentifier(identifier),
        kind: matchIdentifier(parsed, identifier) ?? 'PARTIAL',
      })),
      entity: entityOf(subject),
    })),
    pageInfo: { hasNextPage: start + page.length < found.length, endCursor: last ? cursorOf(last) : null },
    totalCount: found.length,
    unavailable,
  };
};

async function requestOf(context: GdprContext, id: string): Promise<GdprRequest> {
  const request = isId(id) ? await context.requests.load(id) : null;
  if (!request) throw codedError('NOT_FOUND', 'There is no such request.', { argument: 'id' });
  return request;
}

async function caseOf(context: GdprContext, id: string): Promise<GdprCase> {
  const found = isId(id) ? await context.cases.load(id) : null;
  if (!found) throw codedError('NOT_FOUND', 'There is no such case.', { argument: 'id' });
  return found;
}

const noService = () => inputError('service', 'There is no such service in the supergraph.');

/** All resolvers of the subgraph. */
export const resolvers: Resolvers = {
  ...requestResolvers,
  GdprRequest: { ...requestResolvers.GdprRequest, ...approvalFields },
  ...caseResolvers,
  ...holdResolvers,
  ...webhookResolvers,
  ...restrictionResolvers,
  Query: {
    subjects,
    gdprRequest: async (_, { id }, context) => {
      const request = await requestOf(context, id);
      context.askedAlone.add(request);
      return request;
    },
    gdprRequests: (_, { filter, ...page }, { tools }) => listRequests(tools.dataSource, filter, page),
    gdprCase: async (_, { id }, context) => {
      const found = await caseOf(context, id);
      context.askedAlone.add(found);
      return found;
    },
    gdprCases: (_, { filter, ...page }, { tools }) => listCases(tools.dataSource, filter, page),
    gdprReport: async (_, args, { caller, tools }) => {
      const period = checkedPeriod(args);
      return { ...period, rows: await reportOf(tools.dataSource, caller.organizationId, period) };
    },
    legalHolds: (_, args, context) => listHolds(context, args),
    webhookEndpoints: (_, __, { tools }) => listEndpoints(tools),
    webhookDeliveries: (_, args, { tools }) => listDeliveries(tools.dataSource, args),
    piiServices: (_, __, { caller, tools, signal }) =>
      serviceStates(tools, { organizationId: caller.organizationId, actor: caller.subject, signal }),
    registeredServices: (_, __, { caller, tools }) => tools.registry.list(caller),
    organizationProfile: (_, __, { caller, tools }) => tools.config.profiles.of(caller.organizationId),
    gdprApprovalPolicy: (_, __, { caller, tools }) => {
      const { types, ...policy } = tools.config.approvals.of(caller.organizationId);
      return { ...policy, types: [...types] };
    },
    previewGdprRequest: (_, args, context) => previewRequest(context, args),
    personalDataReport: (_, args, context) => reportPersonalData(context, args),
    dataInventory: (_, { service }, { tools }) => {
      const rows = rowsOf(tools.inventory(), service);
      if (!rows) throw noService();
      return rows;
    },
    dataProcessing: (_, { service, language }, { tools }) => {
      const { services, processing } = tools.inventory();
      if (service != null && !services.includes(service)) throw noService();
      return processing.filter(
        (stated) =>
          (service == null || stated.service === service) && (language == null || stated.language === language),
      );
    },
    unreachablePersonalData: (_, args, context) => listUnreachable(context, args),
    auditLog: (_, args, context) => listAuditLog(context, args),
    restrictions: (_, args, context) => listRestrictions(context, args),
    erasureTombstone: (_, args, context) => readTombstone(context, args),
  },
  Mutation: {
    createGdprRequest: async (_, { input }, { caller, tools }) => {
      const checked = checkRequestInput(input);
      await tools.registry.takeIn();
      return createRequest(tools, caller.subject, checked);
    },
    retryGdprRequest: (_, { id }, { caller, tools }) => retryRequest(tools, caller.subject, id),
    cancelGdprRequest: (_, { id }, { caller, tools }) => cancelRequest(tools, caller.subject, id),
    approveGdprRequest: (_, args, { caller, tools }) => approveRequest(tools, caller.subject, args),
    rejectGdprRequest: (_, args, { caller, tools }) => rejectRequest(tools, caller.subject, args),
    openGdprCase: (_, { input }, { caller, tools }) => openCase(tools, caller.subject, input),
    closeGdprCase: (_, args, { caller, tools }) => closeCase(tools, caller.subject, args),
    extendGdprCase: (_, { id, input }, { caller, tools }) => extendCase(tools, caller.subject, id, input),
    confirmGdprCaseIdentity: (_, { id, means }, { caller, tools }) => confirmIdentity(tools, caller.subject, id, means),
    placeLegalHold: (_, { input }, { caller, tools }) => placeHold(tools, caller.subject, input),
    releaseLegalHold: (_, args, { caller, tools }) => releaseHold(tools, caller.subject, args),
    createPackageLink: (_, { requestId, expiresInDays }, { caller, tools }) =>
      createLink(tools, caller.subject, { requestId, expiresInDays: expiresInDays ?? 7 }),
    markRestrictionRecipientInformed: (_, args, { caller, tools }) =>
      markRestrictionRecipient(tools, caller.subject, args),
    markRecipientInformed: (_, args, { caller, tools }) => markInformed(tools, caller.subject, args),
    restrictProcessing: (_, { input }, { caller, tools }) => restrictProcessing(tools, caller.subject, input),
    liftRestriction: (_, args, { caller, tools }) => liftRestriction(tools, caller.subject, args),
    liftErasureTombstone: (_, args, context) => liftTombstone(context, args),
    createWebhookEndpoint: (_, { input }, { caller, tools }) => createEndpoint(tools, caller.subject, input),
    updateWebhookEndpoint: (_, args, { caller, tools }) => updateEndpoint(tools, caller.subject, args),
    rotateWebhookSecret: (_, { id, overlapHours }, { caller, tools }) =>
      rotateSecret(tools, caller.subject, { id, overlapHours: overlapHours ?? 24 }),
    registerService: (_, { input }, { caller, tools }) => tools.registry.register(caller, input),
    retireService: (_, { name }, { caller, tools }) => tools.registry.retire(caller, name),
    deleteWebhookEndpoint: (_, { id }, { caller, tools }) => deleteEndpoint(tools, caller.subject, id),
    redeliverWebhooks: (_, args, { caller, tools }) => redeliver(tools, caller.subject, args),
    testWebhookEndpoint: (_, { id }, { caller, tools }) => testEndpoint(tools, caller.subject, id),
  },
  Subscription: {
    gdprRequestUpdated: {
      // An event says that there is something to see, and no more.
      subscribe: (_, { id }, { caller, tools, signal }) => followRequest(tools, caller.organizationId, id, signal),
      resolve: (_: unknown, { id }: SubscriptionGdprRequestUpdatedArgs, context: GdprContext) => requestOf(context, id),
    },
  },
};
