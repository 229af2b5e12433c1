/** The explorer: the caller at the top, and below it GraphiQL with the query builder and the saved operations. */
import { explorerPlugin } from '@graphiql/plugin-explorer';
import { GraphiQL, HISTORY_PLUGIN } from 'graphiql';
import type { GraphQLSchema } from 'graphql';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { certificatePlugin } from './plugins/certificate-plugin';
import { areSameCaller, type Credential } from '../common/credential';
import { createFetcher } from './fetcher';
import { FollowScheme } from './graphiql/follow-scheme';
import { memoryStorage } from './graphiql/memory-storage';
import { savedOperationsPlugin } from './plugins/saved-operations';
import { loadSchema } from './schema';
import type { HandedOver } from '../common/hand-over';
import type { PageSettings } from '../common/settings';
import { SignIn } from './sign-in';

const plugins = [savedOperationsPlugin, explorerPlugin({ showAttribution: false }), certificatePlugin, HISTORY_PLUGIN];
const storage = memoryStorage();
const beginning = '# Saved operations are on the left. Whatever is typed here stays in this page.\n';

interface AppProps {
  settings: PageSettings;
  /** The operation of the page that opened this one; undefined when none did. */
  handed: HandedOver | undefined;
}

export function App({ settings, handed }: AppProps) {
  const [credential, setCredential] = useState<Credential>();
  const [schema, setSchema] = useState<GraphQLSchema | null>(null);
  const [session, setSession] = useState(0);
  const token = useRef<string>(undefined);
  const fetcher = useMemo(() => createFetcher(() => token.current), []);

  /** Takes a token. @throws Error with a message for the user, when the gateway does not accept it */
  const enter = useCallback(async (next: Credential) => {
    const accepted = await loadSchema(next.token);
    // The same caller with a new token keeps their tabs and history.
    if (token.current && !areSameCaller(token.current, next.token)) forget();
    token.current = next.token;
    setSchema(accepted);
    setCredential(next);
  }, []);
  const leave = useCallback(() => {
    forget();
    token.current = undefined;
    setCredential(undefined);
    setSchema(null);
  }, []);
  useEffect(() => {
    // If the token has expired meanwhile, the operation is opened all the same.
    if (handed) enter({ token: handed.token }).catch(() => undefined);
  }, [handed, enter]);
  /** Forgets all operations and results of the previous caller. */
  function forget(): void {
    storage.clear();
    setSession((last) => last + 1);
  }

  return (
    <>
      <SignIn settings={settings} credential={credential} onEnter={enter} onLeave={leave} />
      <main aria-label="Operations">
        <GraphiQL
          key={session}
          fetcher={fetcher}
          schema={schema}
          storage={storage}
          plugins={plugins}
          visiblePlugin={savedOperationsPlugin}
          defaultQuery={beginning}
          {...(handed && session === 0 ? { initialQuery: handed.query, initialVariables: handed.variables } : {})}
          defaultEditorToolsVisibility="variables"
          isHeadersEditorEnabled={false}
          showPersistHeadersSettings={false}
          shouldPersistHeaders={false}
        >
          <GraphiQL.Logo>
            <FollowScheme />
          </GraphiQL.Logo>
        </GraphiQL>
      </main>
    </>
  );
}
