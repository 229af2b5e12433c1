/** Measures and traces every call of a subgraph, and of a service's contract. */
import { Counter, Histogram } from 'prom-client';
import { codeOf, codesOf } from '../../subgraphs/kit/base/errors/code-of';
import { traced } from '../../subgraphs/kit/base/telemetry/tracing';
import { durationBuckets } from './duration-buckets';

/** Calls of one kind. The values of their labels are bounded by the supergraph and the error codes. */
class Calls {
  readonly durations: Histogram;
  readonly errors: Counter;

  constructor(private readonly kind: 'subgraph' | 'contract') {
    const labelNames = ['service', 'call'];
    this.durations = new Histogram({
      name: `habeas_${kind}_call_duration_seconds`,
      help: `How long calls of ${kind === 'contract' ? "a service's contract" : 'a subgraph'} took, errors included.`,
      labelNames,
      buckets: durationBuckets,
      registers: [],
    });
    this.errors = new Counter({
      name: `habeas_${kind}_call_errors_total`,
      help: `Calls of ${kind === 'contract' ? "a service's contract" : 'a subgraph'} that failed or answered with errors, by each code.`,
      labelNames: [...labelNames, 'code'],
      registers: [],
    });
  }

  /** Runs a call and measures it. @param call the kind of call, a label: it must have few values */
  async measure<T>(service: string, call: string, work: () => Promise<T>): Promise<T> {
    const labels = { service, call };
    const ended = this.durations.startTimer(labels);
    const step = {
      name: `${this.kind} ${call}`,
      kind: 'CLIENT',
      attributes: { 'habeas.service': service },
    } as const;
    try {
      const result = await traced(step, work);
      for (const code of codesOf(result)) this.errors.inc({ ...labels, code });
      return result;
    } catch (error) {
      this.failed(service, call, error);
      throw error;
    } finally {
      ended();
    }
  }

  /** Counts a call that failed. {@link measure} does it for those that it runs. */
  failed(service: string, call: string, error: unknown): void {
    this.errors.inc({ service, call, code: codeOf(error) });
  }
}

/** Calls of subgraphs for callers' operations; `call` is the type of the operation. */
export const subgraphCalls = new Calls('subgraph');

/** Calls of the PII services' contract, for requests and searches; `call` names the part of the contract. */
export const contractCalls = new Calls('contract');

/** The metrics of all calls. */
export const callMetrics = [subgraphCalls, contractCalls].flatMap(({ durations, errors }) => [durations, errors]);
