/** The page before the sign-in. */
import type { Credential } from '../../common/credential';
import type { PageSettings } from '../../common/settings';
import { SchemeChoice } from '../ui/scheme';
import { LanguageChoice, useWords } from '../words';
import { SignIn } from './sign-in';

interface WelcomeProps {
  settings: PageSettings;
  onEnter: (credential: Credential) => Promise<void>;
}

export function Welcome({ settings, onEnter }: WelcomeProps) {
  const { signing: words } = useWords();
  return (
    <main className="welcome">
      <h1>Habeas</h1>
      <p className="quiet">{words.what}</p>
      <SignIn settings={settings} onEnter={onEnter} />
      <div className="choices">
        <LanguageChoice />
        <SchemeChoice />
      </div>
    </main>
  );
}
