// An issuer of OpenID Connect for tests that sign in; any user name works. Its arguments are its port, its client's page, and the
// organisation that its users' tokens are valid for. It prints `ready` once it listens.
import Provider from 'oidc-provider';
import { exportJWK, generateKeyPair } from 'jose';

const [port, page, organization, scope] = process.argv.slice(2);
const { privateKey } = await generateKeyPair('RS256', { extractable: true });

const provider = new Provider(`http://127.0.0.1:${port}`, {
  jwks: { keys: [{ ...(await exportJWK(privateKey)), kid: 'issuer', alg: 'RS256', use: 'sig' }] },
  clients: [
    {
      client_id: 'explorer',
      application_type: 'native',
      token_endpoint_auth_method: 'none',
      redirect_uris: [`${page}/explorer/signed-in`],
      grant_types: ['authorization_code'],
      response_types: ['code'],
    },
    {
      client_id: 'integration',
      client_secret: 'a-secret-of-the-tests',
      token_endpoint_auth_method: 'client_secret_basic',
      redirect_uris: [],
      grant_types: ['client_credentials'],
      response_types: [],
    },
  ],
  clientBasedCORS: (_context, origin) => origin === page,
  pkce: { required: () => true },
  findAccount: (_context, accountId) => ({ accountId, claims: () => ({ sub: accountId }) }),
  extraTokenClaims: () => ({ organization_id: organization }),
  features: {
    clientCredentials: { enabled: true },
    devInteractions: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => 'urn:habeas',
      useGrantedResource: () => true,
      getResourceServerInfo: () => ({
        scope,
        audience: 'habeas',
        accessTokenTTL: 600,
        accessTokenFormat: 'jwt',
        jwt: { sign: { alg: 'RS256' } },
      }),
    },
  },
});
provider.listen(Number(port), '127.0.0.1', () => console.log('ready'));
