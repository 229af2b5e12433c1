/** Recommended checks: they keep a service from slowing the others down. */
import type { Check } from '../check';
import { fill } from '../fixture';

const rounds = 20;
/** Milliseconds for a page of one person's records. */
const pleasant = 250;

export const recommendedChecks: Check[] = [
  {
    id: 'latency',
    level: 'recommended',
    title: `a page comes within ${pleasant} ms, nineteen times of twenty`,
    rule: 'performance',
    async run({ target }) {
      const term = target.manyTerm(await target.person(3));
      const times: number[] = [];
      for (let round = 0; round < rounds; round += 1) {
        const started = performance.now();
        await target.find(term);
        times.push(performance.now() - started);
      }
      const p95 = times.sort((a, b) => a - b)[Math.floor(rounds * 0.95) - 1] ?? 0;
      if (p95 > pleasant) throw target.violation(`The slowest but one of ${rounds} pages took ${Math.round(p95)} ms.`);
    },
  },
  {
    id: 'entities-batched',
    level: 'recommended',
    title: 'references are resolved together: in order, null for nobody, twice for a duplicate',
    rule: 'Apollo Federation 2: _entities',
    async run({ target }) {
      const { entity, scopes } = target.fixture;
      if (!entity) return { skip: 'The fixture names no entity.' };
      const [one, other] = [await target.person(), await target.person()];
      const ids = [one, other].map(({ values }) => fill(entity.id, values));
      const unknown = '00000000-0000-7000-8000-000000000000';
      const asked = [ids[0], unknown, ids[1], ids[0]];
      const { _entities: found } = await target.ask<{ _entities: ({ id: string } | null)[] }>(
        `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on ${entity.typename} { id } } }`,
        { representations: asked.map((id) => ({ __typename: entity.typename, id })) },
        { purpose: 'query', scopes },
      );
      const expected = asked.map((id) => (id === unknown ? null : id));
      if (JSON.stringify(found.map((each) => each?.id ?? null)) !== JSON.stringify(expected))
        throw target.violation(
          'The references are not answered in order, with null for nobody and twice for a duplicate.',
        );
      return undefined;
    },
  },
];
