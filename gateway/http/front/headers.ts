/** The headers of every answer. */
import helmet, { type FastifyHelmetOptions } from '@fastify/helmet';
import fastify, { type FastifyInstance } from 'fastify';

/** Rules for browsers: answers are data and not to be shown as pages. A route that serves a page sets its own rules. */
const browserRules: FastifyHelmetOptions = {
  contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
  dnsPrefetchControl: false,
  ieNoOpen: false,
  originAgentCluster: false,
  permittedCrossDomainPolicies: false,
  xssFilter: false,
};

/** The headers that helmet makes of the rules. They are the same for every answer, so they are made once. */
async function browserHeaders(): Promise<Record<string, string>> {
  const app = fastify();
  await app.register(helmet, browserRules);
  app.get('/', (_request, reply) => reply.removeHeader('content-type').send());
  const { headers } = await app.inject('/');
  await app.close();
  const ofTheAnswer = new Set(['connection', 'content-length', 'date']);
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (ofTheAnswer.has(name) ? [] : [[name, String(value)]])),
  );
}

export async function addHeaders(app: FastifyInstance): Promise<void> {
  // Answers may hold personal data: no cache on the way stores them, unless a route allows it.
  const headers = { ...(await browserHeaders()), 'cache-control': 'no-store' };
  app.addHook('onRequest', (request, reply, done) => {
    // The id of the request in the log, for support.
    void reply.headers(headers).header('x-request-id', request.id);
    done();
  });
}
