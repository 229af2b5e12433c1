/** The steps of signing in, which the pages show each in its own way: at the issuer, with a development token, or with one that is had elsewhere. */
import { useState, type FormEvent } from 'react';
import type { Credential } from './credential';
import { signIn } from './oidc';
import { developmentToken, type PageSettings } from './settings';
import { textOf } from './text-of';

/** The field of a form that bears the organisation or the token. */
export const signInField = 'value';

export interface SigningIn {
  /** An attempt is under way. */
  busy: boolean;
  /** Why the last attempt failed, in words. */
  problem: string | undefined;
  /** Absent when the gateway was told no issuer. */
  atIssuer: (() => void) | undefined;
  giveUp: () => void;
  /** The organisation to begin with; null where no development token is given. */
  organization: string | null;
  /** Takes a form with the organisation in {@link signInField}. */
  withDevelopmentToken: (event: FormEvent<HTMLFormElement>) => void;
  /** Takes a form with the token in {@link signInField}, as it is or as a header has it. */
  withToken: (event: FormEvent<HTMLFormElement>) => void;
}

/**
 * One attempt at a time.
 * @param onEnter takes whoever signed in, and throws in words when the gateway does not accept them
 */
export function useSignIn(
  { signIn: issuer, developmentOrganization }: PageSettings,
  onEnter: (credential: Credential) => Promise<void>,
): SigningIn {
  const [problem, setProblem] = useState<string>();
  const [current, setCurrent] = useState<AbortController>();
  const attempt = (by: (signal: AbortSignal) => Promise<Credential>) => {
    const controller = new AbortController();
    setCurrent(controller);
    setProblem(undefined);
    by(controller.signal)
      .then(onEnter)
      .catch((error: unknown) => setProblem(error instanceof Error ? error.message : String(error)))
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
