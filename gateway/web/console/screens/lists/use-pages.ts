/** A list that grows page by page. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { useClient, type AnyVariables, type TypedDocumentNode } from 'urql';
import { useAsk, type Answer } from '../../data/ask';
import { problemOf, type Problem } from '../../data/problem';

export interface Connection<Row> {
  nodes: Row[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

export interface NextPage {
  load: () => void;
  busy: boolean;
  /** Why the last attempt to load it failed. */
  problem: Problem | undefined;
}

export interface Paged<T, Row> extends Omit<Answer<T>, 'current'> {
  rows: Row[] | undefined;
  /** Undefined when there is none. */
  more: NextPage | undefined;
}

/** A further page, and the place in the list that it was asked for. */
interface Further<Row> {
  place: string;
  page: Connection<Row>;
}

const nothing = { busy: false, problem: undefined };

/**
 * Loads a list page by page. What was asked for under other variables is never shown.
 * @param pageOf returns the list in a response
 * @param variables the variables of the first page, without `after`
 * @param every milliseconds after which the first page is repeated, for as long as it is the only one
 */
export function usePages<T, V extends AnyVariables, Row>(
  query: TypedDocumentNode<T, V>,
  variables: V,
  pageOf: (data: T) => Connection<Row>,
  every?: number,
): Paged<T, Row> {
  const client = useClient();
  const [further, setFurther] = useState<Further<Row>[]>([]);
  const [attempt, setAttempt] = useState<Omit<NextPage, 'load'>>(nothing);
  /** Names the attempt whose answer is waited for. The answers of others come too late. */
  const awaited = useRef<symbol>(undefined);
  const { current, ...answer } = useAsk(query, variables, every && further.length === 0 ? { every } : {});
  const asked = JSON.stringify(variables);
  const beginAnew = useCallback(() => {
    awaited.current = undefined;
    setFurther([]);
    setAttempt(nothing);
  }, []);
  useEffect(beginAnew, [asked, beginAnew]);

  const data = current ? answer.data : undefined;
  const pages = data ? [pageOf(data)] : [];
  const placeAfter = (page: Connection<Row> | undefined) => `${asked} ${page?.pageInfo.endCursor}`;
  // When the first page was read anew and ends elsewhere, the others no longer follow it.
  for (const { place, page } of further) if (place === placeAfter(pages.at(-1))) pages.push(page);
  const last = pages.at(-1);

  const load = async () => {
    const mine = Symbol('attempt');
    awaited.current = mine;
    setAttempt({ busy: true, problem: undefined });
    const next = { ...variables, after: last?.pageInfo.endCursor } as V;
    const result = await client.query(query, next, { requestPolicy: 'network-only' }).toPromise();
    if (awaited.current !== mine) return;
    setAttempt({ busy: false, problem: result.error && problemOf(result.error) });
    const page = result.data && pageOf(result.data);
    if (page) setFurther((known) => [...known, { place: placeAfter(last), page }]);
  };
  const again = useCallback(() => {
    beginAnew();
    answer.again();
  }, [beginAnew, answer.again]);
  return {
    ...answer,
    data,
    loading: answer.loading || (!current && !answer.problem),
    again,
    rows: last && pages.flatMap(({ nodes }) => nodes),
    more: last?.pageInfo.hasNextPage ? { load: () => void load(), ...attempt } : undefined,
  };
}
