/** `restrictions`: newest first, by keyset. A look at whom they are on is recorded (R21). */
import { currentKeys, inputError, isId, type PageArguments } from '../../../subgraphs/kit';
import { maximumFirst } from '../../../subgraphs/kit/base/persistence/keyset';
import { decodePlace, encodePlace } from '../../persistence/time-cursor';
import type { GdprContext } from '../context';
import { GdprRestriction } from './restriction';

const isRestrictionId = (key: unknown): key is string => typeof key === 'string' && isId(key);

/** One page of the organisation's restrictions. @throws BAD_USER_INPUT */
export async function listRestrictions(
  { tools, caller }: GdprContext,
  { active, first, after }: PageArguments & { active?: boolean | null },
) {
  const limit = first ?? 25;
  if (limit < 1 || limit > maximumFirst) throw inputError('first', `first takes 1 to ${maximumFirst}.`);
  const builder = tools.dataSource
    .createQueryBuilder(GdprRestriction, 'found')
    .where('found.organizationId = :organizationId', { organizationId: currentKeys().organizationId });
  if (active != null) builder.andWhere(`found.liftedAt IS ${active ? 'NULL' : 'NOT NULL'}`);
  if (after != null) builder.andWhere('(found.createdAt, found.id) < (:at, :key)', decodePlace(after, isRestrictionId));
  const found = await builder
    .orderBy('found.createdAt', 'DESC')
    .addOrderBy('found.id', 'DESC')
    .take(limit + 1)
    .getMany();
  await tools.looks.add({ actor: caller.subject, action: 'RESTRICTIONS_LISTED', detail: `${limit} restrictions` });
  const nodes = found.slice(0, limit);
  const last = nodes.at(-1);
  return {
    nodes,
    pageInfo: {
      hasNextPage: found.length > limit,
      endCursor: last ? encodePlace({ at: last.createdAt, key: last.id }) : null,
    },
  };
}
