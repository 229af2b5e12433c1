/** Certificates of tests, which sign themselves. */
import { generate } from 'selfsigned';

/** A certificate (PEM) for 127.0.0.1, and its key. */
export async function certificate(name: string): Promise<{ cert: Buffer; key: Buffer }> {
  const { cert, private: key } = await generate([{ name: 'commonName', value: name }], {
    algorithm: 'sha256',
    keySize: 2048,
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] },
    ],
  });
  return { cert: Buffer.from(cert), key: Buffer.from(key) };
}
