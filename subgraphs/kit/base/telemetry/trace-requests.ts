/** A span for each incoming HTTP request. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { inSpan, isTracing, openSpan, type OpenSpan } from './tracing';

/**
 * Traces the requests of a server, each as the next step of the trace in its `traceparent`. A span holds the route's pattern, and
 * nothing else of the address, the headers or the body. Health checks are left out.
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
  // Code that reads the body continues from events of its stream, which do not know the span.
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
