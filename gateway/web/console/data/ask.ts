/** Hooks for the queries and mutations of screens. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { useMutation, useQuery, type AnyVariables, type TypedDocumentNode } from 'urql';
import { useSession } from '../session/session';
import { useTimesBack } from './connection';
import { noAnswer, noReply, problemOf, type Problem } from './problem';

interface AskOptions {
  /** While true, the query is not sent, for example because a scope or an input is missing. */
  pause?: boolean;
  /** Milliseconds after which the query is repeated, while the page is visible and the session lasts. */
  every?: number;
}

export interface Answer<T> {
  /** The latest data, which may be old when there is a `problem`. */
  data: T | undefined;
  /** Whether `data` answers these variables. Data of the variables before stay until the new ones are answered. */
  current: boolean;
  /** Whether the first response has not arrived yet. */
  loading: boolean;
  problem: Problem | undefined;
  again: () => void;
}

/** Problems that pass: what was read before them stays, with what is open or typed on the screen. */
const passing = new Set([noAnswer, 'UNAUTHENTICATED', 'RATE_LIMITED']);
const isNothing = (data: unknown) => !data || Object.values(data).every((value) => value === null);

export function useAsk<T, V extends AnyVariables>(
  query: TypedDocumentNode<T, V>,
  variables: V,
  { pause = false, every }: AskOptions = {},
): Answer<T> {
  const [{ data, error, fetching, operation }, execute] = useQuery<T, AnyVariables>({
    query: query as TypedDocumentNode<T, AnyVariables>,
    variables,
    pause,
  });
  const again = useCallback(() => execute({ requestPolicy: 'network-only' }), [execute]);
  const timesBack = useTimesBack();
  /** The number of reasons to repeat queries when this one was sent. Each reason repeats it once, because looks are audited. */
  const askedAt = useRef(timesBack);
  useEffect(() => {
    const isReason = timesBack !== askedAt.current && !pause;
    askedAt.current = timesBack;
    if (isReason) again();
  }, [timesBack, pause, again]);
  // Refused tokens are counted by address, together with the logins of everybody there.
  const { ended } = useSession();
  useEffect(() => {
    if (!every || pause || ended) return;
    const timer = setInterval(() => document.visibilityState === 'visible' && again(), every);
    return () => clearInterval(timer);
  }, [every, pause, ended, again]);
  const asked = JSON.stringify(variables);
  const current = JSON.stringify(operation?.variables) === asked;
  const problem = error && problemOf(error);
  const before = useRef<{ asked: string; data: T }>(undefined);
  if (current && data && !error) before.current = { asked, data };
  const passes = isNothing(data) && (problem ? passing.has(problem.code) : fetching);
  const shown = passes && before.current?.asked === asked ? before.current.data : data;
  return { data: shown, current, loading: fetching && !shown, problem, again };
}

export interface Action<T, V> {
  busy: boolean;
  problem: Problem | undefined;
  /** Runs the mutation. @returns its data; undefined when it was refused, and `problem` says why */
  run: (variables: V) => Promise<T | undefined>;
  forget: () => void;
}

export function useAct<T, V extends AnyVariables>(mutation: TypedDocumentNode<T, V>): Action<T, V> {
  const [{ fetching }, execute] = useMutation<T, V>(mutation);
  const [problem, setProblem] = useState<Problem>();
  const run = useCallback(
    async (variables: V) => {
      setProblem(undefined);
      const { data, error } = await execute(variables);
      if (error) setProblem(problemOf(error, noReply));
      return error ? undefined : data;
    },
    [execute],
  );
  const forget = useCallback(() => setProblem(undefined), []);
  return { busy: fetching, problem, run, forget };
}
