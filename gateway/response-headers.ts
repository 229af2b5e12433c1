/** The headers of every answer. */
import helmet, { type FastifyHelmetOptions } from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';

/**
 * What browsers are told: answers are data, to be shown in no page. A route with a page of its own says in its `helmet`
 * option what that page may do.
 */
const browserRules: FastifyHelmetOptions = {
  contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
  dnsPrefetchControl: false,
  ieNoOpen: false,
  originAgentCluster: false,
  permittedCrossDomainPolicies: false,
  xssFilter: false,
};

export async function addHeaders(app: FastifyInstance): Promise<void> {
  await app.register(helmet, browserRules);
  // Answers may hold personal data: nothing on their way keeps them, unless a route says so.
  app.addHook('onRequest', (_request, reply, done) => {
    void reply.header('cache-control', 'no-store');
    done();
  });
}
