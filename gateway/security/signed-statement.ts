/** Statements that the gateway signs without an expiry: certificates, and checkpoints of the audit log. Each kind has its own `typ`. */
import { createHash } from 'node:crypto';
import { compactVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';

/** Signs a statement as compact JWS (EdDSA). */
export type SignStatement = (statement: JWTPayload, type: string) => Promise<string>;

/**
 * What a signed statement states.
 * @returns null when it is a statement of another type
 * @throws when none of the keys signed it
 */
export async function verifyStatement(jws: string, type: string, keys: JWTVerifyGetKey): Promise<unknown> {
  const { payload, protectedHeader } = await compactVerify(jws, keys as never, { algorithms: ['EdDSA'] });
  return protectedHeader.typ === type ? JSON.parse(Buffer.from(payload).toString()) : null;
}

/** The hexadecimal SHA-256 of a signed statement, by which a later one names it. */
export const statementDigest = (jws: string): string => createHash('sha256').update(jws).digest('hex');
