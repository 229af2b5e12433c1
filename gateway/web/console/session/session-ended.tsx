/** A notice that the token has expired, with the sign-in. The page below stays as it is. */
import { useWords } from '../words';
import { useSession } from './session';
import { SignIn } from './sign-in';

export function SessionEnded() {
  const { signing: words } = useWords();
  const { ended, enter, settings } = useSession();
  if (!ended) return null;
  return (
    <section className="notice alarm ended" aria-label={words.ended}>
      <p role="status">
        <strong>{words.ended}</strong> {words.endedHelp}
      </p>
      <SignIn settings={settings} onEnter={enter} />
    </section>
  );
}
