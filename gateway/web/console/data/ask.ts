/** Queries and mutations, as screens use them. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { useMutation, useQuery, type AnyVariables, type TypedDocumentNode } from 'urql';
import { useTimesBack } from './connection';
import { problemOf, type Problem } from './problem';

interface AskOptions {
  /** Not asked while true: a scope or an input is missing. */
  pause?: boolean;
  /** Asked again after so many milliseconds, while the page is looked at. */
  every?: number;
}

export interface Answer<T> {
  /** What is known, maybe of a while ago. */
  data: T | undefined;
  /** Nothing is known yet. */
  loading: boolean;
  problem: Problem | undefined;
  again: () => void;
}

export function useAsk<T, V extends AnyVariables>(
  query: TypedDocumentNode<T, V>,
  variables: V,
  { pause = false, every }: AskOptions = {},
): Answer<T> {
  const [{ data, error, fetching }, execute] = useQuery<T, AnyVariables>({
    query: query as TypedDocumentNode<T, AnyVariables>,
    variables,
    pause,
  });
  const again = useCallback(() => execute({ requestPolicy: 'network-only' }), [execute]);
  const timesBack = useTimesBack();
  /** How often there had been reason to ask anew when this was asked. A look is recorded and counted: it is never made twice. */
  const askedAt = useRef(timesBack);
  useEffect(() => {
    const isReason = timesBack !== askedAt.current && !pause;
    askedAt.current = timesBack;
    if (isReason) again();
  }, [timesBack, pause, again]);
  useEffect(() => {
    if (!every || pause) return;
    const timer = setInterval(() => document.visibilityState === 'visible' && again(), every);
    return () => clearInterval(timer);
  }, [every, pause, again]);
  return { data, loading: fetching && !data, problem: error && problemOf(error), again };
}

export interface Action<T, V> {
  busy: boolean;
  problem: Problem | undefined;
  /** @returns the answer; undefined when it was refused, and `problem` says why */
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
      if (error) setProblem(problemOf(error));
      return error ? undefined : data;
    },
    [execute],
  );
  const forget = useCallback(() => setProblem(undefined), []);
  return { busy: fetching, problem, run, forget };
}
