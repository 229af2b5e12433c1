/** What went wrong, as the gateway said it. */
import type { CombinedError } from 'urql';

/** The page's own word beside the gateway's codes. */
export const noAnswer = 'NETWORK';

export interface Problem {
  /** The gateway's stable code; {@link noAnswer} when it did not answer. */
  code: string;
  /** In the gateway's words, which hold no personal data. */
  message: string;
  /** What would have allowed it. */
  scopes: string[];
  /** How long to wait, in seconds. */
  retryAfter: number | undefined;
  service: string | undefined;
  /** The request, or the sets, that stand in the way. */
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

/** Anything thrown, in words. */
export const inWords = (error: unknown): string => (error instanceof Error ? error.message : String(error));
