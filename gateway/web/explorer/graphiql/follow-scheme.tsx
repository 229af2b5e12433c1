/** Light or dark: as the system has it, also when that changes while the page is open, unless somebody has chosen. */
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
