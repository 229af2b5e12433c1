/** The service's schema: the contract word for word, and one that composes. */
import { composeServices, compositionHasErrors } from '@theguild/federation-composition';
import { parse } from 'graphql';
import { contractProblems } from '../../contract/contract-checks';
import type { Check } from '../check';
import { Violation } from '../target';

export const schemaChecks: Check[] = [
  {
    id: 'schema-contract',
    level: 'required',
    title: 'the schema holds the contract, unchanged',
    rule: 'schema/contract.graphql',
    run({ target, sdl }) {
      const problems = contractProblems({ name: target.fixture.service, url: target.url, sdl });
      if (problems.length > 0) throw new Violation(problems.join('\n'), 'the SDL', problems);
      return Promise.resolve();
    },
  },
  {
    id: 'schema-composes',
    level: 'required',
    title: 'the schema composes',
    rule: 'Apollo Federation 2',
    run({ target, sdl }) {
      const result = composeServices([{ name: target.fixture.service, url: target.url, typeDefs: parse(sdl) }]);
      // What a service extends, another one owns: alone it has no base.
      const errors = compositionHasErrors(result)
        ? result.errors.filter(({ extensions }) => extensions?.code !== 'EXTENSION_WITH_NO_BASE')
        : [];
      const problems = errors.map(({ message }) => message);
      if (problems.length > 0) throw new Violation(problems.join('\n'), 'the SDL', problems);
      return Promise.resolve();
    },
  },
];
