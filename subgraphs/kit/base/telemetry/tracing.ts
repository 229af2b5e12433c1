/**
 * Traces, by OpenTelemetry. All tracing goes through this file, so that one place decides what a span may hold: names from closed
 * sets, codes, counts and ids, never a personal value. When no traces are exported there is no tracer, and nothing but the work
 * itself is done.
 *
 * Terminology
 *
 * - **Trace**: everything that follows from one call from outside, in any process: all spans with one trace id.
 * - **Span**: one step of a trace, with its duration and its outcome.
 * - **Traceparent**: a span's address as text (W3C Trace Context), with which another process continues the trace.
 */
import {
  context,
  createContextKey,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Attributes,
  type Context,
  type Span,
  type Tracer,
} from '@opentelemetry/api';
import { codeOf, codesOf } from '../errors/code-of';

/** A step of a trace. */
export interface Step {
  /** From a closed set. */
  name: string;
  /** Whose work it is: a wait for another process (`CLIENT`), a job (`CONSUMER`), or this process's own work. */
  kind?: keyof typeof SpanKind;
  attributes?: Attributes;
}

let tracer: Tracer | undefined;

/** Traces everything from now on. */
export function useTracer(given: Tracer): void {
  tracer = given;
}

/** Whether this process exports traces. */
export const isTracing = (): boolean => tracer !== undefined;

/**
 * Runs a step of the current trace, or of a new one. An error that it throws, or the errors of a GraphQL response that it returns,
 * are recorded by their codes.
 */
export function traced<T>(step: Step, work: () => Promise<T>): Promise<T> {
  return tracer ? tracedBy(tracer, step, work) : work();
}

async function tracedBy<T>(by: Tracer, step: Step, work: () => Promise<T>): Promise<T> {
  const span = startSpan(by, step, context.active());
  try {
    const result = await context.with(trace.setSpan(context.active(), span), work);
    const [code] = codesOf(result);
    if (code) failSpan(span, code);
    return result;
  } catch (error) {
    failSpan(span, codeOf(error));
    throw error;
  } finally {
    span.end();
  }
}

/** A span that does not end with a function. */
export interface OpenSpan {
  /** The context for what is done within the span. */
  readonly context: Context;
  end(outcome?: { attributes?: Attributes; code?: string | undefined }): void;
}

/**
 * Begins a step that is ended by `end`.
 * @param parent the traceparent of the step before, in another process. @default the current span
 * @returns undefined when nothing is traced
 */
export function openSpan(step: Step, parent?: string): OpenSpan | undefined {
  if (!tracer) return undefined;
  const within = parent === undefined ? context.active() : remote(parent);
  const span = startSpan(tracer, step, within);
  return {
    context: trace.setSpan(within, span),
    end({ attributes = {}, code } = {}) {
      span.setAttributes(attributes);
      if (code) failSpan(span, code);
      span.end();
    },
  };
}

/** Runs work as a part of an open span. */
export const inSpan = <T>({ context: within }: OpenSpan, work: () => T): T => context.with(within, work);

/** The header with which another process continues this trace; empty when nothing is traced. */
export function traceHeaders(): Readonly<Record<string, string>> {
  const [traceparent] = tracer ? [traceparentOf(context.active())] : [];
  return traceparent ? { traceparent } : none;
}

const none: Readonly<Record<string, string>> = {};

/** The most traces that one piece of work is linked to. */
const mostCarried = 16;

/** The traces of several callers whose work is done together. */
const carriedKey = createContextKey('carried traces');

/** Traceparents to continue elsewhere or later: that of the current span, or those of all callers whose work is done together. */
export function carriedTraces(): readonly string[] {
  if (!tracer) return nothingCarried;
  const active = context.active();
  const carried = active.getValue(carriedKey) as readonly string[] | undefined;
  if (carried) return carried;
  const own = traceparentOf(active);
  return own ? [own] : nothingCarried;
}

const nothingCarried: readonly string[] = [];

/** Continues carried traces: a single one as its next step; several in a trace of its own that is linked to all of them. */
export function withCarried<T>(carried: readonly string[], work: () => T): T {
  if (!tracer || carried.length === 0) return work();
  // Of several steps of one trace, which end together, the last stands for all.
  const distinct = [...new Map(carried.map((each) => [traceOf(each), each])).values()].slice(0, mostCarried);
  const [only] = distinct;
  const within = distinct.length === 1 && only ? remote(only) : ROOT_CONTEXT.setValue(carriedKey, distinct);
  return context.with(within, work);
}

function startSpan(by: Tracer, { name, kind = 'INTERNAL', attributes = {} }: Step, within: Context): Span {
  const carried = (within.getValue(carriedKey) as readonly string[] | undefined) ?? [];
  const links = carried.flatMap((each) => {
    const linked = trace.getSpanContext(remote(each));
    return linked ? [{ context: linked }] : [];
  });
  return by.startSpan(name, { kind: SpanKind[kind], attributes, links }, within.deleteValue(carriedKey));
}

function failSpan(span: Span, code: string): void {
  span.setStatus({ code: SpanStatusCode.ERROR });
  span.setAttribute('error.type', code);
}

const traceOf = (traceparent: string) => traceparent.split('-')[1];

/** Only `traceparent` is taken from another process: `tracestate` and `baggage` may hold anything. */
const remote = (traceparent: string): Context => propagation.extract(ROOT_CONTEXT, { traceparent });

function traceparentOf(within: Context): string | undefined {
  const carrier: { traceparent?: string } = {};
  propagation.inject(within, carrier);
  return carrier.traceparent;
}
