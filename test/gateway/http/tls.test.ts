/** TLS between clients and the gateway, and between the gateway and services, which may require client certificates. */
import { Agent, fetch } from 'undici';
import { directory } from '../../../subgraphs/directory/service';
import { PiiServiceClient } from '../../../gateway/gdpr/services/client';
import { loadConfig } from '../../../gateway/config';
import { certificate } from '../../support/certificate';
import { startTestService } from '../../support/run/service';
import { TestGateway } from '../support/test-gateway';

test('a service with TLS can be called only with a certificate that it trusts', async () => {
  const [own, caller, stranger] = [
    await certificate('service'),
    await certificate('gateway'),
    await certificate('other'),
  ];
  const service = await startTestService(directory, { tls: { ...own, ca: caller.cert, requestCert: true } });
  const call = async (tls: { ca?: Buffer; cert?: Buffer; key?: Buffer }) => {
    const client = new PiiServiceClient('directory', service.url, () => service.token({ purpose: 'gdpr' }), { tls });
    try {
      return (await client.find({ organizationId: 'o', actor: 'a' }, { email: 'a@tls.example' }, 1)).records;
    } catch (error) {
      return (error as { code: string }).code;
    } finally {
      await client.close();
    }
  };
  try {
    expect(service.url).toMatch(/^https:/);
    expect(await call({ ca: own.cert, ...caller })).toEqual([]);
    expect(await call({ ca: own.cert })).toBe('SERVICE_UNAVAILABLE');
    expect(await call({ ca: own.cert, ...stranger })).toBe('SERVICE_UNAVAILABLE');
    // The gateway does not call a service that it does not trust either.
    expect(await call({ ca: stranger.cert, ...caller })).toBe('SERVICE_UNAVAILABLE');
    expect(await call(caller)).toBe('SERVICE_UNAVAILABLE');
  } finally {
    await service.stop();
  }
});

test('the gateway itself uses TLS when it has a certificate', async () => {
  const own = await certificate('gateway');
  const gateway = await TestGateway.start({ config: { tls: own } });
  const dispatcher = new Agent({ connect: { ca: own.cert } });
  try {
    expect(gateway.url).toMatch(/^https:/);
    expect((await fetch(`${gateway.url}/health/live`, { dispatcher })).status).toBe(200);
    await expect(fetch(`${gateway.url}/health/live`)).rejects.toThrow();
  } finally {
    await dispatcher.close();
    await gateway.stop();
  }
});

test('an incomplete TLS configuration is refused', () => {
  const problems = (environment: Record<string, string>) => {
    try {
      loadConfig({ DATABASE_URL: 'postgres://u:p@127.0.0.1/postgres', HABEAS_DATA_DIR: '/nowhere', ...environment });
    } catch (error) {
      return (error as { problems: string[] }).problems.filter((problem) => problem.includes('TLS'));
    }
    return [];
  };
  expect(problems({ TLS_CERT_FILE: '/nowhere/cert.pem' })).toEqual(['TLS_KEY_FILE: is required with TLS_CERT_FILE']);
  expect(problems({ TLS_CLIENT_CA_FILE: '/nowhere/ca.pem' })).toEqual([
    'TLS_CERT_FILE: is required with TLS_CLIENT_CA_FILE',
  ]);
  expect(problems({ SERVICE_TLS_KEY_FILE: '/nowhere/key.pem' })).toEqual([
    'SERVICE_TLS_CERT_FILE: is required with SERVICE_TLS_KEY_FILE',
  ]);
  expect(problems({ TLS_CERT_FILE: '/nowhere/cert.pem', TLS_KEY_FILE: '/nowhere/key.pem' })).toEqual([
    'TLS_CERT_FILE: /nowhere/cert.pem cannot be read (ENOENT)',
  ]);
});
