/**
 * Package links: a person downloads their package without an account (R37). A link expires, and needs a code that is sent to the
 * person another way, within a few tries. The address is signed and names nobody; the code is stored as a keyed digest.
 */
import { randomInt, timingSafeEqual } from 'node:crypto';
import type { JWTVerifyGetKey } from 'jose';
import type { DataSource, EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { codedError, currentKeys, inputError, isId } from '../../../subgraphs/kit';
import { assertKeys } from '../../../subgraphs/kit/base/security/key-ring';
import { appendAudit, type AuditEvent } from '../../audit/audit-log';
import { transact } from '../../persistence/transact';
import { claimsWith, readAddress } from '../../security/signed-address';
import type { SignStatement } from '../../security/signed-statement';
import { GdprRequest } from '../../gdpr/entities';
import { databaseTime } from '../../gdpr/store/database-time';
import { matchOf } from '../../gdpr/store/subjects/known-values';
import type { ExportPackage, ExportStore } from '../store/export-store';

/** The path of every package link. */
export const linkPath = '/packages';

const linkType = 'habeas-package-link+jwt';

/** Wrong codes after which a link no longer works. */
const mostTries = 5;

const mostDays = 30;

/** Letters and digits that are not easily mistaken for one another. */
const alphabet = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';
const codeLength = 10;

const claims = claimsWith({});

/** What creating and opening links needs. */
export interface LinkTools {
  dataSource: DataSource;
  exports: Pick<ExportStore, 'find'>;
  signStatement: SignStatement;
  config: { publicUrl: string };
}

export interface PackageLink {
  url: string;
  /** Shown to the caller once, since only its digest is stored. */
  code: string;
  expiresAt: Date;
}

const newCode = (): string => Array.from({ length: codeLength }, () => alphabet[randomInt(alphabet.length)]).join('');

/** The digest of a code as somebody types it: case, spaces and hyphens do not count. */
const digestOf = (id: string, code: string): Buffer =>
  currentKeys().digest(`package-code:${id}:${code.toUpperCase().replaceAll(/[\s-]/g, '')}`);

/**
 * Creates a link to the package of a request (`createPackageLink`). The link ends with the package at the latest.
 * @throws BAD_USER_INPUT for a number of days out of range; NOT_FOUND when the request has no package; BROAD_TERM for one by a value that
 *   did not match exactly one subject; FORBIDDEN when the organisation's keys were destroyed
 */
export async function createLink(
  { dataSource, exports, signStatement, config }: LinkTools,
  actor: string,
  { requestId, expiresInDays }: { requestId: string; expiresInDays: number },
): Promise<PackageLink> {
  if (expiresInDays < 1 || expiresInDays > mostDays)
    throw inputError('expiresInDays', `expiresInDays takes 1 to ${mostDays}.`);
  currentKeys().assertUsable();
  const { organizationId } = currentKeys();
  const id = uuidv7();
  const code = newCode();
  const expiresAt = await transact(dataSource, async (db) => {
    await assertKeys(db, organizationId);
    const asked = requestId.toLowerCase();
    const found = isId(asked) ? await packageOf(db, exports, asked) : undefined;
    if (!found) throw codedError('NOT_FOUND', 'The request has no package.', { argument: 'requestId' });
    await assertOnePerson(db, found.requestId);
    const wanted = new Date((await databaseTime(db)).getTime() + expiresInDays * 24 * 60 * 60 * 1000);
    const ends = wanted < found.expiresAt ? wanted : found.expiresAt;
    await db.query(
      `INSERT INTO gdpr_package_link (organization_id, id, request_id, sha256, code_digest, tries_left, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [organizationId, id, found.requestId, found.sha256, digestOf(id, code), mostTries, ends],
    );
    const detail = `link ${id}, until ${ends.toISOString()}`;
    await appendAudit(db, [{ actor, action: 'PACKAGE_LINK_CREATED', requestId: found.requestId, detail }]);
    return ends;
  });
  const stated = { jti: id, organization_id: organizationId, exp: Math.floor(expiresAt.getTime() / 1000) };
  const url = `${config.publicUrl}${linkPath}?link=${await signStatement(stated, linkType)}`;
  return { url, code: `${code.slice(0, codeLength / 2)}-${code.slice(codeLength / 2)}`, expiresAt };
}

/** The package that a request names: a family has one, under its parent (R13). */
async function packageOf(
  db: EntityManager,
  exports: LinkTools['exports'],
  id: string,
): Promise<ExportPackage | undefined> {
  const { organizationId } = currentKeys();
  const request = await db.findOne(GdprRequest, {
    select: { organizationId: true, id: true, parentId: true },
    where: { organizationId, id },
  });
  const holder = request?.parentId ?? id;
  const found = (await exports.find(db, [holder])).get(holder);
  return found?.members.includes(id) ? found : undefined;
}

/**
 * A package by a value holds whatever its services found by it. Only when that was one subject, exactly matched, is it nobody else's (R13).
 * @throws BROAD_TERM
 */
async function assertOnePerson(db: EntityManager, requestId: string): Promise<void> {
  const { organizationId } = currentKeys();
  const { term } = await db.findOneByOrFail(GdprRequest, { organizationId, id: requestId });
  if (term?.kind === 'id') return;
  const { subjects, exact } = await matchOf(db, requestId, term);
  if (subjects === 1 && exact) return;
  throw codedError(
    'BROAD_TERM',
    'The package was asked for by a value that matches several subjects, or one in part, and may hold the data of others. Export the person by id.',
    { argument: 'requestId', matches: subjects },
  );
}

/** Reads the address of a link. @returns null for one that has expired or was not signed here */
export async function readLink(
  link: string,
  keys: JWTVerifyGetKey,
): Promise<{ id: string; organizationId: string } | null> {
  const data = await readAddress(link, { type: linkType, claims, keys });
  return data && { id: data.jti, organizationId: data.organization_id };
}

/** The result of trying a code: the package; `wrong`, with the tries that are left; or `gone` when the link no longer works. */
export type Opened =
  { state: 'opened'; package: ExportPackage } | { state: 'wrong'; triesLeft: number } | { state: 'gone' };

type FindTools = Pick<LinkTools, 'dataSource' | 'exports'>;

interface OpenLink {
  codeDigest: Buffer;
  triesLeft: number;
  package: ExportPackage;
}

/** Finds a link that can still be opened: it has not expired, has tries left, and its package exists unchanged. */
async function findOpen(
  db: EntityManager,
  exports: LinkTools['exports'],
  id: string,
  lock = '',
): Promise<OpenLink | null> {
  const rows: { request_id: string; sha256: string; code_digest: Buffer; tries_left: number }[] = await db.query(
    `SELECT request_id, sha256, code_digest, tries_left FROM gdpr_package_link
     WHERE organization_id = $1 AND id = $2 AND expires_at > now() AND tries_left > 0 ${lock}`,
    [currentKeys().organizationId, id],
  );
  const [row] = rows;
  if (!row) return null;
  const found = (await exports.find(db, [row.request_id])).get(row.request_id);
  if (found?.sha256 !== row.sha256) return null;
  return { codeDigest: row.code_digest, triesLeft: row.tries_left, package: found };
}

export const isOpen = async ({ dataSource, exports }: FindTools, id: string): Promise<boolean> =>
  (await findOpen(dataSource.manager, exports, id)) !== null;

/** Tries a code. A row lock makes concurrent tries run one after the other, so that each counts. Every try is in the audit log. */
export function openLink({ dataSource, exports }: FindTools, id: string, code: string): Promise<Opened> {
  return transact(dataSource, async (db): Promise<Opened> => {
    const link = await findOpen(db, exports, id, 'FOR UPDATE');
    if (!link) return { state: 'gone' };
    const event = (action: AuditEvent['action'], detail: string): AuditEvent => ({
      actor: 'habeas',
      action,
      requestId: link.package.requestId,
      detail: `link ${id}, ${detail}`,
    });
    if (timingSafeEqual(digestOf(id, code), link.codeDigest)) {
      await appendAudit(db, [event('PACKAGE_LINK_OPENED', 'with its code')]);
      return { state: 'opened', package: link.package };
    }
    const triesLeft = link.triesLeft - 1;
    await db.query('UPDATE gdpr_package_link SET tries_left = $3 WHERE organization_id = $1 AND id = $2', [
      currentKeys().organizationId,
      id,
      triesLeft,
    ]);
    await appendAudit(db, [event('PACKAGE_LINK_REFUSED', `a wrong code; tries left: ${triesLeft}`)]);
    return triesLeft > 0 ? { state: 'wrong', triesLeft } : { state: 'gone' };
  });
}
