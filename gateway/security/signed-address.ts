/**
 * Addresses that authorise somebody where no header can be sent: a signed statement in the query, which is verified before any key of
 * an organisation is opened. Proxies log addresses, so a statement names nobody.
 */
import type { JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import { organizationIdPattern } from '../../subgraphs/kit/base/security/token-claims';
import { verifyStatement } from './signed-statement';

/** The claims of every such statement: its id, its organisation, and when it expires, in seconds. */
const addressClaims = z.object({
  jti: z.uuid(),
  organization_id: z.string().regex(organizationIdPattern),
  exp: z.number(),
});

/** Claims of one kind of address: those of every kind, and its own. */
export const claimsWith = <Own extends z.ZodRawShape>(own: Own) => addressClaims.extend(own);

/** The claims of an address; null for one that has expired, is of another kind, or was not signed here. */
export async function readAddress<Claims extends { exp: number }>(
  statement: string,
  { type, claims, keys }: { type: string; claims: z.ZodType<Claims>; keys: JWTVerifyGetKey },
): Promise<Claims | null> {
  const { data } = claims.safeParse(await verifyStatement(statement, type, keys).catch(() => null));
  return data && data.exp * 1000 > Date.now() ? data : null;
}
