/** `legalHolds`: the newest first, by keyset. */
import type { DataSource } from 'typeorm';
import { currentKeys, inputError, isId, type PageArguments } from '../../../subgraphs/kit';
import { decodePlace, encodePlace } from '../../persistence/time-cursor';
import { LegalHold } from './legal-hold';

const maximumFirst = 200;

const isHoldId = (key: unknown): key is string => typeof key === 'string' && isId(key);

/** One page of the organisation's holds. @param active those that stand, or those that have ended; all when absent @throws BAD_USER_INPUT */
export async function listHolds(
  dataSource: DataSource,
  active: boolean | null | undefined,
  { first, after }: PageArguments,
) {
  const limit = first ?? 25;
  if (limit < 1 || limit > maximumFirst) throw inputError('first', `first takes 1 to ${maximumFirst}.`);
  const builder = dataSource
    .createQueryBuilder(LegalHold, 'hold')
    .where('hold.organizationId = :organizationId', { organizationId: currentKeys().organizationId });
  if (active != null)
    builder.andWhere(
      `${active ? '' : 'NOT '}(hold.releasedAt IS NULL AND (hold.until IS NULL OR hold.until > clock_timestamp()))`,
    );
  if (after != null) builder.andWhere('(hold.placedAt, hold.id) < (:at, :key)', decodePlace(after, isHoldId));
  const found = await builder
    .orderBy('hold.placedAt', 'DESC')
    .addOrderBy('hold.id', 'DESC')
    .take(limit + 1)
    .getMany();
  const nodes = found.slice(0, limit);
  const last = nodes.at(-1);
  return {
    nodes,
    pageInfo: {
      hasNextPage: found.length > limit,
      endCursor: last ? encodePlace({ at: last.placedAt, key: last.id }) : null,
    },
  };
}
