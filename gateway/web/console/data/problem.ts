/** Describes what went wrong, from the gateway's error. */
import type { CombinedError } from 'urql';

/** The page's own codes beside those of the gateway: a query had no answer, which changes nothing. */
export const noAnswer = 'NETWORK';
/** An action had no answer, so nobody knows whether it was done. */
export const noReply = 'NO_REPLY';

export interface Problem {
  /** The gateway's stable code; {@link noAnswer} or {@link noReply} when it did not answer. */
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

/** @param silence the code for an error that is no answer of the gateway */
export function problemOf(error: CombinedError, silence = noAnswer): Problem {
  const [first] = error.graphQLErrors;
  if (!first)
    return {
      code: silence,
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
