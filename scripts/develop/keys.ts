/** Development keys: made at first start, never overwritten. Production brings its own. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { exportJWK, generateKeyPair, type JWK } from 'jose';

/** Where the key files of a data directory are. */
export function keyFiles(dataDir: string) {
  const file = (name: string) => path.join(dataDir, 'keys', name);
  return {
    /** Signs development tokens of callers. */
    callerSigning: file('caller-signing.jwk.json'),
    /** Verifies them, in the gateway. */
    callers: file('caller.jwks.json'),
    /** Signs service tokens, in the gateway. */
    serviceSigning: file('service-signing.jwk.json'),
    /** Verifies them, in the services. */
    services: file('service.jwks.json'),
    /** Master keys of everything that is encrypted at rest. */
    encryption: file('encryption.json'),
  };
}

/** Makes the key files that are missing. */
export async function ensureDevelopmentKeys(dataDir: string): Promise<void> {
  const files = keyFiles(dataDir);
  mkdirSync(path.dirname(files.encryption), { recursive: true, mode: 0o700 });
  await ensureKeyPair('caller', files.callerSigning, files.callers);
  await ensureKeyPair('service', files.serviceSigning, files.services);
  if (!existsSync(files.encryption)) {
    const id = `development-${randomBytes(4).toString('hex')}`;
    writeOnce(files.encryption, { current: id, keys: { [id]: randomBytes(32).toString('base64') } });
  }
}

async function ensureKeyPair(name: string, privateFile: string, publicFile: string): Promise<void> {
  if (existsSync(privateFile) && existsSync(publicFile)) return;
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { extractable: true });
  const names = { kid: `${name}-${randomBytes(4).toString('hex')}`, alg: 'EdDSA', use: 'sig' };
  const publicJwk: JWK = { ...(await exportJWK(publicKey)), ...names };
  // The key that signs callers' tokens is the first file of all, and tells a directory for development.
  writeOnce(privateFile, { ...(await exportJWK(privateKey)), ...names });
  writeOnce(publicFile, { keys: [publicJwk] });
}

/** Whole or not at all, and readable for its owner only. */
function writeOnce(file: string, content: unknown): void {
  writeFileSync(`${file}.new`, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
