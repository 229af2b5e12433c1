/** `habeas ready`, the health check of a container, uses the protocol by which its process serves. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http, { type RequestListener, type Server } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { run } from '../../../scripts/run/ready';
import { certificate } from '../../support/certificate';

const directory = mkdtempSync(path.join(os.tmpdir(), 'habeas-ready-'));
const [certFile, keyFile] = [path.join(directory, 'cert'), path.join(directory, 'key')];
const before = { ...process.env };
let pair: { cert: Buffer; key: Buffer };

beforeAll(async () => {
  pair = await certificate('ready');
  writeFileSync(certFile, pair.cert);
  writeFileSync(keyFile, pair.key);
});

afterEach(() => {
  process.env = { ...before };
});

afterAll(() => rmSync(directory, { recursive: true }));

const tls = () => ({ TLS_CERT_FILE: certFile, TLS_KEY_FILE: keyFile });

const servers: [string, (listener: RequestListener) => Server, () => Record<string, string>][] = [
  ['http', (listener) => http.createServer(listener), () => ({})],
  ['TLS', (listener) => https.createServer(pair, listener), tls],
  [
    'TLS that demands a certificate of clients',
    (listener) => https.createServer({ ...pair, ca: pair.cert, requestCert: true, rejectUnauthorized: true }, listener),
    tls,
  ],
];

test.each(servers)('by %s: 200 is ready; another answer, or none, is not', async (_name, serve, variables) => {
  const answer = { status: 200, path: '' };
  const server = serve((request, response) => {
    answer.path = request.url ?? '';
    response.writeHead(answer.status, { connection: 'close' }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  Object.assign(process.env, variables(), { PORT: String(port), HOST: '0.0.0.0' });
  await run();
  expect(answer.path).toBe('/health/ready');
  answer.status = 503;
  await expect(run()).rejects.toThrow('the process answers 503.');
  await new Promise((resolve) => server.close(resolve));
  await expect(run()).rejects.toThrow('ECONNREFUSED');
});
