/** Checks the schema of a service that joins by itself, before it is composed with the others. */
import { parse } from 'graphql';
import { contractProblems, declaresContract, processingOf } from '../../subgraphs/kit';
import { completeSdl } from '../../subgraphs/kit/base/sdl';
import { compositionRefusal } from './composition-refusal';

/** Returns the problems of a schema; empty when it may be composed. */
function problemsOf(name: string, url: string, sdl: string): string[] {
  const problems = contractProblems({ name, url, sdl });
  if (problems.length > 0) return problems;
  const document = parse(sdl, { noLocation: true });
  const isSaid = processingOf(document).some(({ service, language }) => service === name && language === 'en');
  if (!declaresContract(document) || isSaid) return [];
  return [
    `${name}: does not say in English what it processes personal data for: Query lacks @processing(service: "${name}", ...)`,
  ];
}

/**
 * Returns the complete SDL of a service, after checking it. A service that implements the contract must declare its processing in
 * English, because packages and the register print the declaration (Art. 13, 15, 30).
 * @throws COMPOSITION_FAILED
 */
export function checkedSdl(name: string, url: string, text: string): string {
  let sdl: string;
  try {
    sdl = completeSdl(text);
  } catch (error) {
    throw compositionRefusal([`${name}: its SDL cannot be parsed: ${(error as Error).message}`], 'input.sdl');
  }
  const problems = problemsOf(name, url, sdl);
  if (problems.length > 0) throw compositionRefusal(problems, 'input.sdl');
  return sdl;
}

/** Returns a warning for each language of packages in which a service with the contract does not declare its processing. */
export function untranslated(name: string, sdl: string, languages: readonly string[]): string[] {
  const document = parse(sdl, { noLocation: true });
  if (!declaresContract(document)) return [];
  const said = new Set(processingOf(document).map(({ language }) => language));
  return languages
    .filter((language) => !said.has(language))
    .map((language) => `${name}: has no @processing in ${language}, and packages name it in English there`);
}
