/** Makes a random key. Not `crypto.randomUUID`, which pages without TLS do not have. */
export const randomKey = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
