/**
 * Download tickets: a browser that follows a link can send no header, so the address itself authorises the download. A ticket is
 * valid for five minutes, for one package, organisation and caller. It is signed, so that it is verified before any key of the
 * organisation is used. The caller in it is encrypted, because proxies log addresses.
 */
import { randomUUID } from 'node:crypto';
import type { JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import { currentKeys } from '../../../subgraphs/kit';
import { claimsWith, readAddress } from '../../security/signed-address';
import type { SignStatement } from '../../security/signed-statement';
import type { ExportPackage } from '../store/export-store';

const ticketType = 'habeas-download+jwt';

/** Seconds. */
const lifetime = 5 * 60;

const place = 'download-ticket.actor';

/** The path of a package, for a ticket in the query or a caller's token. */
export const packagePath = (id: string): string => `/exports/${id}`;

const claims = claimsWith({
  /** The request or case whose package it is; for a family, the parent. */
  sub: z.uuid(),
  /** The package's SHA-256: a package that is written again needs a new ticket. */
  sha256: z.string(),
  actor: z.string(),
});

export interface DownloadTicket {
  id: string;
  organizationId: string;
  requestId: string;
  sha256: string;
  /** Decrypts who received the ticket. @throws FORBIDDEN when the organisation's keys were destroyed */
  actor: () => string;
}

/** Returns the address of a package with a new ticket for this caller. */
export async function ticketUrl(
  { publicUrl, signStatement }: { publicUrl: string; signStatement: SignStatement },
  actor: string,
  { requestId, sha256 }: Pick<ExportPackage, 'requestId' | 'sha256'>,
): Promise<string> {
  const keys = currentKeys();
  const stated = {
    jti: randomUUID(),
    organization_id: keys.organizationId,
    sub: requestId,
    sha256,
    actor: keys.encrypt(Buffer.from(actor), place).toString('base64url'),
    exp: Math.floor(Date.now() / 1000) + lifetime,
  };
  return `${publicUrl}${packagePath(requestId)}?ticket=${await signStatement(stated, ticketType)}`;
}

/** Reads a ticket. @returns null for one that has expired or was not signed here */
export async function readTicket(ticket: string, keys: JWTVerifyGetKey): Promise<DownloadTicket | null> {
  const data = await readAddress(ticket, { type: ticketType, claims, keys });
  if (!data) return null;
  return {
    id: data.jti,
    organizationId: data.organization_id,
    requestId: data.sub,
    sha256: data.sha256,
    actor: () => currentKeys().decrypt(Buffer.from(data.actor, 'base64url'), place).toString(),
  };
}
