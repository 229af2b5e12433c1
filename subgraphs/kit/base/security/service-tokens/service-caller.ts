/**
 * On whose behalf a service is called: by the gateway, with a service token, or by a router in front that hands on the token of
 * its caller. Both say whose data are meant, and with which scopes; the contract answers the first alone.
 */
import { decodeJwt, type JSONWebKeySet } from 'jose';
import { openCallerKeys, type CallerConfig } from '../caller-keys';
import { createAuthenticator } from '../caller-token';
import { serviceTokenVerifier, type ServiceCaller } from './service-token';

/** Finds on whose behalf a call is made. @throws UNAUTHENTICATED, or SERVICE_UNAVAILABLE without the issuer's keys */
export type FindServiceCaller = (authorization?: string) => Promise<ServiceCaller>;

/**
 * Verifies the tokens that a service takes.
 * @param callers whose tokens are taken beside the gateway's; nobody's without
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
    // Whatever such a token says of a purpose, it is a caller's.
    return { subject, organizationId, scopes, purpose: 'query' };
  };
}

/** Who a token says that it is from. Nothing is believed yet: it says by whose keys the token is to be verified. */
function statedIssuer(authorization: string | undefined): string | undefined {
  try {
    return decodeJwt(authorization?.replace(/^Bearer +/i, '') ?? '').iss;
  } catch {
    return undefined;
  }
}
