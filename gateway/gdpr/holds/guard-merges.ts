/**
 * Refuses merges into a held set before the owning service is asked (R31). A merged contact would become part of the person, and of what
 * the hold keeps; the set that a hold covers stays as it is while the hold stands.
 */
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
export interface MergeTools {
  dataSource: DataSource;
  services: PiiServices;
}

/** Mutations that merge external contacts, with the arguments that name these. */
const mergingFields = { mergeExternalContacts: ['sourceId', 'targetId'] } as const;

/** Checks of these mutations, by the name of the field. */
export type MergeGuards = Readonly<
  Record<
    string,
    (args: Record<string, unknown>, caller: Pick<GdprCaller, 'organizationId' | 'subject'>) => Promise<void>
  >
>;

export const mergeGuards = (keys: KeyRing, tools: MergeTools): MergeGuards =>
  Object.fromEntries(
    Object.entries(mergingFields).map(([field, names]) => [
      field,
      async (args, { organizationId, subject: actor }) =>
        inOrganization(await keys.evenDestroyed(organizationId), () =>
          assertMergeable(tools, { organizationId, actor }, names, args),
        ),
    ]),
  );

/** @throws HELD naming the argument, when a hold stands on a contact or on one that it is merged with */
async function assertMergeable(
  { dataSource, services }: MergeTools,
  scope: ServiceCallScope,
  names: readonly string[],
  args: Record<string, unknown>,
): Promise<void> {
  const { manager } = dataSource;
  if (!(await anyHoldStands(manager))) return;
  for (const argument of names) {
    const id = args[argument];
    if (typeof id !== 'string' || !(await isHeld(manager, services, scope, id))) continue;
    throw codedError('HELD', 'A legal hold stands on the contact, or on one that it is merged with.', { argument });
  }
}

async function isHeld(db: EntityManager, services: PiiServices, scope: ServiceCallScope, id: string): Promise<boolean> {
  const term: IdTerm = { kind: 'id', type: 'EXTERNAL_CONTACT_ID', id };
  // When the owner cannot be asked, it cannot merge either.
  const { found } = await findSubjects(services.owners('EXTERNAL_CONTACT'), scope, term);
  const digests = [...idDigests(term), ...found.flatMap(({ subject }) => coveredDigests(subject))];
  return (await holdsOnAny(db, digests)).length > 0;
}
