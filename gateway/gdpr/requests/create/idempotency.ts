/** Idempotency keys: a repeated call gets the first answer (R10). */
import type { GraphQLError } from 'graphql';
import type { EntityManager } from 'typeorm';
import { codedError, currentKeys } from '../../../../subgraphs/kit';
import { GdprRequest } from '../../entities';
import type { Creation } from './creation';
import type { ValidatedRequest } from '../input';

const keyDigest = (key: string) => currentKeys().digest(`idempotency-key:${key}`);
/** The current fingerprint first, then those that earlier versions may have stored. */
const inputDigests = ({ fingerprints }: ValidatedRequest) =>
  fingerprints.map((fingerprint) => currentKeys().digest(`idempotent-input:${fingerprint}`));

/** The error for a key that was used with another input. */
export const keyReused = (when = ''): GraphQLError =>
  codedError('IDEMPOTENCY_KEY_REUSED', `The idempotency key was used with a different input${when}.`, {
    argument: 'input.idempotencyKey',
  });

/** The first answer to this idempotency key, if there was one. @throws IDEMPOTENCY_KEY_REUSED for another input. */
export async function findRepeated(db: EntityManager, order: ValidatedRequest): Promise<Creation | null> {
  if (order.idempotencyKey === null) return null;
  const { organizationId } = currentKeys();
  const rows: { input_digest: Buffer; request_id: string; created: boolean }[] = await db.query(
    'SELECT input_digest, request_id, created FROM gdpr_idempotency_key WHERE organization_id = $1 AND key_digest = $2',
    [organizationId, keyDigest(order.idempotencyKey)],
  );
  const [row] = rows;
  if (!row) return null;
  if (!inputDigests(order).some((digest) => digest.equals(row.input_digest))) {
    throw keyReused();
  }
  return {
    request: await db.findOneByOrFail(GdprRequest, { organizationId, id: row.request_id }),
    created: row.created,
  };
}

export async function rememberKey(
  db: EntityManager,
  order: ValidatedRequest,
  { request, created }: Creation,
): Promise<void> {
  if (order.idempotencyKey === null) return;
  const digests = inputDigests(order);
  const kept: unknown[] = await db.query(
    `INSERT INTO gdpr_idempotency_key (organization_id, key_digest, input_digest, request_id, created)
     VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (organization_id, key_digest) DO UPDATE SET created = gdpr_idempotency_key.created
     WHERE gdpr_idempotency_key.input_digest = ANY($6::bytea[])
     RETURNING 1`,
    [currentKeys().organizationId, keyDigest(order.idempotencyKey), digests[0], request.id, created, digests],
  );
  if (kept.length === 0) {
    throw keyReused(' at the same moment');
  }
}
