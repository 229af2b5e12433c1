/** The gateway passes the audit of graphql-http (GraphQL over HTTP), except for what it refuses on purpose. */
import { serverAudits } from 'graphql-http';
import { TestGateway } from '../support/test-gateway';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await TestGateway.start();
});
afterAll(() => gateway.stop());

/** Options that this server does not offer: operations in addresses, which proxies log with their terms. */
const refused =
  /^MAY (accept application\/x-www-form-urlencoded formatted GET|allow URL-encoded JSON string .* in GETs)/;

const audits = serverAudits({
  url: () => `${gateway.url}/graphql`,
  fetchFn: (url: string, init: RequestInit = {}) =>
    fetch(url, {
      ...init,
      headers: { ...(init.headers as Record<string, string>), authorization: `Bearer ${gateway.token}` },
    }),
});

it.each(audits.map((audit) => [audit.name, audit] as const))('%s', async (name, audit) => {
  const { status, ...more } = await audit.fn();
  expect({ status, ...more }).toMatchObject({ status: refused.test(name) ? 'notice' : 'ok' });
});
