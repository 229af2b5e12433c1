/**
 * Traces, as OpenTelemetry has them. Everything that is traced goes through here, so that there is one place that says what a
 * span may hold: names from closed sets, codes, counts and ids, never a value of a person. Where no traces are exported there
 * is no tracer, and nothing but the work itself is done.
 *
 * Terminology
 *
 * - **Trace**: all that follows from one call from outside, in whatever process: the spans with one trace id.
 * - **Span**: one step of it, with its duration and its outcome.
 * - **Traceparent**: a span's address as text (W3C Trace Context), by which another process goes on with its trace.
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
  /** Whose work it is: another process's that is waited for (`CLIENT`), a job's (`CONSUMER`), or this process's own. */
  kind?: keyof typeof SpanKind;
  attributes?: Attributes;
}

let tracer: Tracer | undefined;

/** Has everything traced from now on. */
export function useTracer(given: Tracer): void {
  tracer = given;
}

/** Whether this process exports traces. */
export const isTracing = (): boolean => tracer !== undefined;

/**
 * Does a step of the trace that is under way, or of a new one. What it throws, and errors of the GraphQL response that it
 * answers, are told by their codes.
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

/** A span whose end is not the end of a function. */
export interface OpenSpan {
  /** What is done within it. */
  readonly context: Context;
  end(outcome?: { attributes?: Attributes; code?: string | undefined }): void;
}

/**
 * Begins a step that somebody else ends.
 * @param parent the traceparent of the step that it follows from, of another process; the running one without
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

/** Runs what belongs to an open span. */
export const inSpan = <T>({ context: within }: OpenSpan, work: () => T): T => context.with(within, work);

/** The header that has another process go on with this trace; none when nothing is traced. */
export function traceHeaders(): Readonly<Record<string, string>> {
  const [traceparent] = tracer ? [traceparentOf(context.active())] : [];
  return traceparent ? { traceparent } : none;
}

const none: Readonly<Record<string, string>> = {};

/** The most traces that one piece of work says it follows from. */
const mostCarried = 16;

/** The traces of several callers, whose work is done at once. */
const carriedKey = createContextKey('carried traces');

/** Traceparents that work goes on with elsewhere, or later: of the span under way, or of all whose work is being done together. */
export function carriedTraces(): readonly string[] {
  if (!tracer) return nothingCarried;
  const active = context.active();
  const carried = active.getValue(carriedKey) as readonly string[] | undefined;
  if (carried) return carried;
  const own = traceparentOf(active);
  return own ? [own] : nothingCarried;
}

const nothingCarried: readonly string[] = [];

/** Goes on with traces that were carried here: with one, as its next step; with several, apart from each, and for all of them. */
export function withCarried<T>(carried: readonly string[], work: () => T): T {
  if (!tracer || carried.length === 0) return work();
  // Of steps of one trace, that end together, the last one stands for all.
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

/** Of what another process sends, `traceparent` alone is taken: `tracestate` and `baggage` may hold anything. */
const remote = (traceparent: string): Context => propagation.extract(ROOT_CONTEXT, { traceparent });

function traceparentOf(within: Context): string | undefined {
  const carrier: { traceparent?: string } = {};
  propagation.inject(within, carrier);
  return carrier.traceparent;
}
