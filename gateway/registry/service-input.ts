/** Checks the input of registering and retiring a service. */
import { inputError } from '../../subgraphs/kit';
import { plainUrl } from '../security/plain-url';
import { ownService, type RegistryPlace } from './compose-registered';

/** The input of `registerService`. */
export interface RegisterServiceInput {
  name: string;
  url: string;
  sdl?: string | null;
}

/** The form of a service's name, which is used in tokens, in rows and in names of the supergraph. */
const namePattern = /^[a-z][a-z0-9-]{0,49}$/;

/** The longest URL, in characters. */
const longestUrl = 2_000;

/** Checks the name of a service. @throws BAD_USER_INPUT */
export function checkedName(name: string): string {
  if (!namePattern.test(name) || name.endsWith('-'))
    throw inputError(
      'input.name',
      'input.name takes 50 characters at most: a lower-case letter, then lower-case letters, digits and hyphens, no hyphen at the end.',
    );
  return name;
}

/** Checks the address of a service. @returns the URL in its normal form. @throws BAD_USER_INPUT */
export function checkedServiceUrl(text: string): string {
  const url = text.length > longestUrl ? null : plainUrl(text);
  if (!url) throw inputError('input.url', 'input.url takes an absolute http or https URL without user and fragment.');
  return url.href;
}

/** Refuses the name of a service of the release, which can be neither registered nor retired. @throws BAD_USER_INPUT */
export function assertNotOfRelease(name: string, { services }: RegistryPlace, argument: string): void {
  if ([ownService, ...services].some((own) => own.name === name))
    throw inputError(
      argument,
      `${argument}: ${name} is a service of this release, which only the configuration can change.`,
    );
}
