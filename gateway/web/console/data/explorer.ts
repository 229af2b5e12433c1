/** Opens a screen's operation in the explorer, with its variables and the token. They are passed within this origin, not in an address. */
import { useCallback } from 'react';
import { stringifyDocument, type AnyVariables, type TypedDocumentNode } from 'urql';
import { explorerPath, handOver } from '../../common/hand-over';
import { useSession } from '../session/session';

export function useOpenInExplorer(): (document: TypedDocumentNode, variables: AnyVariables) => void {
  const { token } = useSession();
  return useCallback(
    (document, variables) => {
      const given = token();
      if (given === undefined) return;
      const query = stringifyDocument(document);
      const text = { query, variables: JSON.stringify(variables ?? {}, null, 2), token: given };
      window.open(`${explorerPath}#${handOver(text)}`, '_blank');
    },
    [token],
  );
}
