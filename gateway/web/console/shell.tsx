/** The frame of every screen: the menu, the user, and whether the gateway answers. */
import { useEffect, useState } from 'react';
import { useIsLost } from './data/connection';
import { addressOf, useRoute } from './route';
import { DraftProvider } from './find/draft';
import { Screen } from './screen';
import { useSession } from './session/session';
import { Boundary } from './ui/boundary';
import { Page } from './ui/page';
import { MemoryProvider } from './ui/remembered';
import { SchemeChoice } from './ui/scheme';
import { LanguageChoice, useFormats, useWords } from './words';

const groups = [
  ['', 'find', 'cases', 'requests', 'approvals', 'holds', 'restrictions'],
  ['log', 'register', 'services', 'report', 'certificates', 'webhooks'],
] as const;

export function Shell() {
  const { problems } = useWords();
  const { ended } = useSession();
  const isLost = useIsLost();
  const { screen, id } = useRoute();
  return (
    <div className="shell">
      <Side screen={screen} />
      <div className="content">
        <div className="notices" aria-live="polite">
          {isLost && !ended ? (
            <div className="notice alarm">
              <p>
                <strong>{problems.lost}</strong> {problems.lostHelp}
              </p>
            </div>
          ) : null}
        </div>
        <main id="content" tabIndex={-1}>
          <MemoryProvider>
            <DraftProvider>
              <Boundary key={`${screen}/${id ?? ''}`} otherwise={<NotShown />}>
                <Screen screen={screen} id={id} />
              </Boundary>
            </DraftProvider>
          </MemoryProvider>
        </main>
      </div>
    </div>
  );
}

function NotShown() {
  const { common, problems } = useWords();
  return (
    <Page title={problems.title}>
      <p>
        <a href="#/">{common.toDesk}</a>
      </p>
    </Page>
  );
}

function toContent(event: React.MouseEvent): void {
  event.preventDefault();
  document.getElementById('content')?.focus();
}

function Side({ screen }: { screen: string }) {
  const { common } = useWords();
  const [open, setOpen] = useState(false);
  useEffect(() => setOpen(false), [screen]);
  return (
    <header className="side">
      <a className="skip" href={location.hash || '#/'} onClick={toContent}>
        {common.skip}
      </a>
      <div className="brand">
        <a href="#/">Habeas</a>
        <button
          type="button"
          className="menu"
          aria-expanded={open}
          aria-controls="navigation"
          onClick={() => setOpen(!open)}
        >
          {common.menu}
        </button>
      </div>
      <div id="navigation" className={open ? 'navigation open' : 'navigation'}>
        <nav aria-label={common.navigation}>
          {groups.map((names) => (
            <ul key={names[0]}>
              {names.map((name) => (
                <li key={name}>
                  <a href={addressOf(name)} aria-current={screen === name ? 'page' : undefined}>
                    {common[name || 'desk']}
                  </a>
                </li>
              ))}
            </ul>
          ))}
        </nav>
        <Person />
      </div>
    </header>
  );
}

function Person() {
  const { subject, organization, expiresAt, ended, leave } = useSession();
  const { signing, common } = useWords();
  const { time } = useFormats();
  return (
    <div className="person">
      <p>
        <strong>{subject}</strong>
        <br />
        <span className="quiet">{organization}</span>
        {expiresAt && !ended ? (
          <>
            <br />
            <small className="quiet">{signing.until(time(expiresAt))}</small>
          </>
        ) : null}
      </p>
      <div className="choices">
        <LanguageChoice />
        <SchemeChoice />
      </div>
      <div className="row">
        <button type="button" onClick={leave}>
          {signing.signOut}
        </button>
        <a href="/explorer" target="_blank" rel="noopener">
          {common.explorer}
        </a>
      </div>
    </div>
  );
}
