/** Authenticated encryption (AES-256-GCM) with one key: of personal values, and of the keys of organisations themselves. */
import { createCipheriv, createDecipheriv, randomFillSync } from 'node:crypto';

const ivLength = 12;
const tagLength = 16;
const nothing = Buffer.alloc(0);

/** Initialisation vectors that are drawn together: one draw costs about the same for one as for all of them. */
const vectors = Buffer.alloc(ivLength * 256);
let usedVectors = vectors.length;

/** A vector that was never used; valid until the next one is asked for. */
function nextVector(): Buffer {
  if (usedVectors === vectors.length) {
    randomFillSync(vectors);
    usedVectors = 0;
  }
  return vectors.subarray(usedVectors, (usedVectors += ivLength));
}

/** Encrypts with a key, after a prefix that stays as it is; what is sealed opens with the same associated text only. */
export function seal(key: Buffer, plain: Buffer, associated: string, prefix: Buffer = nothing): Buffer {
  const iv = nextVector();
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(associated));
  // A mode without padding: everything comes from `update`, and nothing from `final`.
  const sealed = cipher.update(plain);
  cipher.final();
  return Buffer.concat([prefix, iv, cipher.getAuthTag(), sealed]);
}

/** Decrypts what {@link seal} made, without its prefix. Throws when it was altered. */
export function open(key: Buffer, sealed: Buffer, associated: string): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, ivLength))
    .setAAD(Buffer.from(associated))
    .setAuthTag(sealed.subarray(ivLength, ivLength + tagLength));
  const plain = decipher.update(sealed.subarray(ivLength + tagLength));
  decipher.final();
  return plain;
}
