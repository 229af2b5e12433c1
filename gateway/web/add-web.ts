/**
 * Adds the browser pages: the console, the explorer, the REST API's documentation, and what they request before the sign-in. The pages
 * need no token; the data that they show do.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { JWK } from 'jose';
import Negotiator from 'negotiator';
import { codedError, inputError } from '../../subgraphs/kit/base/errors';
import { organizationIdPattern } from '../../subgraphs/kit/base/security/token-claims';
import type { WebConfig } from './config';
import { developmentOrganization } from './development-organization';
import { assertOwnPage, signDevelopmentToken } from './development-token';
import { contentSecurityPolicy } from './page-policy';
import { BuiltPages } from './pages';

const open = { config: { public: true } };

export interface WebOptions {
  web: WebConfig;
  /** Returns every scope that a token may need. */
  scopes: () => readonly string[];
}

/** Adds the routes. @throws ConfigurationError when the pages were not built */
export function addWeb(app: FastifyInstance, { web, scopes }: WebOptions): void {
  const pages = BuiltPages.open();
  const policy = contentSecurityPolicy(web.signIn);

  const sendPage = (name: string, request: FastifyRequest, reply: FastifyReply) => {
    // The page opens the issuer's sign-in in a pop-up window, and must stay connected to it.
    void reply.header('cross-origin-opener-policy', 'same-origin-allow-popups');
    void reply.header('content-security-policy', policy).header('cache-control', 'no-cache');
    return pages.send(name, request, reply);
  };

  app.get('/explorer', open, (request, reply) => sendPage('explorer.html', request, reply));
  app.get('/explorer/signed-in', open, (request, reply) => {
    void reply.header('cross-origin-opener-policy', 'unsafe-none').header('content-security-policy', policy);
    return pages.send('signed-in.html', request, reply);
  });
  app.get('/rest', open, (request, reply) => {
    void reply.header('content-security-policy', policy).header('cache-control', 'no-cache');
    return pages.send('rest.html', request, reply);
  });
  app.get('/explorer/settings', open, (_request, reply) =>
    reply.send({
      signIn: web.signIn ?? null,
      developmentOrganization: web.developmentKey ? developmentOrganization : null,
    }),
  );
  // File names contain a hash of the content, so browsers may cache the files forever.
  app.get<{ Params: { file: string } }>('/web/:file', open, (request, reply) => {
    void reply.header('cache-control', 'public, max-age=31536000, immutable');
    return pages.send(request.params.file, request, reply);
  });
  app.get('/', { config: { public: wantsPage } }, (request, reply) => {
    if (!wantsPage(request)) throw codedError('NOT_FOUND');
    return sendPage('console.html', request, reply);
  });
  if (web.developmentKey) addDevelopmentTokens(app, web.developmentKey, scopes);
}

function addDevelopmentTokens(app: FastifyInstance, key: JWK, scopes: () => readonly string[]): void {
  app.post<{ Body: unknown }>('/explorer/development-token', open, async (request) => {
    assertOwnPage(request);
    const { organization } = (request.body ?? {}) as { organization?: unknown };
    if (typeof organization !== 'string' || !organizationIdPattern.test(organization))
      throw inputError('organization', 'An organisation id has 1 to 64 letters, digits, _ and -.');
    const token = await signDevelopmentToken(key, {
      organization,
      scopes: scopes(),
      subject: 'developer',
      expiresIn: '12h',
    });
    return { token };
  });
}

/** Whether a browser opened the address: other clients do not accept HTML. */
function wantsPage({ headers }: Pick<FastifyRequest, 'headers'>): boolean {
  const { accept } = headers;
  return (
    Boolean(accept?.includes('text/html')) &&
    new Negotiator({ headers: { accept } }).mediaType(['text/html', 'application/json']) === 'text/html'
  );
}
