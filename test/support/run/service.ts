/** One PII service in the test's own process, on the test run's server. */
import type { ServiceDefinition } from '../../../subgraphs/kit';
import { startTestService as startOn, type TestService, type TestServiceOptions } from '../../../subgraphs/kit/testing';
import { testServerUrl } from './database';

export { testOrganization, type TestService, type TokenOptions } from '../../../subgraphs/kit/testing';

/** Starts a service on a free port with a database of its own. */
export const startTestService = (
  definition: ServiceDefinition,
  options: Omit<TestServiceOptions, 'databaseUrl'> = {},
): Promise<TestService> => startOn(definition, { databaseUrl: testServerUrl(), ...options });
