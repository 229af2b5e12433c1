/** The contract's three root fields, made from a service's definition. */
import { collectSubFields } from '@graphql-tools/utils';
import { getNamedType, type GraphQLObjectType, type GraphQLResolveInfo } from 'graphql';
import { codedError } from '../base/errors';
import type { ServiceContext } from '../context';
import { coverageOf, takeMark } from '../base/persistence/term-index/mark';
import { parseTerm, type TermInput } from '../base/terms';
import { erasePersonalData, rectifyPersonalData } from './act';
import type { DispositionReport } from './account';
import type { ContractContext, PersonalDataAttachment, PersonalDataDefinition, Replacement } from './definition';
import { findPersonalData } from './find';
import { linkedResolvers } from './linked';
import { assertRequestPurpose } from './purpose';
import { restrictEverywhere } from './restriction/known-restrictions';
import { unreachableResolvers } from './unreachable';

interface TermArguments {
  term: TermInput;
  asOf?: string | null;
}

/** A token that changes data is made for one request: one that leaks is good for no other. */
function assertOwnRequest(context: ServiceContext, requestId: string): void {
  if (context.caller.requestId !== requestId) {
    throw codedError('FORBIDDEN', 'The service token is not of this request.');
  }
}

/** Whether the operation selects this field of the resolver's result, under any alias and in any fragment. */
function selects(name: string, info: GraphQLResolveInfo): boolean {
  const type = getNamedType(info.returnType) as GraphQLObjectType;
  const variables = { coerced: info.variableValues, sources: {} };
  const { fields } = collectSubFields(info.schema, info.fragments, variables, type, [...info.fieldNodes]);
  return [...fields.values()].some(([field]) => field?.name.value === name);
}

/** The resolver of `Mutation.restrictPersonalData`, for a service that keeps to restrictions (R34). */
async function restrictPersonalData(
  _: unknown,
  { restrictionId, term, restricted }: { restrictionId: string; term: TermInput; restricted: boolean },
  context: ServiceContext,
) {
  assertRequestPurpose(context.caller);
  assertOwnRequest(context, restrictionId);
  return { restricted: await restrictEverywhere(context.db, restrictionId, parseTerm(term), restricted) };
}

/** The queries of the optional parts that the definition has. */
const partResolvers = (definition: PersonalDataDefinition) => ({
  ...(definition.unreachable ? unreachableResolvers(definition.unreachable) : {}),
  ...linkedResolvers(definition),
});

/** The resolvers of `Query.personalData`, `Mutation.erasePersonalData` and `Mutation.rectifyPersonalData`. */
export function contractResolvers(definition: PersonalDataDefinition) {
  const act = async (
    context: ServiceContext,
    args: TermArguments & { requestId: string },
    work: (within: ContractContext) => Promise<DispositionReport>,
  ) => {
    assertRequestPurpose(context.caller);
    assertOwnRequest(context, args.requestId);
    const asked = { term: parseTerm(args.term), coverage: coverageOf(args.asOf) };
    const { organizationId, blobs, dataSource } = context;
    const report = await dataSource.transaction((db) => work({ ...asked, organizationId, db, blobs }));
    // The rows are gone for good, so their blobs may follow. If this fails, the next call and the sweeper try again.
    await blobs.removeMarked(dataSource, organizationId);
    return report;
  };

  return {
    Query: {
      ...partResolvers(definition),
      personalData: async (
        _: unknown,
        args: TermArguments & { first: number; after?: string | null },
        context: ServiceContext,
        info: GraphQLResolveInfo,
      ) => {
        assertRequestPurpose(context.caller);
        const { organizationId, blobs, dataSource } = context;
        const asked = { organizationId, blobs, term: parseTerm(args.term), coverage: coverageOf(args.asOf) };
        const wanted = { records: selects('records', info), newerRecords: selects('newerRecords', info) };
        const find = (db: ContractContext['db']) =>
          findPersonalData(definition, { ...asked, db }, args.first, args.after, wanted);
        if (!selects('asOf', info)) return find(context.db);
        // Both from one snapshot: the mark covers what the page shows, and nothing that is committed later.
        return dataSource.transaction('REPEATABLE READ', async (db) => {
          const asOf = await takeMark(db);
          return { ...(await find(db)), asOf };
        });
      },
    },
    Mutation: {
      ...(definition.restricted ? { restrictPersonalData } : {}),
      erasePersonalData: (
        _: unknown,
        args: TermArguments & { requestId: string; limit: number },
        context: ServiceContext,
      ) => act(context, args, (within) => erasePersonalData(definition, within, args.requestId, args.limit)),
      rectifyPersonalData: (
        _: unknown,
        args: TermArguments & { requestId: string; limit: number; replacements: Replacement[] },
        context: ServiceContext,
      ) =>
        act(context, args, (within) =>
          rectifyPersonalData(definition, within, args.requestId, args.replacements, args.limit),
        ),
    },
    PersonalDataRecord: {
      attachments: ({ attachments }: { attachments?: PersonalDataAttachment[] }) => attachments ?? [],
    },
    PersonalDataAttachment: {
      url: ({ path }: PersonalDataAttachment, _: unknown, context: ServiceContext) => `${context.baseUrl}${path}`,
    },
  };
}
