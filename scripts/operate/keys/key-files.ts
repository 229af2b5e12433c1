/** Key files: created once, whole or not at all, readable for their owner only, and never overwritten. */
import { randomBytes } from 'node:crypto';
import { existsSync, renameSync, writeFileSync } from 'node:fs';
import { exportJWK, generateKeyPair, type JWK } from 'jose';

/** Writes a file under another name and renames it. */
export function writeKeyFile(file: string, content: string): void {
  writeFileSync(`${file}.new`, content, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** Writes a JSON file. */
export const writeKeyJson = (file: string, content: unknown): void =>
  writeKeyFile(file, `${JSON.stringify(content, null, 2)}\n`);

/**
 * Creates a file with one master key, named after its purpose, unless it exists.
 * @param older keys that have already wrapped something, by id
 */
export function ensureMasterKey(file: string, name: string, older: Record<string, string> = {}): void {
  if (existsSync(file)) return;
  const id = `${name}-${randomBytes(4).toString('hex')}`;
  writeKeyJson(file, { current: id, keys: { ...older, [id]: randomBytes(32).toString('base64') } });
}

/** Creates a pair of files, an Ed25519 private key and the key set with its public key, unless both exist. */
export async function ensureKeyPair(name: string, privateFile: string, publicFile: string): Promise<void> {
  if (existsSync(privateFile) && existsSync(publicFile)) return;
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { extractable: true });
  const names = { kid: `${name}-${randomBytes(4).toString('hex')}`, alg: 'EdDSA', use: 'sig' };
  const publicJwk: JWK = { ...(await exportJWK(publicKey)), ...names };
  writeKeyJson(privateFile, { ...(await exportJWK(privateKey)), ...names });
  writeKeyJson(publicFile, { keys: [publicJwk] });
}
