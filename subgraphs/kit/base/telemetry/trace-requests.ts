/** A span for each request that comes in over HTTP. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { inSpan, isTracing, openSpan, type OpenSpan } from './tracing';

/**
 * Traces the requests of a server, as the next step of the trace that their `traceparent` names. Nothing of an address, a
 * header or a body is told but the route's pattern. Looks at the health are left out.
 */
export function traceRequests(app: FastifyInstance): void {
  if (!isTracing()) return;
  const spans = new WeakMap<FastifyRequest, OpenSpan>();
  const within = (request: FastifyRequest, done: () => void) => {
    const span = spans.get(request);
    return span ? inSpan(span, done) : done();
  };
  app.addHook('onRequest', (request, _reply, done) => {
    const { method, routeOptions, headers } = request;
    const route = routeOptions.url;
    if (route?.startsWith('/health/')) return done();
    const { traceparent } = headers;
    const span = openSpan(
      {
        name: route === undefined ? method : `${method} ${route}`,
        kind: 'SERVER',
        attributes: { 'http.request.method': method, ...(route === undefined ? {} : { 'http.route': route }) },
      },
      typeof traceparent === 'string' ? traceparent : undefined,
    );
    if (span) spans.set(request, span);
    return within(request, done);
  });
  // What reads the body goes on from its stream's events, which know nothing of the span.
  app.addHook('preHandler', (request, _reply, done) => within(request, done));
  app.addHook('onResponse', (request, reply, done) => {
    spans.get(request)?.end(outcomeOf(reply));
    done();
  });
}

const outcomeOf = ({ statusCode }: FastifyReply) => ({
  attributes: { 'http.response.status_code': statusCode },
  code: statusCode >= 500 ? String(statusCode) : undefined,
});
