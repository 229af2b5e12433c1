/** The service's schema: the contract word for word, and one that composes. */
import { composeServices, compositionHasErrors } from '@theguild/federation-composition';
import { parse, type DocumentNode } from 'graphql';
import { shapeProblems } from '../../contract/declared/contract-checks';
import {
  contractMarkers,
  declarationProblems,
  declaresProcessing,
  processingOf,
  versionProblem,
} from '../../contract/declared/declarations';
import type { Check } from '../check';
import { Violation } from '../exchange';

/** Empty arguments of `@processing`: every package would print them as empty. */
const blankWords = (document: DocumentNode): string[] =>
  processingOf(document).flatMap(({ label, purpose, legalBasis, retention, language }) =>
    Object.entries({ label, purpose, legalBasis, retention })
      .filter(([, words]) => words.trim() === '')
      .map(([argument]) => `@processing in the language ${language} leaves ${argument} empty.`),
  );

export const schemaChecks: Check[] = [
  {
    id: 'schema-contract',
    level: 'required',
    title: 'the schema holds the contract, unchanged',
    rule: 'schema/contract.graphql',
    run({ target, sdl }) {
      const problems = shapeProblems(target.fixture.service, parse(sdl));
      if (problems.length > 0) throw new Violation(problems.join('\n'), 'the SDL', problems);
      return Promise.resolve();
    },
  },
  {
    id: 'contract-version',
    level: 'required',
    title: 'the schema states the version of the contract, under the service’s own name',
    rule: 'docs/contract-v2.md',
    run({ target, sdl }) {
      const { service } = target.fixture;
      const problem = versionProblem(service, contractMarkers(parse(sdl)));
      if (problem) throw new Violation(problem, 'the SDL', contractMarkers(parse(sdl)));
      return Promise.resolve();
    },
  },
  {
    id: 'processing-declared',
    level: 'required',
    title: 'the schema says what personal data are processed for, once in each language',
    rule: 'Art. 15(1), R13, R22',
    run({ target, sdl }) {
      const { service } = target.fixture;
      const document = parse(sdl);
      const problems = declaresProcessing(service, document)
        ? [...declarationProblems(service, document), ...blankWords(document)]
        : [`Query lacks @processing(service: "${service}", ...).`];
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
      // A type that the service extends belongs to another service: alone, the extension has no base.
      const errors = compositionHasErrors(result)
        ? result.errors.filter(({ extensions }) => extensions?.code !== 'EXTENSION_WITH_NO_BASE')
        : [];
      const problems = errors.map(({ message }) => message);
      if (problems.length > 0) throw new Violation(problems.join('\n'), 'the SDL', problems);
      return Promise.resolve();
    },
  },
];
