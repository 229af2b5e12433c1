/** What a restriction lets nobody ask for (R34): the person who has their data restricted asked for the opposite of an erasure. */
import type { GraphQLError } from 'graphql';
import type { EntityManager } from 'typeorm';
import { codedError, currentKeys } from '../../../subgraphs/kit';
import type { GdprRequest } from '../entities';
import type { RequestType } from '../lifecycle';
import type { RestrictionGround } from './restriction';

/** GET and EXPORT go on. */
const refusing: Record<RequestType, readonly RestrictionGround[]> = {
  GET: [],
  EXPORT: [],
  UPDATE: ['UNLAWFUL', 'LEGAL_CLAIMS', 'OBJECTION'],
  DELETE: ['UNLAWFUL', 'LEGAL_CLAIMS'],
};

/** The grounds under which requests of a type are refused. */
export const refusingGrounds = (type: RequestType): readonly RestrictionGround[] => refusing[type];

/** What is asked of subjects. */
export interface AskedOf {
  type: RequestType;
  /** The subjects, by keyed digest. */
  digests: Buffer[];
}

const errorOf = (type: RequestType, ground: RestrictionGround, argument: string): GraphQLError =>
  codedError(
    'RESTRICTED',
    `The processing of these data is restricted (${ground}), which a request of the type ${type} goes against.`,
    { argument },
  );

/** Why one of these requests goes against a restriction; null when none does. One statement for all of them. */
export async function restrictionError(
  db: EntityManager,
  asked: AskedOf[],
  argument: string,
): Promise<GraphQLError | null> {
  const changing = asked.filter(({ type }) => refusing[type].length > 0);
  if (changing.length === 0) return null;
  const rows: { digest: string; ground: RestrictionGround }[] = await db.query(
    `SELECT encode(subject.subject_digest, 'hex') AS digest, restriction.ground FROM gdpr_restricted_subject subject
     JOIN gdpr_restriction restriction ON restriction.organization_id = subject.organization_id
       AND restriction.id = subject.restriction_id
     WHERE subject.organization_id = $1 AND subject.subject_digest = ANY($2::bytea[]) AND restriction.lifted_at IS NULL
     ORDER BY restriction.ground`,
    [currentKeys().organizationId, changing.flatMap(({ digests }) => digests)],
  );
  for (const { type, digests } of changing) {
    const own = new Set(digests.map((digest) => digest.toString('hex')));
    const found = rows.find(({ digest, ground }) => own.has(digest) && refusing[type].includes(ground));
    if (found) return errorOf(type, found.ground, argument);
  }
  return null;
}

/** The same, of a request that is there: of its own subject, and of those that its value matched. */
export async function restrictionErrorOf(
  db: EntityManager,
  { id, type, subjectDigest }: Pick<GdprRequest, 'id' | 'type' | 'subjectDigest'>,
): Promise<GraphQLError | null> {
  if (refusing[type].length === 0) return null;
  const matched: { subject_digest: Buffer }[] = await db.query(
    'SELECT subject_digest FROM gdpr_matched_subject WHERE organization_id = $1 AND request_id = $2',
    [currentKeys().organizationId, id],
  );
  return restrictionError(db, [{ type, digests: [subjectDigest, ...matched.map((row) => row.subject_digest)] }], 'id');
}
