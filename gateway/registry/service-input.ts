/** What a caller says of a service that joins, checked before anything else is done. */
import { inputError } from '../../subgraphs/kit';
import { plainUrl } from '../security/plain-url';
import { ownService, type RegistryPlace } from './compose-registered';

/** As the schema has it. */
export interface RegisterServiceInput {
  name: string;
  url: string;
  sdl?: string | null;
}

/** How a service may be called: it stands in tokens, in rows and in names of the supergraph. */
const namePattern = /^[a-z][a-z0-9-]{0,49}$/;

/** The longest URL, in characters. */
const longestUrl = 2_000;

/** A name that a service may have. @throws BAD_USER_INPUT */
export function checkedName(name: string): string {
  if (!namePattern.test(name) || name.endsWith('-'))
    throw inputError(
      'input.name',
      'input.name takes a small letter, then small letters, digits and hyphens: 50 at most.',
    );
  return name;
}

/** The address of a service, as it is kept. @throws BAD_USER_INPUT */
export function checkedServiceUrl(text: string): string {
  const url = text.length > longestUrl ? null : plainUrl(text);
  if (!url) throw inputError('input.url', 'input.url takes an absolute http or https URL without user and fragment.');
  return url.href;
}

/** A service of the release cannot be registered, nor retired here. @throws BAD_USER_INPUT */
export function assertNotOfRelease(name: string, { services }: RegistryPlace, argument: string): void {
  if ([ownService, ...services].some((own) => own.name === name))
    throw inputError(argument, `${argument}: ${name} is a service of this release, and stands in its configuration.`);
}
