/** What a process speaks TLS with. */
import { ConfigurationError } from './environment';
import { readGivenFile } from './files';

/** What a server needs to speak TLS, as Node takes it. With a `ca`, clients must show a certificate that it signed. */
export interface ServerTls {
  cert: Buffer;
  key: Buffer;
  ca?: Buffer;
  requestCert?: boolean;
}

/** The TLS of this process's server; undefined without `TLS_CERT_FILE`. @throws ConfigurationError */
export function readServerTls(env: {
  TLS_CERT_FILE?: string | undefined;
  TLS_KEY_FILE?: string | undefined;
  TLS_CLIENT_CA_FILE?: string | undefined;
}): ServerTls | undefined {
  const { TLS_CERT_FILE: cert, TLS_KEY_FILE: key, TLS_CLIENT_CA_FILE: ca } = env;
  if (!cert && !key && !ca) return undefined;
  if (!cert || !key)
    throw new ConfigurationError([`${cert ? 'TLS_KEY_FILE' : 'TLS_CERT_FILE'}: is required with the other TLS files`]);
  return {
    cert: readGivenFile('TLS_CERT_FILE', cert),
    key: readGivenFile('TLS_KEY_FILE', key),
    ...(ca ? { ca: readGivenFile('TLS_CLIENT_CA_FILE', ca), requestCert: true } : {}),
  };
}
