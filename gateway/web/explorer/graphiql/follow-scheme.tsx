/** Follows the system's light or dark scheme while the page is open, unless the user has chosen one. */
import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { useEffect } from 'react';

export function FollowScheme() {
  const actions = useGraphiQLActions();
  const chosen = useGraphiQL(({ theme }) => theme);
  useEffect(() => {
    if (chosen) return;
    const scheme = matchMedia('(prefers-color-scheme: dark)');
    const follow = () => actions.setTheme(null);
    scheme.addEventListener('change', follow);
    return () => scheme.removeEventListener('change', follow);
  }, [actions, chosen]);
  return null;
}
