/** Helpers for a service's own tests. Not a part of what a running service loads. */
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
