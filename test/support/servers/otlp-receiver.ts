/** An OpenTelemetry collector, as far as tests need one: it receives traces over HTTP as JSON, and keeps them. */
import fastify from 'fastify';

/** A received span. */
export interface ReceivedSpan {
  /** `service.name` of the process that sent it. */
  process: string;
  name: string;
  traceId: string;
  spanId: string;
  parentSpanId: string | undefined;
  kind: number;
  /** With all values as text. */
  attributes: Record<string, string>;
  links: { traceId: string; spanId: string }[];
  failed: boolean;
}

export interface OtlpReceiver {
  /** The value for `OTEL_EXPORTER_OTLP_ENDPOINT`. */
  url: string;
  spans: ReceivedSpan[];
  /** Everything that was received, as text. */
  text: () => string;
  close(): Promise<void>;
}

interface Attribute {
  key: string;
  value: { stringValue?: string; intValue?: number | string; boolValue?: boolean };
}
interface Export {
  resourceSpans: {
    resource: { attributes: Attribute[] };
    scopeSpans: {
      spans: {
        name: string;
        traceId: string;
        spanId: string;
        parentSpanId?: string;
        kind: number;
        attributes?: Attribute[];
        links?: { traceId: string; spanId: string }[];
        status?: { code?: number };
      }[];
    }[];
  }[];
}

const valuesOf = (attributes: Attribute[] = []): Record<string, string> =>
  Object.fromEntries(
    attributes.map(({ key, value }) => [key, String(value.stringValue ?? value.intValue ?? value.boolValue)]),
  );

/** The status code of a span that failed. */
const failedCode = 2;

export async function startOtlpReceiver(): Promise<OtlpReceiver> {
  const spans: ReceivedSpan[] = [];
  const bodies: string[] = [];
  const app = fastify({ logger: false, bodyLimit: 64 * 1024 * 1024 });
  app.post<{ Body: Export }>('/v1/traces', ({ body, headers }) => {
    bodies.push(JSON.stringify(body), JSON.stringify(headers));
    for (const { resource, scopeSpans } of body.resourceSpans)
      for (const span of scopeSpans.flatMap((each) => each.spans))
        spans.push({
          ...span,
          process: valuesOf(resource.attributes)['service.name'] ?? '',
          parentSpanId: span.parentSpanId || undefined,
          attributes: valuesOf(span.attributes),
          links: span.links ?? [],
          failed: span.status?.code === failedCode,
        });
    return { partialSuccess: {} };
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return { url, spans, text: () => bodies.join('\n'), close: () => app.close() };
}
