/** The ways to sign in, which each page presents itself: at the issuer, with a development token, or with a token from elsewhere. */
import { useState, type FormEvent } from 'react';
import type { Credential } from './credential';
import { signIn } from './oidc';
import { pageProblem, type PageProblem } from './problem';
import { developmentToken, type PageSettings } from './settings';
import { textOf } from './text-of';

/** The name of the form field with the organisation or the token. */
export const signInField = 'value';

export interface SigningIn {
  /** Whether an attempt is under way. */
  busy: boolean;
  /** Why the last attempt failed. */
  problem: PageProblem | undefined;
  /** Signs in at the issuer; undefined when none is configured. */
  atIssuer: (() => void) | undefined;
  giveUp: () => void;
  /** The default organisation; null when no development tokens are offered. */
  organization: string | null;
  /** Handles a form with the organisation in {@link signInField}. */
  withDevelopmentToken: (event: FormEvent<HTMLFormElement>) => void;
  /** Handles a form with the token in {@link signInField}, with or without `Bearer`. */
  withToken: (event: FormEvent<HTMLFormElement>) => void;
}

/**
 * Provides the ways to sign in, one attempt at a time.
 * @param onEnter called with the new token; throws when the gateway does not accept it
 */
export function useSignIn(
  { signIn: issuer, developmentOrganization }: PageSettings,
  onEnter: (credential: Credential) => Promise<void>,
): SigningIn {
  const [problem, setProblem] = useState<PageProblem>();
  const [current, setCurrent] = useState<AbortController>();
  const attempt = (by: (signal: AbortSignal) => Promise<Credential>) => {
    const controller = new AbortController();
    setCurrent(controller);
    setProblem(undefined);
    by(controller.signal)
      .then(onEnter)
      .catch((error: unknown) => setProblem(pageProblem(error)))
      .finally(() => setCurrent(undefined));
  };
  const submitted = (take: (value: string) => Promise<string>) => (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const value = textOf(event.currentTarget, signInField);
    if (value) attempt(async () => ({ token: await take(value) }));
  };
  return {
    busy: current !== undefined,
    problem,
    atIssuer: issuer ? () => attempt((signal) => signIn(issuer, signal)) : undefined,
    giveUp: () => current?.abort(),
    organization: developmentOrganization,
    withDevelopmentToken: submitted(developmentToken),
    withToken: submitted((token) => Promise.resolve(token.replace(/^Bearer +/i, ''))),
  };
}
