/**
 * Makes the service tokens that every call to a service bears (`subgraphs/kit/base/security/service-tokens/service-token.ts` verifies them):
 * JWTs (EdDSA) for one service, one organisation and one caller, that live for a minute.
 */
import { FlattenedSign, importJWK, SignJWT, type CryptoKey, type JSONWebKeySet, type JWK, type JWTPayload } from 'jose';
import { LRUCache } from 'lru-cache';
import type { OrganizationProfiles } from '../../subgraphs/kit/base/security/organization-profiles';
import {
  serviceTokenIssuer,
  type ServiceTokenPurpose,
} from '../../subgraphs/kit/base/security/service-tokens/service-token';

/** What a service token says. */
export interface ServiceTokenClaims {
  /** The service that it is for: the token's audience. */
  service: string;
  /** The caller on whose behalf the service works. */
  subject: string;
  organizationId: string;
  /** The caller's scopes. */
  scopes: ReadonlySet<string>;
  /** `query` for a caller's operation; `gdpr` for the contract's fields. */
  purpose: ServiceTokenPurpose;
  /** The data-subject request that is carried out; with `gdpr` only. */
  requestId?: string;
}

/** The region in which national phone numbers of the organisation are read, for services in any language (R3). */
type PhoneRegionOf = (organizationId: string) => string | null;

/** What service tokens are configured by. */
interface ServiceTokenConfig {
  serviceSigningKey: JWK;
  serviceKeys: JSONWebKeySet;
  profiles: OrganizationProfiles;
}

const lifetime = 60_000;
/** A token is reused until this long before it expires, so that it does not expire on its way. */
const margin = 30_000;

/** Signs service tokens, and reuses each while it is fresh. */
export class ServiceTokens {
  private readonly signed = new LRUCache<string, Promise<string>>({
    max: 2_000,
    ttl: lifetime - margin,
    // Tokens expire by wall-clock time, however long the process was busy.
    perf: Date,
    ttlResolution: 0,
  });
  private readonly scopeTexts = new WeakMap<ReadonlySet<string>, string>();

  private constructor(
    private readonly key: CryptoKey | Uint8Array,
    private readonly kid: string,
    /** The public keys that services verify the tokens with: what `/.well-known/jwks.json` answers. */
    readonly publicKeys: JSONWebKeySet,
    private readonly phoneRegionOf: PhoneRegionOf,
  ) {}

  /**
   * @param signingKey a private Ed25519 key with its `kid`
   * @param others public keys to publish beside its own, while keys are rotated
   */
  static async open(
    signingKey: JWK,
    others: JSONWebKeySet = { keys: [] },
    phoneRegionOf: PhoneRegionOf = () => null,
  ): Promise<ServiceTokens> {
    const kid = signingKey.kid ?? '';
    const published = [signingKey, ...others.keys.filter((key) => key.kid !== kid)].map(publicPart);
    return new ServiceTokens(await importJWK(signingKey, 'EdDSA'), kid, { keys: published }, phoneRegionOf);
  }

  /** Opens them as a process of the gateway, or a command that calls services, is configured. */
  static configured({ serviceSigningKey, serviceKeys, profiles }: ServiceTokenConfig): Promise<ServiceTokens> {
    return ServiceTokens.open(serviceSigningKey, serviceKeys, (id) => profiles.of(id).phoneRegion);
  }

  /** A token that is valid for 30 seconds at least. */
  sign(claims: ServiceTokenClaims): Promise<string> {
    const scope = this.scopeText(claims.scopes);
    const { service, organizationId, subject, purpose, requestId } = claims;
    const key = JSON.stringify([service, organizationId, subject, scope, purpose, requestId]);
    const known = this.signed.get(key);
    if (known) return known;
    const now = Date.now();
    const phoneRegion = this.phoneRegionOf(organizationId);
    const token = new SignJWT({
      organization_id: organizationId,
      scope,
      purpose,
      ...(requestId === undefined ? {} : { request_id: requestId }),
      ...(phoneRegion === null ? {} : { phone_region: phoneRegion }),
    })
      .setProtectedHeader({ alg: 'EdDSA', kid: this.kid, typ: 'JWT' })
      .setIssuer(serviceTokenIssuer)
      .setAudience(service)
      .setSubject(subject)
      .setIssuedAt(Math.floor(now / 1000))
      .setExpirationTime(Math.floor((now + lifetime) / 1000))
      .sign(this.key);
    this.signed.set(key, token);
    return token;
  }

  /** Signs a statement that is no service token: its `typ` says what it is, and it has no audience. */
  signStatement(statement: JWTPayload, type: string): Promise<string> {
    return new SignJWT(statement).setProtectedHeader({ alg: 'EdDSA', kid: this.kid, typ: type }).sign(this.key);
  }

  /** Signs bytes: a detached JWS (RFC 7797), to be stored beside the file that it is about. */
  async signDetached(bytes: Buffer, type: string): Promise<string> {
    const header = { alg: 'EdDSA', kid: this.kid, typ: type, b64: false, crit: ['b64'] };
    const { protected: head, signature } = await new FlattenedSign(bytes).setProtectedHeader(header).sign(this.key);
    return `${head ?? ''}..${signature}`;
  }

  private scopeText(scopes: ReadonlySet<string>): string {
    const known = this.scopeTexts.get(scopes);
    if (known !== undefined) return known;
    const text = [...scopes].sort().join(' ');
    this.scopeTexts.set(scopes, text);
    return text;
  }
}

/** The public part of a key. */
function publicPart({ kty = 'OKP', crv, x, y, n, e, kid }: JWK): JWK & { kty: string } {
  const key = { kty, crv, x, y, n, e, kid, use: 'sig', alg: crv === 'Ed25519' ? 'EdDSA' : undefined };
  // Absent members are left out instead of being undefined.
  return JSON.parse(JSON.stringify(key)) as JWK & { kty: string };
}
