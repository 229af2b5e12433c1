/** The recipients whom the controller tells of an erasure or rectification (Art. 19, R36), as declared by the services that changed something. */
import type { EntityManager } from 'typeorm';
import { currentKeys } from '../../../../subgraphs/kit';
import type { GdprRequest, GdprTask } from '../../entities';
import { hasChanged } from '../../stored-values';
import { declaredBy, type Declarations, type Recipient } from '../../services/recipients';

/** Records whom to tell of what requests have done. A recipient that was recorded before is not changed. */
export async function noteRecipients(
  db: EntityManager,
  services: Declarations,
  ends: { request: GdprRequest; tasks: GdprTask[] }[],
): Promise<void> {
  const noted = ends.flatMap(({ request, tasks }) =>
    tasks
      .filter(hasChanged)
      .flatMap(({ service }) =>
        declaredBy(services, service).map((recipient) => ({ requestId: request.id, ...recipient })),
      ),
  );
  if (noted.length === 0) return;
  await db.query(
    `INSERT INTO gdpr_recipient (organization_id, request_id, service, recipient)
     SELECT $1, noted.* FROM unnest($2::uuid[], $3::text[], $4::text[]) AS noted ON CONFLICT DO NOTHING`,
    [
      currentKeys().organizationId,
      noted.map(({ requestId }) => requestId),
      noted.map(({ service }) => service),
      noted.map(({ recipient }) => recipient),
    ],
  );
}

/** Whom to tell, by request, in the order of their names. */
export async function recipientsOf(db: EntityManager, ids: readonly string[]): Promise<Map<string, Recipient[]>> {
  if (ids.length === 0) return new Map();
  const rows: (Recipient & { request_id: string })[] = await db.query(
    `SELECT request_id, service, recipient FROM gdpr_recipient
     WHERE organization_id = $1 AND request_id = ANY($2::uuid[]) ORDER BY service, recipient`,
    [currentKeys().organizationId, ids],
  );
  const byRequest = new Map<string, Recipient[]>();
  for (const { request_id: id, service, recipient } of rows)
    byRequest.set(id, [...(byRequest.get(id) ?? []), { service, recipient }]);
  return byRequest;
}
