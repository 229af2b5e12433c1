/** Helpers for a service's own tests. A running service does not load them. */
export {
  contractOf,
  lines,
  type FoundPage,
  type Replacement,
  type ReplacementOutcome,
  type Report,
  type Term,
} from './contract';
export { startTestService, type TestAnswer, type TestService, type TestServiceOptions } from './start-test-service';
export { testOrganization, type TokenOptions } from './test-token';
