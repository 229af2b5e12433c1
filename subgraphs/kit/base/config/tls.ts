/** The certificates and keys of TLS: read and checked at boot, so that a bad file is reported with its variable. */
import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { ConfigurationError } from './environment';
import { readGivenFile } from './files';

/** TLS options of a Node server. With a `ca`, clients must show a certificate that it signed. */
export interface ServerTls {
  cert: Buffer;
  key: Buffer;
  ca?: Buffer;
  requestCert?: boolean;
}

const pemCertificates = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/** Reads one certificate or several (PEM). @throws ConfigurationError naming the variable */
export function readCertificates(variable: string, file: string): Buffer {
  const content = readGivenFile(variable, file);
  certificatesOf(variable, file, content);
  return content;
}

function certificatesOf(variable: string, file: string, content: Buffer): [X509Certificate, ...X509Certificate[]] {
  try {
    const [first = '', ...others] = content.toString('latin1').match(pemCertificates) ?? [];
    return [new X509Certificate(first), ...others.map((each) => new X509Certificate(each))];
  } catch {
    throw new ConfigurationError([`${variable}: ${file} holds no certificate (PEM), or one that is broken`]);
  }
}

/**
 * Reads a certificate (PEM, with intermediate certificates) and its private key.
 * @throws ConfigurationError naming the variable; that of the key when the two do not belong together
 */
export function readKeyPair(
  certificate: { variable: string; file: string | undefined },
  key: { variable: string; file: string | undefined },
): { cert: Buffer; key: Buffer } {
  if (!certificate.file || !key.file) {
    const [missing, given] = certificate.file ? [key, certificate] : [certificate, key];
    throw new ConfigurationError([`${missing.variable}: is required with ${given.variable}`]);
  }
  const pair = {
    cert: readGivenFile(certificate.variable, certificate.file),
    key: readGivenFile(key.variable, key.file),
  };
  const [own] = certificatesOf(certificate.variable, certificate.file, pair.cert);
  let privateKey: KeyObject;
  try {
    privateKey = createPrivateKey(pair.key);
  } catch {
    throw new ConfigurationError([`${key.variable}: ${key.file} holds no private key (PEM) without a passphrase`]);
  }
  if (!own.checkPrivateKey(privateKey)) {
    const problem = `${key.file} is not the key of the certificate in ${certificate.variable}`;
    throw new ConfigurationError([`${key.variable}: ${problem}`]);
  }
  return pair;
}

/** The TLS of this process's server; undefined without `TLS_CERT_FILE`. @throws ConfigurationError */
export function readServerTls(env: {
  TLS_CERT_FILE?: string | undefined;
  TLS_KEY_FILE?: string | undefined;
  TLS_CLIENT_CA_FILE?: string | undefined;
}): ServerTls | undefined {
  const { TLS_CERT_FILE: cert, TLS_KEY_FILE: key, TLS_CLIENT_CA_FILE: ca } = env;
  if (!cert && !key) {
    if (ca) throw new ConfigurationError(['TLS_CERT_FILE: is required with TLS_CLIENT_CA_FILE']);
    return undefined;
  }
  return {
    ...readKeyPair({ variable: 'TLS_CERT_FILE', file: cert }, { variable: 'TLS_KEY_FILE', file: key }),
    ...(ca ? { ca: readCertificates('TLS_CLIENT_CA_FILE', ca), requestCert: true } : {}),
  };
}
