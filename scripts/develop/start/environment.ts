/** How `npm start` turns its own environment into that of the processes that it starts. */
import { z } from 'zod';
import { gatewayFamilies, gatewayVariableNames, gatewayVariables } from '../../../gateway/config/variables';
import {
  parseEnvironment,
  portVariable,
  serviceVariableNames,
  unknownVariables,
  type Environment,
} from '../../../subgraphs/kit/base/config';

/** Variables that the start reads itself, and sets for every process. */
const setByStart = ['PORT', 'HABEAS_DATA_DIR', 'DATABASE_URL', 'DATABASE_PASSWORD_FILE', 'DATABASE_PREFIX'];

/** Variables for what the start makes on this machine: keys, callers, the supergraph, plain HTTP. They may not be set. */
export const madeByStart: readonly string[] = [
  'CALLER_AUDIENCE',
  'CALLER_ISSUER',
  'CALLER_JWKS_FILE',
  'CALLER_JWKS_URL',
  'DATABASE_DIRECT_URL',
  'ENCRYPTION_KEYS_FILE',
  'OAUTH_TOKEN_SCOPE',
  'OAUTH_TOKEN_URL',
  'SERVICE_TOKEN_JWKS_FILE',
  'SERVICE_TOKEN_SIGNING_KEY_FILE',
  'SUPERGRAPH_FILE',
  'SUPERGRAPH_FORM',
  'SUPERGRAPH_GRAPH_REF',
  'SUPERGRAPH_KEY_FILE',
  'SUPERGRAPH_SERVICES',
  'SUPERGRAPH_URL',
  'TLS_CERT_FILE',
  'TLS_CLIENT_CA_FILE',
  'TLS_KEY_FILE',
];

const variables = z.object({
  ...gatewayVariables.shape,
  DATABASE_URL: gatewayVariables.shape.DATABASE_URL.optional(),
  PORT: portVariable.min(1).default(4000),
});

/** The environment of `npm start`. @throws ConfigurationError listing every variable that is bad, unknown or set by the start */
export function parseStartEnvironment(environment: Environment = process.env): z.output<typeof variables> {
  const refused = madeByStart
    .filter((name) => environment[name])
    .map((name) => `${name}: npm start makes its own; start the processes one by one to give another`);
  const unknown = unknownVariables(environment, gatewayVariableNames(), gatewayFamilies);
  return parseEnvironment(variables, environment, [...refused, ...unknown]);
}

/**
 * The variables that a process of a kind inherits: those that it reads and the start does not set, and those of libraries, for
 * the store's credentials and the sampling and export of traces.
 */
export function handedOn(to: 'gateway' | 'service', environment: Environment = process.env): Record<string, string> {
  const names = new Set(to === 'gateway' ? gatewayVariableNames() : serviceVariableNames());
  for (const name of [...setByStart, ...madeByStart]) names.delete(name);
  return Object.fromEntries(
    Object.entries(environment).filter(
      (entry): entry is [string, string] => Boolean(entry[1]) && (names.has(entry[0]) || /^(AWS|OTEL)_/.test(entry[0])),
    ),
  );
}
