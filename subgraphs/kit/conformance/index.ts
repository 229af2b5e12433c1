/**
 * The conformance check: whether a service keeps the contract. A running service does not load it.
 *
 * @module conformance
 */
export { advice, type CheckId } from './advice';
export { fixtureSchema, type Fixture } from './fixture';
export { junitReport } from './junit';
export { formatReport, type ReportFormat } from './report';
export { checks, conforms, runConformance, type CheckResult, type ConformanceOptions } from './run';
export { describeConformance } from './suite';
export { Violation } from './exchange';
