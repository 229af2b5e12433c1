/** Refuses the methods that a path does not have, before their body is read. */
import type { FastifyContextConfig, FastifyInstance, HTTPMethods } from 'fastify';
import { codedError } from '../../../subgraphs/kit/base/errors';

/** CORS preflights are answered before any route, so an OPTIONS that reaches a route is a method that it does not serve. */
const methods: HTTPMethods[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/**
 * Adds the routes that refuse them.
 * @param answered the methods that have a route
 * @param allow the methods that the path serves, for the answer
 */
export function refuseOtherMethods(
  app: FastifyInstance,
  path: string,
  answered: readonly string[],
  allow: string,
  config: FastifyContextConfig = {},
): void {
  app.route({
    method: methods.filter((method) => !answered.includes(method)),
    url: path,
    config,
    preParsing: (_request, reply, _payload, done) => {
      void reply.header('allow', allow);
      done(codedError('METHOD_NOT_ALLOWED'));
    },
    handler: () => undefined,
  });
}
