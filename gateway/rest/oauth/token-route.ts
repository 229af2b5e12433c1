/** `POST /oauth/token`: the client credentials grant, with the errors of RFC 6749. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { codedError } from '../../../subgraphs/kit/base/errors';
import { codedFailure, headersOf, httpStatusOf } from '../../../subgraphs/kit/base/http/errors';
import type { Logger } from '../../../subgraphs/kit/base/logger';
import { refuseOtherMethods } from '../../http/front/other-methods';
import type { Rate, RateCounters } from '../../security/rate-limits/rate-counters';
import { countRefusedToken } from '../../security/rate-limits/rate-limits';
import { developmentOrganization } from '../../web/development-organization';
import { signDevelopmentToken } from '../../web/development-token';
import { limitHeaders } from '../refusals/limit-headers';
import type { TokenError } from '../model/tokens';
import { sendRefusal } from '../refusals/send-refusal';
import type { LoginConfig } from './config';
import { isDevelopmentClient, type ClientCredentials } from './development-client';
import { IdentityProvider, type Grant } from './identity-provider';

export interface LoginTools {
  login: LoginConfig;
  /** Counts refused logins. */
  counters: RateCounters;
  /** The limit of refused logins from one address. */
  refusedTokens: Rate;
  /** Returns all scopes; the development client gets them all. */
  scopes: () => readonly string[];
  logger: Logger;
}

/** The largest form that is accepted, in bytes. */
const largestForm = 4_096;

/** Seconds for which a token of the development client is valid. */
const developmentLifetime = 12 * 3_600;

const grant = 'client_credentials';

/** Reads the credentials of a Basic header, as they are encoded there; null when it has none. */
function credentialsOf(authorization: string | undefined): ClientCredentials | null {
  const [, encoded] = /^Basic +([\w+/=-]+)$/i.exec(authorization ?? '') ?? [];
  if (encoded === undefined) return null;
  const text = Buffer.from(encoded, 'base64').toString();
  const at = text.indexOf(':');
  return at > 0 ? { id: text.slice(0, at), secret: text.slice(at + 1) } : null;
}

async function developmentGrant({ login, scopes }: LoginTools, shown: ClientCredentials): Promise<Grant> {
  const { developmentKey: key } = login;
  if (!key || !isDevelopmentClient(key, shown)) return { refused: 'invalid_client' };
  const token = await signDevelopmentToken(key, {
    organization: developmentOrganization,
    scopes: scopes(),
    subject: shown.id,
    expiresIn: `${developmentLifetime}s`,
  });
  return { token: { access_token: token, token_type: 'bearer', expires_in: developmentLifetime } };
}

function refuse(reply: FastifyReply, error: TokenError['error']): FastifyReply {
  if (error === 'invalid_client') void reply.code(401).header('www-authenticate', 'Basic realm="habeas"');
  else void reply.code(400);
  return reply.send({ error } satisfies TokenError);
}

/** @throws RATE_LIMITED when too many logins from the address were refused */
async function logIn(
  tools: LoginTools,
  provider: IdentityProvider | undefined,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { login, counters, refusedTokens } = tools;
  if (!provider && !login.developmentKey) return sendRefusal(request, reply, codedError('NOT_FOUND'));
  const { authorization = '' } = request.headers;
  const credentials = credentialsOf(authorization);
  const form = request.body instanceof URLSearchParams ? request.body : new URLSearchParams();
  const [asked, another] = form.getAll('grant_type');
  if (credentials && another !== undefined) return refuse(reply, 'invalid_request');
  if (credentials && asked !== grant) return refuse(reply, asked ? 'unsupported_grant_type' : 'invalid_request');
  // Counted before anybody looks at the secret: an address over its limit learns nothing of a guess, nor do many guesses at once.
  const giveBack = await countRefusedToken(counters, refusedTokens, request.ip);
  if (!credentials) return refuse(reply, 'invalid_client');
  const granted = await (provider ? provider.ask(authorization) : developmentGrant(tools, credentials)).catch(
    async (error: unknown) => {
      await giveBack();
      throw error;
    },
  );
  if ('refused' in granted) return refuse(reply, granted.refused);
  await giveBack();
  return reply.header('pragma', 'no-cache').send(granted.token);
}

/** Sends an error with a code of RFC 6749. Secrets are neither repeated nor logged. */
function sendFault(request: FastifyRequest, reply: FastifyReply, failure: unknown, logger: Logger): FastifyReply {
  const error = codedFailure(failure, request.id, logger);
  const status = httpStatusOf(error.extensions.code);
  const headers = headersOf(error);
  for (const [name, value] of [...headers, ...(status === 429 ? limitHeaders(error) : [])])
    void reply.header(name, value);
  const told =
    status < 500 && status !== 429 ? 'invalid_request' : status === 500 ? 'server_error' : 'temporarily_unavailable';
  return reply.code(status).send({ error: told } satisfies TokenError);
}

/** Adds the route. Only this route parses its form. */
export function addTokenRoute(app: FastifyInstance, tools: LoginTools): void {
  const { provider: place } = tools.login;
  const provider = place && new IdentityProvider(place);
  // Not awaited: awaiting a plugin would boot the server, and more routes are added after these.
  void app.register((routes, _options, done) => {
    routes.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: largestForm },
      (_request, body, parsed) => parsed(null, new URLSearchParams(String(body))),
    );
    routes.setErrorHandler((error, request, reply) => sendFault(request, reply, error, tools.logger));
    routes.post('/oauth/token', { config: { public: true } }, (request, reply) =>
      logIn(tools, provider, request, reply),
    );
    refuseOtherMethods(routes, '/oauth/token', ['POST'], 'POST', { public: true });
    routes.addHook('onClose', () => provider?.close());
    done();
  });
}
