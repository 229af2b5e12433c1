/** Self-signed certificates for tests. */
import { generate } from 'selfsigned';

/** Makes a certificate (PEM) for 127.0.0.1 and these hosts, with its key. */
export async function certificate(name: string, hosts: string[] = []): Promise<{ cert: Buffer; key: Buffer }> {
  const { cert, private: key } = await generate([{ name: 'commonName', value: name }], {
    algorithm: 'sha256',
    keySize: 2048,
    extensions: [
      { name: 'basicConstraints', cA: true },
      {
        name: 'subjectAltName',
        altNames: [{ type: 7, ip: '127.0.0.1' }, ...hosts.map((value) => ({ type: 2 as const, value }))],
      },
    ],
  });
  return { cert: Buffer.from(cert), key: Buffer.from(key) };
}
