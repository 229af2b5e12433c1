/** The contract's three root fields, made from a service's definition. */
import { collectSubFields } from '@graphql-tools/utils';
import { getNamedType, type GraphQLObjectType, type GraphQLResolveInfo } from 'graphql';
import { codedError } from '../base/errors';
import type { ServiceContext } from '../context';
import { parseTerm, type TermInput } from '../base/terms';
import { erasePersonalData, rectifyPersonalData } from './act';
import type { DispositionReport } from './account';
import type { ContractContext, PersonalDataAttachment, PersonalDataDefinition, Replacement } from './definition';
import { findPersonalData } from './find';
import { unreachableResolvers } from './unreachable';

interface TermArguments {
  term: TermInput;
}

function assertPurpose(context: ServiceContext): void {
  if (context.caller.purpose !== 'gdpr') {
    throw codedError('FORBIDDEN', 'This field answers service tokens of the purpose gdpr only.');
  }
}

/** Whether the operation wants a field of what the resolver answers, whatever it calls it and in whatever fragment. */
function selects(name: string, info: GraphQLResolveInfo): boolean {
  const type = getNamedType(info.returnType) as GraphQLObjectType;
  const variables = { coerced: info.variableValues, sources: {} };
  const { fields } = collectSubFields(info.schema, info.fragments, variables, type, [...info.fieldNodes]);
  return [...fields.values()].some(([field]) => field?.name.value === name);
}

/** The resolvers of `Query.personalData`, `Mutation.erasePersonalData` and `Mutation.rectifyPersonalData`. */
export function contractResolvers(definition: PersonalDataDefinition) {
  const act = async (
    context: ServiceContext,
    { term }: TermArguments,
    work: (within: ContractContext) => Promise<DispositionReport>,
  ) => {
    assertPurpose(context);
    const parsed = parseTerm(term);
    const { organizationId, blobs, dataSource } = context;
    const report = await dataSource.transaction((db) => work({ organizationId, term: parsed, db, blobs }));
    // The rows are gone for good, so their blobs may follow; a failure here is tried again by the next call and the sweeper.
    await blobs.removeMarked(dataSource, organizationId);
    return report;
  };

  return {
    Query: {
      ...(definition.unreachable ? unreachableResolvers(definition.unreachable) : {}),
      personalData: async (
        _: unknown,
        args: TermArguments & { first: number; after?: string | null },
        context: ServiceContext,
        info: GraphQLResolveInfo,
      ) => {
        assertPurpose(context);
        const { organizationId, blobs, db } = context;
        return findPersonalData(
          definition,
          { organizationId, blobs, db, term: parseTerm(args.term) },
          args.first,
          args.after,
          selects('records', info),
        );
      },
    },
    Mutation: {
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
