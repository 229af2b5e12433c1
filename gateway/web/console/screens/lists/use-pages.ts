/** A list that grows page by page. */
import { useCallback, useEffect, useState } from 'react';
import { useClient, type AnyVariables, type TypedDocumentNode } from 'urql';
import { useAsk, type Answer } from '../../data/ask';

export interface Connection<Row> {
  nodes: Row[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

export interface Paged<T, Row> extends Answer<T> {
  rows: Row[] | undefined;
  /** Loads the next page; undefined when there is none. */
  more: (() => void) | undefined;
}

/**
 * Loads a list page by page.
 * @param pageOf returns the list in a response
 * @param variables the variables of the first page, without `after`
 */
export function usePages<T, V extends AnyVariables, Row>(
  query: TypedDocumentNode<T, V>,
  variables: V,
  pageOf: (data: T) => Connection<Row>,
): Paged<T, Row> {
  const client = useClient();
  const answer = useAsk(query, variables);
  const [further, setFurther] = useState<Connection<Row>[]>([]);
  const asked = JSON.stringify(variables);
  useEffect(() => setFurther([]), [asked]);
  const first = answer.data && pageOf(answer.data);
  const last = further.at(-1) ?? first;
  const more = useCallback(async () => {
    const after = last?.pageInfo.endCursor;
    const next = { ...variables, after } as V;
    const { data } = await client.query(query, next, { requestPolicy: 'network-only' }).toPromise();
    if (data) setFurther((known) => [...known, pageOf(data)]);
  }, [client, query, asked, last]);
  const again = useCallback(() => {
    setFurther([]);
    answer.again();
  }, [answer.again]);
  return {
    ...answer,
    again,
    rows: first && [first, ...further].flatMap(({ nodes }) => nodes),
    more: last?.pageInfo.hasNextPage ? () => void more() : undefined,
  };
}
