/**
 * Refuses mutations of other services by which held data would leave a hold, or others come under it, before the service is asked (R31).
 * A merged contact would become part of the person, and of what the hold keeps. A conversation that is moved to another contact would go
 * with that contact's erasure.
 */
import { GraphQLError } from 'graphql';
import type { DataSource, EntityManager } from 'typeorm';
import { codedError, type IdTerm } from '../../../subgraphs/kit';
import type { KeyRing } from '../../../subgraphs/kit/base/security/key-ring';
import { inOrganization } from '../../../subgraphs/kit/base/security/organization-context';
import type { GdprCaller } from '../context';
import type { ServiceCallScope } from '../services/service-call';
import type { PiiServices } from '../services/pii-services';
import { findSubjects } from '../services/subjects';
import { anyHoldStands, coveredDigests, holdsOnAny, idDigests } from '../store/holds/holds';

/** What the check works with. */
export interface HoldGuardTools {
  dataSource: DataSource;
  services: PiiServices;
}

/** Reads from the API for the caller of the mutation, who must be allowed to: nothing is told to others. */
type Read = (
  query: string,
  variables: Record<string, unknown>,
) => Promise<{ data?: Record<string, unknown> | null | undefined; errors?: readonly GraphQLError[] | undefined }>;

type Arguments = Record<string, unknown>;

/** Checks of these mutations, by the name of the field. */
export type HoldGuards = Readonly<
  Record<string, (args: Arguments, caller: Pick<GdprCaller, 'organizationId' | 'subject'>, read: Read) => Promise<void>>
>;

/** An external contact whom a mutation is about, and the argument that leads to it. */
interface Concerned {
  argument: string;
  id: unknown;
}

/** The mutations, with the contacts on whom no hold may stand. */
const guarded: Record<string, (args: Arguments, read: Read) => Concerned[] | Promise<Concerned[]>> = {
  mergeExternalContacts: ({ sourceId, targetId }) => [
    { argument: 'sourceId', id: sourceId },
    { argument: 'targetId', id: targetId },
  ],
  associateConversation: async ({ id, externalContactId }, read) => {
    const present = await contactOfConversation(id, read);
    // What is associated once more stays where it is.
    return present === String(externalContactId).toLowerCase() ? [] : [{ argument: 'id', id: present }];
  },
};

export const holdGuards = (keys: KeyRing, tools: HoldGuardTools): HoldGuards =>
  Object.fromEntries(
    Object.entries(guarded).map(([field, concerned]) => [
      field,
      async (args, { organizationId, subject: actor }, read) =>
        inOrganization(await keys.evenDestroyed(organizationId), async () => {
          if (!(await anyHoldStands(tools.dataSource.manager))) return;
          await assertNotHeld(tools, { organizationId, actor }, await concerned(args, read));
        }),
    ]),
  );

/** @throws HELD naming the argument, when a hold stands on a contact or on one that it is merged with */
async function assertNotHeld(
  { dataSource, services }: HoldGuardTools,
  scope: ServiceCallScope,
  concerned: Concerned[],
): Promise<void> {
  for (const { argument, id } of concerned) {
    if (typeof id !== 'string' || !(await isHeld(dataSource.manager, services, scope, id))) continue;
    throw codedError('HELD', 'A legal hold stands on the contact, or on one that it is merged with.', { argument });
  }
}

/** @throws SERVICE_UNAVAILABLE when the contact is not held by itself, and with whom it is merged cannot be told */
async function isHeld(db: EntityManager, services: PiiServices, scope: ServiceCallScope, id: string): Promise<boolean> {
  const term: IdTerm = { kind: 'id', type: 'EXTERNAL_CONTACT_ID', id };
  const { found, unavailable } = await findSubjects(services.owners('EXTERNAL_CONTACT'), scope, term);
  const digests = [...idDigests(term), ...found.flatMap(({ subject }) => coveredDigests(subject))];
  if ((await holdsOnAny(db, digests)).length > 0) return true;
  const [down] = unavailable;
  if (down === undefined) return false;
  throw codedError(
    'SERVICE_UNAVAILABLE',
    `The service "${down}" cannot be asked, so whether a legal hold stands on the contact cannot be told.`,
    { service: down },
  );
}

/** The contact with whom a conversation is now; null when it is with nobody, or when there is none. @throws the error of its service */
async function contactOfConversation(id: unknown, read: Read): Promise<string | null> {
  const query = 'query ($id: ID!) { conversation(id: $id) { externalContact { id } } }';
  const { data, errors } = await read(query, { id });
  const [error] = errors ?? [];
  if (error) throw new GraphQLError(error.message, { extensions: error.extensions });
  const conversation = data?.conversation as { externalContact: { id: string } | null } | null | undefined;
  return conversation?.externalContact?.id.toLowerCase() ?? null;
}
