/** Authenticated encryption (AES-256-GCM) with one key: of personal values, and of the organisations' own keys. */
import { createCipheriv, createDecipheriv, randomFillSync } from 'node:crypto';

const ivLength = 12;
const tagLength = 16;
const nothing = Buffer.alloc(0);

/** Initialisation vectors that are drawn together: drawing all of them costs about as much as drawing one. */
const vectors = Buffer.alloc(ivLength * 256);
let usedVectors = vectors.length;

/** A vector that was never used before; valid until the next call. */
function nextVector(): Buffer {
  if (usedVectors === vectors.length) {
    randomFillSync(vectors);
    usedVectors = 0;
  }
  return vectors.subarray(usedVectors, (usedVectors += ivLength));
}

/** Encrypts with a key, after an unencrypted prefix. The result can be decrypted only with the same associated text. */
export function seal(key: Buffer, plain: Buffer, associated: string, prefix: Buffer = nothing): Buffer {
  const iv = nextVector();
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(associated));
  // GCM has no padding: `update` returns everything, and `final` nothing.
  const sealed = cipher.update(plain);
  cipher.final();
  return Buffer.concat([prefix, iv, cipher.getAuthTag(), sealed]);
}

/** Decrypts the result of {@link seal} without its prefix. @throws when it was altered */
export function open(key: Buffer, sealed: Buffer, associated: string): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, ivLength))
    .setAAD(Buffer.from(associated))
    .setAuthTag(sealed.subarray(ivLength, ivLength + tagLength));
  const plain = decipher.update(sealed.subarray(ivLength + tagLength));
  decipher.final();
  return plain;
}
