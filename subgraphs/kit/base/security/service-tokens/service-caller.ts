/**
 * Who calls a service: the gateway, with a service token, or a router in front that passes on the token of its caller. Both tokens
 * name the organisation and the scopes; the fields of the contract accept only the gateway's.
 */
import { decodeJwt, type JSONWebKeySet } from 'jose';
import { openCallerKeys, type CallerConfig } from '../caller-keys';
import { createAuthenticator } from '../caller-token';
import { serviceTokenVerifier, type ServiceCaller } from './service-token';

/** Finds the caller of a service. @throws UNAUTHENTICATED, or SERVICE_UNAVAILABLE when the issuer's keys cannot be read */
export type FindServiceCaller = (authorization?: string) => Promise<ServiceCaller>;

/**
 * Makes the function that verifies the tokens of a service.
 * @param callers whose tokens are accepted beside the gateway's. @default nobody's
 */
export async function serviceCallerFinder(
  service: string,
  keys: JSONWebKeySet,
  callers?: CallerConfig,
): Promise<FindServiceCaller> {
  const verify = serviceTokenVerifier(service, keys);
  if (!callers) return verify;
  const authenticate = createAuthenticator(callers, await openCallerKeys(callers.keys));
  return async (authorization) => {
    if (statedIssuer(authorization) !== callers.issuer) return verify(authorization);
    const { subject, organizationId, scopes } = await authenticate(authorization);
    // Such a token is a caller's, whatever purpose it claims.
    return { subject, organizationId, scopes, purpose: 'query' };
  };
}

/** The issuer that a token names. Nothing is trusted yet: it decides only whose keys verify the token. */
function statedIssuer(authorization: string | undefined): string | undefined {
  try {
    return decodeJwt(authorization?.replace(/^Bearer +/i, '') ?? '').iss;
  } catch {
    return undefined;
  }
}
