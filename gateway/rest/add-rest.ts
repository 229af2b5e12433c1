/** The Genesys-compatible REST API (R35). Its routes call the same operations as GraphQL, and keep no state of their own. */
import type { FastifyInstance } from 'fastify';
import { codedError } from '../../subgraphs/kit/base/errors';
import { refuseOtherMethods } from '../http/front/other-methods';
import type { RouteTools } from '../http/server';
import { calls } from './calls';
import { restPath } from './names';
import { addTokenRoute, type LoginTools } from './oauth/token-route';
import { openApiDocument } from './openapi';
import { sendFailure, sendRefusal } from './refusals/send-refusal';
import type { RestTools } from './tools';

export type RestOptions = RestTools & RouteTools & LoginTools;

/** Converts a path into the router's form: `/gdpr/requests/:requestId`. */
const urlOf = (path: string) => path.replaceAll(/\{(\w+)\}/g, ':$1');

/** Adds the routes. Every other path under `/api/v2` is answered with 404. */
export function addRest(app: FastifyInstance, options: RestOptions): void {
  const { logger, turns } = options;
  addTokenRoute(app, options);
  // Not awaited: awaiting a plugin would boot the server, and more routes are added after these.
  void app.register(
    (routes, _options, done) => {
      routes.setErrorHandler((error, request, reply) => sendFailure(request, reply, error, logger));
      routes.setNotFoundHandler((request, reply) => sendRefusal(request, reply, codedError('NOT_FOUND')));
      for (const { path, method, fieldNames, limit, scopes, ...call } of calls)
        routes.route({
          method,
          url: urlOf(path),
          handler: call.handler(options),
          config: { fieldNames, limit, scopes },
          preParsing: turns.beforeBody,
        });
      for (const path of new Set(calls.map((call) => call.path))) {
        const served = calls.filter((call) => call.path === path).map(({ method }) => method);
        refuseUnserved(routes, urlOf(path), served);
      }
      addDocument(routes, options.publicUrl);
      // The server has a route of its own for every OPTIONS, which would answer in another form.
      routes.options('/*', (request, reply) => sendRefusal(request, reply, codedError('NOT_FOUND')));
      done();
    },
    { prefix: restPath },
  );
}

function refuseUnserved(routes: FastifyInstance, path: string, served: string[]): void {
  refuseOtherMethods(routes, path, served, [...served, ...(served.includes('GET') ? ['HEAD'] : [])].join(', '));
}

/** Adds the OpenAPI document, which is public because it contains no data. */
function addDocument(routes: FastifyInstance, publicUrl: string): void {
  const text = JSON.stringify(openApiDocument(publicUrl));
  routes.get('/openapi.json', { config: { public: true } }, (_request, reply) =>
    reply.header('cache-control', 'public, max-age=300').type('application/json; charset=utf-8').send(text),
  );
  refuseUnserved(routes, '/openapi.json', ['GET']);
}
