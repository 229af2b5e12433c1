/** `habeas ready`: asks the process on this machine whether it is ready, over TLS if the process uses it. */
import http from 'node:http';
import https from 'node:https';
import { readFileSync } from 'node:fs';

const timeout = 3_000;

/**
 * Calls `/health/ready` on the port of the environment. The certificate is not verified, because it names the address that callers
 * use. If clients must show a certificate, the process's own is shown.
 * @throws when there is no answer, or one other than 200
 */
export function run(): Promise<void> {
  const { PORT: port = '4000', HOST: host = '', TLS_CERT_FILE: cert, TLS_KEY_FILE: key } = process.env;
  const everywhere = ['', '0.0.0.0', '::'].includes(host);
  const options = { host: everywhere ? '127.0.0.1' : host, port, path: '/health/ready', timeout };
  return new Promise((resolve, reject) => {
    const request =
      cert && key
        ? https.request({ ...options, rejectUnauthorized: false, cert: readFileSync(cert), key: readFileSync(key) })
        : http.request(options);
    request.on('response', (response) => {
      response.resume();
      if (response.statusCode === 200) resolve();
      else reject(new Error(`the process answers ${response.statusCode}.`));
    });
    request.on('timeout', () => request.destroy(new Error(`no answer within ${timeout / 1_000} s.`)));
    request.on('error', reject);
    request.end();
  });
}
