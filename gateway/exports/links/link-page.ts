/** The page that a package link opens: a form for the code, without any script (R37). */
import { createHash } from 'node:crypto';
import Negotiator from 'negotiator';
import { text } from '../report/html';
import { filled } from '../report/texts';
import { linkTexts, type LinkTexts } from './link-texts';

const style = `
:root { color: #1b1f24; background: #fff; color-scheme: light dark; font: 1rem/1.55 system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
main { margin: 0 auto; max-width: 26rem; padding: 2rem 1.25rem; }
h1 { font-size: 1.7rem; line-height: 1.2; }
label { display: block; font-weight: 600; margin-top: 1rem; }
input { box-sizing: border-box; font: inherit; letter-spacing: .1em; margin: .25rem 0 1rem; padding: .5rem .75rem; text-transform: uppercase; width: 100%; }
button { background: #0b5cad; border: 0; border-radius: .35rem; color: #fff; cursor: pointer; font: inherit; padding: .6rem 1.1rem; }
button:focus-visible, input:focus-visible { outline: 3px solid #b35900; outline-offset: 2px; }
[role=alert] { border-left: 4px solid #b3261e; padding-left: .75rem; }
@media (prefers-color-scheme: dark) { :root { color: #e6e8eb; background: #14171a; } button { background: #7db8f5; color: #14171a; } }
`;

/**
 * The Content-Security-Policy of the page. `form-action 'self'` also applies to the redirect after the form; that leads to a
 * download of the gateway itself.
 */
export const linkPolicy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;

/** What the page shows: a form for the code (`ask`), the same after a wrong code, or that the link no longer works (`gone`). */
export type LinkState = { state: 'ask' } | { state: 'wrong'; triesLeft: number } | { state: 'gone' };

function contentOf(shown: LinkState, words: LinkTexts): string {
  if (shown.state === 'gone') return `<p role="alert">${text(words.gone)}</p>`;
  const wrong =
    shown.state === 'wrong' ? `<p role="alert">${text(filled(words.wrong, { count: shown.triesLeft }))}</p>\n` : '';
  return `${wrong}<p>${text(words.intro)}</p>
<form method="post">
<label for="code">${text(words.code)}</label>
<input id="code" name="code" required maxlength="40" autocomplete="one-time-code" autocapitalize="characters" spellcheck="false">
<button>${text(words.open)}</button>
</form>`;
}

/** Renders the page in the reader's preferred language, of those that it has. */
export function linkPage(shown: LinkState, headers: { 'accept-language'?: string | undefined }): string {
  const languages = Object.keys(linkTexts);
  const [language = 'en'] = new Negotiator({ headers }).languages(languages);
  const words = linkTexts[language] as LinkTexts;
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${text(words.title)}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${text(words.title)}</h1>
${contentOf(shown, words)}
</main>
</body>
</html>
`;
}
