/**
 * A link to a package that a browser follows, where no header can be sent: good for five minutes, for one package, organisation and caller. Signed,
 * so that it is known before any key is opened; the caller in it is encrypted, for addresses stand in logs of proxies.
 */
import { randomUUID } from 'node:crypto';
import type { JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import { currentKeys } from '../../../subgraphs/kit';
import { claimsWith, readAddress } from '../../security/signed-address';
import type { SignStatement } from '../../security/signed-statement';
import type { ExportPackage } from '../store/export-store';

const ticketType = 'habeas-download+jwt';

/** In seconds. */
const lifetime = 5 * 60;

const place = 'download-ticket.actor';

/** Where packages are: with a ticket in the query, or to a caller's token. */
export const packagePath = (id: string): string => `/exports/${id}`;

const claims = claimsWith({
  /** The request whose package it is: of a family, its parent. */
  sub: z.uuid(),
  /** The package's SHA-256: a package that is written again takes a new ticket. */
  sha256: z.string(),
  actor: z.string(),
});

export interface DownloadTicket {
  id: string;
  organizationId: string;
  requestId: string;
  sha256: string;
  /** Who got it: opened with the organisation's keys. @throws when they were destroyed */
  actor: () => string;
}

/** The address of a package for its caller. */
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

/** What a ticket says; null for one that has expired, or is none of ours. */
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
