/** The service under test. The checks reach it by GraphQL over HTTP alone, so it may be written in any language. */
import { randomBytes } from 'node:crypto';
import { exportJWK, generateKeyPair, importJWK, SignJWT, type CryptoKey, type JWK } from 'jose';
import { request } from 'undici';
import { serviceTokenIssuer } from '../base/security/service-tokens/service-token';
import { isValueType, type TermInput } from '../base/terms';
import {
  contractDocuments,
  Violation,
  type FoundPage,
  type FoundRecord,
  type Reply,
  type Report,
  type TokenClaims,
} from './exchange';
import { fill, type Fixture, type FixtureStep } from './fixture';
import { madeUpPerson, termOf, type Values } from './people/made-up';

/** A person whom the fixture made. */
export interface Person {
  values: Values;
  /** The terms by which the service should find the person. */
  terms: [type: keyof Fixture['terms'], value: string][];
}

/** The longest wait for an answer of the service, in milliseconds. */
const patience = 30_000;
/** For how long a token is sent again, in milliseconds: much shorter than any of them is valid. */
const tokenReuse = 10_000;

/** A service, seen by an organisation of its own. */
export class Target {
  /** The last exchange: a finding shows it. */
  last: { sent: unknown; got: unknown } = { sent: null, got: null };
  private readonly tokens = new Map<string, { token: Promise<string>; until: number }>();

  constructor(
    readonly url: string,
    readonly fixture: Fixture,
    private readonly signingKey: { key: CryptoKey | Uint8Array; kid: string },
    readonly organizationId = `conformance-${randomBytes(6).toString('hex')}`,
  ) {}

  static async open(url: string, fixture: Fixture, key: JWK): Promise<Target> {
    return new Target(url, fixture, { key: await importJWK(key, 'EdDSA'), kid: key.kid ?? '' });
  }

  /** The same service, seen by another new organisation. */
  apart(): Target {
    return new Target(this.url, this.fixture, this.signingKey);
  }

  /** A token for these claims. As with the gateway, one token carries many calls. */
  token(claims: TokenClaims = {}): Promise<string> {
    if (claims.key) return this.sign(claims);
    const wanted = JSON.stringify(claims);
    const known = this.tokens.get(wanted);
    if (known && known.until > Date.now()) return known.token;
    const token = this.sign(claims);
    this.tokens.set(wanted, { token, until: Date.now() + tokenReuse });
    return token;
  }

  private sign(claims: TokenClaims): Promise<string> {
    const { purpose = 'gdpr', scopes = [], expiresIn = 60, audience = this.fixture.service, requestId = null } = claims;
    const now = Math.floor(Date.now() / 1_000);
    return new SignJWT({
      organization_id: claims.organizationId ?? this.organizationId,
      purpose,
      ...(requestId === null ? {} : { request_id: requestId }),
      scope: scopes.join(' '),
    })
      .setProtectedHeader({ alg: 'EdDSA', kid: this.signingKey.kid, typ: 'JWT' })
      .setIssuer(serviceTokenIssuer)
      .setAudience(audience)
      .setSubject('conformance')
      .setIssuedAt(now - 120)
      .setExpirationTime(now + expiresIn)
      .sign(claims.key ?? this.signingKey.key);
  }

  /** A key that the service does not know. */
  static async foreignKey(): Promise<CryptoKey> {
    const { privateKey } = await generateKeyPair('EdDSA', { extractable: true });
    return (await importJWK(await exportJWK(privateKey), 'EdDSA')) as CryptoKey;
  }

  /** Sends a body as it is. `authorization` is null for none. */
  async post(body: unknown, authorization: string | null, url = this.url): Promise<Reply> {
    const sent = typeof body === 'string' ? body : JSON.stringify(body);
    const { statusCode, body: answer } = await request(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        ...(authorization ? { authorization } : {}),
      },
      body: sent,
      headersTimeout: patience,
      bodyTimeout: patience,
    });
    const text = await answer.text();
    const reply: Reply = { status: statusCode, text, data: null, errors: [] };
    try {
      const { data, errors } = JSON.parse(text) as Partial<Reply>;
      Object.assign(reply, { data: data ?? null, errors: errors ?? [] });
    } catch {
      // An answer that is no JSON is judged by its status and its text.
    }
    this.last = { sent: body, got: { status: statusCode, body: text.slice(0, 2_000) } };
    return reply;
  }

  async send(query: string, variables: unknown = {}, claims: TokenClaims = {}): Promise<Reply> {
    const { requestId = null } = variables as { requestId?: string | null };
    return this.post({ query, variables }, `Bearer ${await this.token({ requestId, ...claims })}`);
  }

  /** Sends an operation that must succeed. @throws Violation when it does not */
  async ask<T>(query: string, variables: unknown = {}, claims: TokenClaims = {}): Promise<T> {
    const { data, errors } = await this.send(query, variables, claims);
    if (errors.length > 0 || !data) throw this.violation('The operation was refused.');
    return data as T;
  }

  /** A finding about the last exchange. */
  violation(message: string): Violation {
    return new Violation(message, this.last.sent, this.last.got);
  }

  async find(
    term: TermInput,
    first = 200,
    after: string | null = null,
    asOf: string | null = null,
  ): Promise<FoundPage> {
    return (await this.ask<{ personalData: FoundPage }>(contractDocuments.find, { term, first, after, asOf }))
      .personalData;
  }

  /** Every record of a term, read in pages. @throws Violation when the pages do not end, or begin again */
  async findAll(term: TermInput, first = 200): Promise<FoundRecord[]> {
    const records: FoundRecord[] = [];
    const cursors = new Set<string>();
    for (let after: string | null = null, pages = 0; ; pages += 1) {
      const page: FoundPage = await this.find(term, first, after);
      if (page.records.length > first) throw this.violation(`The page holds more than the ${first} records asked for.`);
      records.push(...page.records);
      after = page.endCursor;
      if (after === null) return records;
      if (cursors.has(after)) throw this.violation('The pages do not end: an endCursor came for the second time.');
      cursors.add(after);
      if (pages > 1_000) throw this.violation('The pages do not end: endCursor never becomes null.');
    }
  }

  async erase(requestId: string, term: TermInput, limit = 1_000, asOf: string | null = null): Promise<Report> {
    return (await this.ask<{ erasePersonalData: Report }>(contractDocuments.erase, { requestId, term, limit, asOf }))
      .erasePersonalData;
  }

  async rectify(
    requestId: string,
    term: TermInput,
    values: Values,
    limit = 1_000,
    asOf: string | null = null,
  ): Promise<Report> {
    const replacements = [fill(this.fixture.rectify, values)];
    const variables = { requestId, term, replacements, limit, asOf };
    return (await this.ask<{ rectifyPersonalData: Report }>(contractDocuments.rectify, variables)).rectifyPersonalData;
  }

  /** Makes a person with this many records or more; `given` replaces some of the made-up values. */
  async person(records = 1, given: Values = {}): Promise<Person> {
    const values = { ...madeUpPerson(), ...given };
    await this.run(this.fixture.person, values);
    const first = { ...values };
    for (let count = this.fixture.record ? 0 : 1; count < records; count += 1)
      await this.run(this.fixture.record ?? this.fixture.person, values);
    // The ids of the person who was made first: those made later have the same values.
    const known = this.fixture.record ? values : first;
    const terms = Object.entries(this.fixture.terms).map(
      ([type, template]) => [type, fill(template, known)] as Person['terms'][number],
    );
    return { values: known, terms };
  }

  /** Makes a person with every value that the fixture's `fields` name. */
  async completePerson(): Promise<Person> {
    const person = await this.person();
    await this.run(this.fixture.complete, person.values);
    return person;
  }

  /** Makes a person with a record that is about somebody else too. */
  async linkedPerson(): Promise<Person> {
    const person = await this.person();
    await this.run(this.fixture.linked?.operations ?? [], person.values);
    return person;
  }

  /** The term that finds all records of a person: a value, if the fixture adds records by running `person` again. */
  manyTerm({ terms }: Person): TermInput {
    const found = terms.find(([type]) => isValueType(type) !== Boolean(this.fixture.record)) ?? terms[0];
    if (!found) throw new Error('The fixture names no term.');
    return termOf(...found);
  }

  /**
   * Makes more that a person's term finds: another person with the same values if the service finds people by values, otherwise
   * another record of the person.
   */
  async another({ values }: Person): Promise<void> {
    const byValue = Object.keys(this.fixture.terms).some((type) => isValueType(type as Person['terms'][number][0]));
    const { person, record } = this.fixture;
    await this.run(byValue && person.length > 0 ? person : (record ?? person), { ...values });
  }

  /** The same after an erasure, when nothing is left that `record` could add to. */
  async anotherFromNothing({ values }: Person): Promise<void> {
    const copy = { ...values };
    await this.run(this.fixture.person, copy);
    if (this.fixture.record) await this.run(this.fixture.record, copy);
  }

  private async run(steps: FixtureStep[], values: Values): Promise<void> {
    for (const { document, variables, keep } of steps) {
      const { data, errors, text } = await this.send(document, fill(variables, values), {
        purpose: 'query',
        scopes: this.fixture.scopes,
      });
      if (errors.length > 0 || !data) throw new Error(`A step of the fixture failed: ${text.slice(0, 500)}`);
      for (const [name, path] of Object.entries(keep)) {
        const value = path.split('.').reduce<unknown>((at, key) => (at as Record<string, unknown> | null)?.[key], data);
        if (typeof value !== 'string' && typeof value !== 'number')
          throw new Error(`A step of the fixture keeps ${path}, which is no id in the answer.`);
        values[name] = String(value);
      }
    }
  }
}
