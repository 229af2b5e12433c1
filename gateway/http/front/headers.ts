/** The headers of every answer. */
import helmet, { type FastifyHelmetOptions } from '@fastify/helmet';
import fastify, { type FastifyInstance } from 'fastify';

/** What browsers are told: answers are data, to be shown in no page. A route with a page of its own says so in its answer. */
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
  // Answers may hold personal data: nothing on their way keeps them, unless a route says so.
  const headers = { ...(await browserHeaders()), 'cache-control': 'no-store' };
  app.addHook('onRequest', (request, reply, done) => {
    // The id under which the log has it, for those who ask what happened.
    void reply.headers(headers).header('x-request-id', request.id);
    done();
  });
}
