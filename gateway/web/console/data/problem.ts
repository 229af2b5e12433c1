/** Describes what went wrong, from the gateway's error. */
import type { CombinedError } from 'urql';

/** The page's own code beside those of the gateway: there was no answer. */
export const noAnswer = 'NETWORK';

export interface Problem {
  /** The gateway's stable code; {@link noAnswer} when it did not answer. */
  code: string;
  /** The gateway's message, which contains no personal data. */
  message: string;
  /** The scopes that would allow it. */
  scopes: string[];
  /** Seconds to wait before another attempt. */
  retryAfter: number | undefined;
  service: string | undefined;
  /** All extensions, such as the conflicting request or the merge sets. */
  extensions: Record<string, unknown>;
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : undefined);

export function problemOf(error: CombinedError): Problem {
  const [first] = error.graphQLErrors;
  if (!first)
    return {
      code: noAnswer,
      message: error.message,
      scopes: [],
      retryAfter: undefined,
      service: undefined,
      extensions: {},
    };
  const { extensions, message } = first;
  const { retryAfterSeconds, requiredScopes } = extensions;
  return {
    code: textOf(extensions.code) ?? 'UNKNOWN',
    message,
    scopes: Array.isArray(requiredScopes) ? requiredScopes.flat().map(String) : [],
    retryAfter: typeof retryAfterSeconds === 'number' ? retryAfterSeconds : undefined,
    service: textOf(extensions.service),
    extensions,
  };
}

/** The message of anything thrown. */
export const inWords = (error: unknown): string => (error instanceof Error ? error.message : String(error));
