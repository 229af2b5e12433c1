/** Starts exporting traces, when the configuration says where to. Without that, nothing of the SDK is even read. */
import { diag, DiagLogLevel } from '@opentelemetry/api';
import type { Logger } from '../logger';
import { useTracer } from './tracing';

/** How traces leave the process. The other standard variables (`OTEL_*`) are the SDK's own. */
export interface TracingConfig {
  /** The form in which they are sent, over HTTP. */
  protocol: 'http/protobuf' | 'http/json';
  /** Under which name the process is told; `habeas-` and its name without. */
  serviceName: string | undefined;
}

/** How long the last spans may take to leave a process that stops, in milliseconds. */
const flushWithin = 2_000;

/**
 * Has everything traced from now on, and sent to `OTEL_EXPORTER_OTLP_ENDPOINT`.
 * @param config nothing is traced without
 * @returns what sends the last of it and ends it; it is never rejected
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
  // Its messages may name an address with its credentials.
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
