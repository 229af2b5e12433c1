/** Checks of input that several services take: base64 files, media types, times, and ids of other services' entities. */
import { largestFile } from './base/bounds';
import { inputError } from './base/errors';
import { readIsoTime } from './base/iso-time';
import { isId } from './base/persistence/keyset';

/**
 * Decodes base64 (RFC 4648, with padding).
 * @throws BAD_USER_INPUT naming `argument` when it is not base64, or holds more than 20 MiB.
 */
export function decodeBase64(argument: string, encoded: string): Buffer {
  // The size comes first, so that nothing large is decoded only to be refused.
  if (encoded.length > Math.ceil(largestFile / 3) * 4) {
    throw inputError(argument, `${argument} holds more than ${largestFile} bytes.`);
  }
  // Two plain classes without a repeated group: the pattern runs in constant stack on megabytes.
  if (encoded.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(encoded)) {
    throw inputError(argument, `${argument} is not base64.`);
  }
  const bytes = Buffer.from(encoded, 'base64');
  if (bytes.length > largestFile) throw inputError(argument, `${argument} holds more than ${largestFile} bytes.`);
  return bytes;
}

const token = "[\\w!#$&^.+'*%`|~-]+";
const mediaTypePattern = new RegExp(`^${token}/${token}(?:[ \\t]*;[ \\t]*${token}=(?:${token}|"[\\w !#-~]*"))*$`);

/**
 * A media type as in HTTP, with its parameters: `text/plain; charset=utf-8`.
 * @param kind the only top-level type that is allowed: `audio`
 * @throws BAD_USER_INPUT naming `argument`
 */
export function checkedMediaType(argument: string, value: string, kind?: string): string {
  const mediaType = value.trim();
  if (mediaType.length > 200 || !mediaTypePattern.test(mediaType)) {
    throw inputError(argument, `${argument} is no media type.`);
  }
  if (kind && !mediaType.toLowerCase().startsWith(`${kind}/`)) {
    throw inputError(argument, `${argument} is no media type of ${kind}.`);
  }
  return mediaType;
}

/** A point in time, as ISO 8601 with its offset, on an existing day. @throws BAD_USER_INPUT naming `argument` */
export function checkedTime(argument: string, value: unknown): Date {
  const time = typeof value === 'string' ? readIsoTime(value) : null;
  if (!time) throw inputError(argument, `${argument} takes an ISO 8601 time, for example 2026-03-02T15:04:00Z.`);
  return time;
}

/**
 * The id of an entity of another service, in lower case; null for none. Only the other service knows whether the entity exists.
 * @throws BAD_USER_INPUT naming `argument` when it cannot be an id
 */
export function checkedReference(argument: string, id: string | null | undefined): string | null {
  if (id == null) return null;
  if (!isId(id)) throw inputError(argument, `${argument} is no id.`);
  return id.toLowerCase();
}
