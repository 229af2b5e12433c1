/** Links to packages: what they are valid for, and for how long. */
import { createLocalJWKSet, exportJWK, generateKeyPair } from 'jose';
import { readTicket, ticketUrl } from '../../../gateway/exports/download/download-ticket';
import { ServiceTokens } from '../../../gateway/security/service-tokens';
import { inOrganization } from '../../../subgraphs/kit/base/security/organization-context';
import { keys, organizationId } from './support';

const request = '0199aaaa-0000-7000-8000-000000000001';
const minutes = 60_000;

async function made() {
  const { privateKey } = await generateKeyPair('EdDSA', { extractable: true });
  const tokens = await ServiceTokens.open({ ...(await exportJWK(privateKey)), kid: 'one' });
  const url = await inOrganization(keys, () =>
    ticketUrl(
      {
        publicUrl: 'https://habeas.example',
        signStatement: (statement, type) => tokens.signStatement(statement, type),
      },
      'officer@example.com',
      { requestId: request, sha256: 'ab' },
    ),
  );
  return { url, publicKeys: createLocalJWKSet(tokens.publicKeys) };
}

afterEach(() => jest.useRealTimers());

test('a link names its package, and no person', async () => {
  const { url, publicKeys } = await made();
  const ticket = new URL(url).searchParams.get('ticket') ?? '';
  const [, payload = ''] = ticket.split('.');
  expect(Buffer.from(payload, 'base64url').toString()).not.toContain('officer');
  const read = await readTicket(ticket, publicKeys);
  expect(read).toMatchObject({ organizationId, requestId: request, sha256: 'ab' });
  expect(await inOrganization(keys, () => Promise.resolve(read?.actor()))).toBe('officer@example.com');
});

test.each([
  ['just before its end', 5 * minutes - 15_000, true],
  ['after its end', 5 * minutes + 1, false],
])('%s', async (_title, later, good) => {
  const { url, publicKeys } = await made();
  const ticket = new URL(url).searchParams.get('ticket') ?? '';
  jest.useFakeTimers({ advanceTimers: true, now: Date.now() + later });
  expect((await readTicket(ticket, publicKeys)) !== null).toBe(good);
});

test('a link that was altered, or signed by another key, is invalid', async () => {
  const { url, publicKeys } = await made();
  const ticket = new URL(url).searchParams.get('ticket') ?? '';
  const [header, payload = '', signature] = ticket.split('.');
  const stated = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
  const other = Buffer.from(JSON.stringify({ ...stated, sub: request.replace(/1$/, '2') })).toString('base64url');
  expect(await readTicket([header, other, signature].join('.'), publicKeys)).toBeNull();
  const { url: others } = await made();
  expect(await readTicket(new URL(others).searchParams.get('ticket') ?? '', publicKeys)).toBeNull();
  for (const text of ['', 'a.b.c', '…']) expect(await readTicket(text, publicKeys)).toBeNull();
});
