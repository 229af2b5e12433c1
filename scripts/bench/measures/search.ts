/** `subjects` over all services, beside the slowest service's own search, and among a hundred times as many people. */
import type { ServiceTokens } from '../../../gateway/security/service-tokens';
import { load, median, percentile } from '../load/measure';
import { serviceTokensOf } from '../load/service-tokens';
import { organization, type BenchSystem } from '../load/systems';

/** A kind of term, and its value for one of the made-up people. */
const terms: { name: string; values: (person: Person) => string; field: 'email' | 'phone' | 'name' }[] = [
  { name: 'e-mail', field: 'email', values: ({ email }) => email },
  { name: 'phone', field: 'phone', values: ({ phone }) => phone },
  { name: 'name', field: 'name', values: ({ name }) => name },
];

interface Person {
  name: string;
  email: string;
  phone: string;
}

/** The time of one kind of term in one system, in milliseconds. */
export interface SearchRow {
  term: string;
  people: number;
  subjects: { p50: number; p99: number };
  /** The time of each service, called through the contract. */
  services: Record<string, { p50: number; p99: number }>;
}

/** The calls of each kind before measuring: in a process that has done little, code is not yet compiled. */
const warmUp = 500;

async function peopleOf(system: BenchSystem, count: number): Promise<Person[]> {
  const api = await system.client({ organization });
  const { externalContacts } = await api.ask<{
    externalContacts: {
      nodes: { firstName: string; lastName: string; personalEmail: string | null; cellPhone: string | null }[];
    };
  }>(`{ externalContacts(first: ${count}) { nodes { firstName lastName personalEmail cellPhone } } }`);
  return externalContacts.nodes.flatMap(({ firstName, lastName, personalEmail, cellPhone }) =>
    personalEmail && cellPhone ? [{ name: `${firstName} ${lastName}`, email: personalEmail, phone: cellPhone }] : [],
  );
}

/** Signs a token of the contract for a service. Tokens live for a minute, so each call gets a new one. */
const contractTokens = (tokens: ServiceTokens, service: string) => () =>
  tokens.sign({ service, organizationId: organization, subject: 'bench', scopes: new Set(), purpose: 'gdpr' });

interface Asked {
  name: string;
  url: string;
  token: () => Promise<string>;
  query: string;
}

/** The milliseconds of one call. */
async function timed({ url, token, query }: Asked, term: Record<string, string>): Promise<number> {
  const authorization = `Bearer ${await token()}`;
  const started = performance.now();
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization },
    body: JSON.stringify({ query, variables: { term } }),
  });
  const { errors } = (await response.json()) as { errors?: { message: string }[] };
  const took = performance.now() - started;
  if (errors) throw new Error(`${url}: ${errors[0]?.message}`);
  return took;
}

/** Searches one at a time, in the systems and their services alternately. */
export async function benchSearch(
  systems: BenchSystem[],
  rounds: number,
  onProgress: (line: string) => void,
): Promise<SearchRow[]> {
  const targets = await Promise.all(
    systems.map(async (system) => {
      const [tokens, caller] = [await serviceTokensOf(system), await system.token({ organization })];
      return {
        system,
        people: await peopleOf(system, 100),
        asked: [
          {
            name: 'subjects',
            url: system.url,
            token: () => Promise.resolve(caller),
            query:
              'query ($term: GdprSubjectTermInput!) { subjects(term: $term, first: 10) { totalCount nodes { service } } }',
          },
          ...[...system.processes]
            .filter(([name]) => name !== 'gateway')
            .map(([name, { url }]) => ({
              name,
              url,
              token: contractTokens(tokens, name),
              query:
                'query ($term: PersonalDataTermInput!) { personalData(term: $term, first: 200) { subjects { id identifiers { type value } } endCursor } }',
            })),
        ] as Asked[],
      };
    }),
  );
  const rows: SearchRow[] = [];
  for (const { name, field, values } of terms) {
    const taken = targets.map(({ asked }) => asked.map(() => [] as number[]));
    for (const { people, asked } of targets) {
      const given = people.map((person) => ({ term: { [field]: values(person) } }));
      for (const { url, token, query } of asked) {
        const bodies = given.map((variables) => JSON.stringify({ query, variables }));
        await load({ url, headers: { authorization: `Bearer ${await token()}` } }, bodies, 4, { amount: warmUp });
      }
    }
    for (let round = 0; round < rounds * 100; round += 1)
      for (const [place, { people, asked }] of targets.entries()) {
        const person = people[round % people.length];
        if (!person) throw new Error('There is nobody to search for.');
        for (const [index, each] of asked.entries()) {
          const took = await timed(each, { [field]: values(person) });
          taken[place]?.[index]?.push(took);
        }
      }
    targets.forEach(({ system, asked }, place) => {
      const figures = asked.map((each, index) => {
        const times = taken[place]?.[index] ?? [];
        return [each.name, { p50: median(times), p99: percentile(times, 0.99) }] as const;
      });
      const [subjects, ...services] = figures;
      if (!subjects) return;
      rows.push({ term: name, people: system.people, subjects: subjects[1], services: Object.fromEntries(services) });
      onProgress(`subjects by ${name} among ${system.people}: ${subjects[1].p50.toFixed(1)} ms`);
    });
  }
  return rows;
}
