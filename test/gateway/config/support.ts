/** An installation whose configuration the tests load. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadConfig } from '../../../gateway/config';

export const signingKey = { kty: 'OKP', crv: 'Ed25519', kid: 'k1', x: 'x', d: 'very-secret' };

/** Makes a data directory for a suite. Its keys are written anew before each test. */
export function installation() {
  const directory = mkdtempSync(path.join(tmpdir(), 'habeas-config-'));
  const keys = path.join(directory, 'keys');
  /** Writes a file beside the keys. @returns its path */
  const write = (name: string, content: unknown): string => {
    const file = path.join(keys, name);
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content), { mode: 0o600 });
    return file;
  };
  beforeEach(() => {
    rmSync(keys, { recursive: true, force: true });
    mkdirSync(keys);
    write('encryption-gateway.json', { current: 'e1', keys: { e1: randomBytes(32).toString('base64') } });
    write('service-signing.jwk.json', signingKey);
    write('service.jwks.json', { keys: [{ kty: 'OKP', crv: 'Ed25519', kid: 'k1', x: 'x' }] });
    write('caller.jwks.json', { keys: [] });
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  const development: Record<string, string> = {
    HABEAS_DATA_DIR: directory,
    DATABASE_URL: 'postgres://u:password@127.0.0.1:5432/postgres',
  };
  const production = {
    ...development,
    PUBLIC_URL: 'https://gateway.example',
    NODE_ENV: 'production',
    CALLER_JWKS_URL: 'https://issuer.test/jwks',
    CALLER_ISSUER: 'https://issuer.test',
    SUPERGRAPH_FILE: '/s.graphql',
    ENCRYPTION_KEYS_FILE: path.join(keys, 'encryption-gateway.json'),
    SERVICE_TOKEN_SIGNING_KEY_FILE: path.join(keys, 'service-signing.jwk.json'),
  };
  return { directory, development, production, write };
}

/** The problems that stop a start with these variables; none when the configuration is good. */
export const problemsOf = (environment: Record<string, string>): string[] => {
  try {
    loadConfig(environment);
  } catch (error) {
    return (error as { problems: string[] }).problems;
  }
  return [];
};
