/** The form of answers: the gateway records none that does not fit, and the request waits for one that does. */
import type { z } from 'zod';
import { fill } from '../fixture';
import { answers, documents } from '../../base/contract/answers';
import type { Check } from '../check';
import type { Target } from '../target';

/** Asks as the gateway does, and reads the answer as it does. */
async function assertFits(
  target: Target,
  field: 'report' | 'marked' | 'erase' | 'rectify',
  variables: Record<string, unknown>,
): Promise<void> {
  const schema: z.ZodType = answers[field];
  const { success, error } = schema.safeParse(await target.ask(documents[field], variables));
  if (success) return;
  const [issue] = error.issues;
  throw target.violation(`The answer does not fit the contract at ${issue?.path.join('.')}: ${issue?.message}.`);
}

export const answeringChecks: Check[] = [
  {
    id: 'answers-fit',
    level: 'required',
    title: 'answers have the form that the gateway takes: times, names of types, sizes',
    rule: 'R11, contract',
    async run({ target }) {
      const person = await target.person(3);
      const term = target.manyTerm(person);
      const replacements = [fill(target.fixture.rectify, person.values)];
      const page = { term, first: 2, after: null, asOf: null };
      await assertFits(target, 'report', page);
      await assertFits(target, 'marked', page);
      await assertFits(target, 'rectify', { requestId: 'fits-rectify', term, replacements, limit: 1_000, asOf: null });
      await assertFits(target, 'erase', { requestId: 'fits-erase', term, limit: 1_000, asOf: null });
    },
  },
];
