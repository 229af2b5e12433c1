/** Starts the export of traces, if it is configured. Otherwise the SDK is not even loaded. */
import { diag, DiagLogLevel } from '@opentelemetry/api';
import type { Logger } from '../logger';
import { useTracer } from './tracing';

/** Where traces are sent. The SDK itself reads the other standard variables (`OTEL_*`). */
export interface TracingConfig {
  /** The format of the export over HTTP. */
  protocol: 'http/protobuf' | 'http/json';
  /** The name of the process in traces. @default `habeas-` and its name */
  serviceName: string | undefined;
}

/** The longest time to send the last spans when a process stops, in milliseconds. */
const flushWithin = 2_000;

/**
 * Traces everything from now on, and sends it to `OTEL_EXPORTER_OTLP_ENDPOINT`.
 * @param config nothing is traced when undefined
 * @returns a function that sends the last spans and ends the tracing; it never rejects
 */
export async function startTracing(
  name: string,
  config: TracingConfig | undefined,
  logger: Logger,
): Promise<() => Promise<void>> {
  if (!config) return () => Promise.resolve();
  const [{ BatchSpanProcessor, NodeTracerProvider }, resources, { OTLPTraceExporter }] = await Promise.all([
    import('@opentelemetry/sdk-trace-node'),
    import('@opentelemetry/resources'),
    config.protocol === 'http/json'
      ? import('@opentelemetry/exporter-trace-otlp-http')
      : import('@opentelemetry/exporter-trace-otlp-proto'),
  ]);
  const { defaultResource, detectResources, envDetector, resourceFromAttributes } = resources;
  // The SDK's own messages may hold an address with its credentials.
  const failed = () => logger.warn('traces could not be exported');
  const quiet = () => {};
  diag.setLogger(
    { error: failed, warn: quiet, info: quiet, debug: quiet, verbose: quiet },
    { logLevel: DiagLogLevel.ERROR, suppressOverrideMessage: true },
  );
  const provider = new NodeTracerProvider({
    resource: defaultResource()
      .merge(detectResources({ detectors: [envDetector] }))
      .merge(resourceFromAttributes({ 'service.name': config.serviceName ?? `habeas-${name}` })),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
  });
  provider.register();
  useTracer(provider.getTracer('habeas'));
  return async () => {
    const late = new Promise<void>((resolve) => setTimeout(resolve, flushWithin).unref());
    await Promise.race([provider.shutdown().catch(failed), late]);
  };
}
