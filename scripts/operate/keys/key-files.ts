/** Files of keys: made once, whole or not at all, readable for their owner only, and never overwritten. */
import { randomBytes } from 'node:crypto';
import { existsSync, renameSync, writeFileSync } from 'node:fs';
import { exportJWK, generateKeyPair, type JWK } from 'jose';

/** Writes a file beside its name and moves it there. */
export function writeKeyFile(file: string, content: string): void {
  writeFileSync(`${file}.new`, content, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** Writes a file of JSON. */
export const writeKeyJson = (file: string, content: unknown): void =>
  writeKeyFile(file, `${JSON.stringify(content, null, 2)}\n`);

/**
 * Makes a file of one master key, named after what it is for, when it is missing.
 * @param older keys that wrapped something before, by id
 */
export function ensureMasterKey(file: string, name: string, older: Record<string, string> = {}): void {
  if (existsSync(file)) return;
  const id = `${name}-${randomBytes(4).toString('hex')}`;
  writeKeyJson(file, { current: id, keys: { ...older, [id]: randomBytes(32).toString('base64') } });
}

/** Makes a pair of files, an Ed25519 private key and the set with its public key, when either is missing. */
export async function ensureKeyPair(name: string, privateFile: string, publicFile: string): Promise<void> {
  if (existsSync(privateFile) && existsSync(publicFile)) return;
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { extractable: true });
  const names = { kid: `${name}-${randomBytes(4).toString('hex')}`, alg: 'EdDSA', use: 'sig' };
  const publicJwk: JWK = { ...(await exportJWK(publicKey)), ...names };
  writeKeyJson(privateFile, { ...(await exportJWK(privateKey)), ...names });
  writeKeyJson(publicFile, { keys: [publicJwk] });
}
