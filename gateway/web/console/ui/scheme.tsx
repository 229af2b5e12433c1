/**
 * The light or dark scheme: the system's, or the one that the user chose. The choice is all that the console stores in the browser, and
 * contains no personal data.
 */
import { useState } from 'react';
import { useWords } from '../words';

export const schemes = ['system', 'light', 'dark'] as const;
export type Scheme = (typeof schemes)[number];

/** The name of the choice in the browser's storage. */
const kept = 'habeas.scheme';

/** @returns `system` when nothing was chosen, or when the browser stores nothing */
function chosenScheme(): Scheme {
  try {
    return schemes.find((scheme) => scheme === localStorage.getItem(kept)) ?? 'system';
  } catch {
    return 'system';
  }
}

function keep(scheme: Scheme): void {
  try {
    if (scheme === 'system') localStorage.removeItem(kept);
    else localStorage.setItem(kept, scheme);
  } catch {
    // The browser stores nothing, so the choice holds for this page only.
  }
}

function show(scheme: Scheme): void {
  if (scheme === 'system') delete document.documentElement.dataset.scheme;
  else document.documentElement.dataset.scheme = scheme;
}

/** Applies the chosen scheme. Called before the first paint. */
export const applyScheme = (): void => show(chosenScheme());

export function SchemeChoice() {
  const { common } = useWords();
  const [scheme, setScheme] = useState(chosenScheme);
  const choose = (next: Scheme) => {
    keep(next);
    show(next);
    setScheme(next);
  };
  return (
    <label className="choice">
      <span className="hidden-text">{common.scheme}</span>
      <select value={scheme} onChange={(event) => choose(event.target.value as Scheme)}>
        {schemes.map((each) => (
          <option key={each} value={each}>
            {common.schemes[each]}
          </option>
        ))}
      </select>
    </label>
  );
}
