/**
 * Light or dark: as the system has it, or as somebody chose. The choice is all that this page ever keeps in the browser: it says nothing
 * of any person.
 */
import { useState } from 'react';
import { useWords } from '../words';

export const schemes = ['system', 'light', 'dark'] as const;
export type Scheme = (typeof schemes)[number];

/** The name of the choice in the browser's storage. */
const kept = 'habeas.scheme';

/** @returns the system's where nothing was chosen, or where the browser keeps nothing */
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
    // A browser that keeps nothing: the choice is good for this page.
  }
}

function show(scheme: Scheme): void {
  if (scheme === 'system') delete document.documentElement.dataset.scheme;
  else document.documentElement.dataset.scheme = scheme;
}

/** Before anything is painted. */
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
