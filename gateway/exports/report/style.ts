/** The styles of a package's page, with rules for narrow screens, dark mode and print. */
import type { Language } from './texts';

const common = `
:root { color: #1b1f24; background: #fff; font: 1rem/1.55 system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
body { margin: 0 auto; max-width: 60rem; padding: 1rem 1.25rem 4rem; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 1.5rem 0 .75rem; }
h2 { font-size: 1.35rem; margin: 2.5rem 0 .5rem; border-bottom: 2px solid #0b5cad; padding-bottom: .25rem; }
h3 { font-size: 1.1rem; margin: 1.75rem 0 .25rem; }
h4 { font-size: 1rem; margin: 1rem 0 .25rem; }
p { max-width: 42rem; margin: .5rem 0; }
a { color: #0b5cad; overflow-wrap: anywhere; }
a:focus-visible, input:focus-visible + label, summary:focus-visible, .table:focus-visible { outline: 3px solid #b35900; outline-offset: 2px; }
.quiet { color: #4b5563; }
.switch { display: flex; flex-wrap: wrap; gap: .5rem; margin: 0; padding: 0; border: 0; }
.switch legend { float: left; padding: .35rem .5rem .35rem 0; }
.switch input { position: absolute; opacity: 0; }
.switch label { border: 1px solid #0b5cad; border-radius: .35rem; color: #0b5cad; cursor: pointer; padding: .35rem .8rem; }
.switch input:checked + label { background: #0b5cad; color: #fff; }
.language { display: none; }
.table { overflow-x: auto; }
table { border-collapse: collapse; margin: .5rem 0 1rem; width: 100%; }
caption { color: #4b5563; padding-bottom: .25rem; text-align: left; }
th, td { border-bottom: 1px solid #d5dae1; overflow-wrap: anywhere; padding: .4rem .75rem .4rem 0; text-align: left; vertical-align: top; }
thead th { border-bottom: 2px solid #9aa4b2; }
.table th, .table td { min-width: 6.5rem; overflow-wrap: break-word; }
.table .number { min-width: 0; }
.number { text-align: right; white-space: nowrap; }
dl { margin: .5rem 0 1rem; }
dt { font-weight: 600; margin-top: .5rem; }
dd { margin: 0; max-width: 42rem; overflow-wrap: anywhere; }
main ul:not(.files) { margin: .25rem 0; max-width: 42rem; padding-left: 1.25rem; }
nav ul:not(.files) { padding: 0; }
.record { border-left: 3px solid #d5dae1; margin: .75rem 0 1.25rem; padding-left: .9rem; }
.record table { margin: 0; }
.record th { font-weight: 600; width: 12rem; }
nav ul, .files { list-style: none; margin: .25rem 0; padding: 0; }
nav li { display: inline-block; margin-right: 1.25rem; }
.value { white-space: pre-wrap; }
@media (max-width: 40rem) {
  .table thead { display: none; }
  .table tr, .table th, .table td { display: block; }
  .table th, .table td { border: 0; min-width: 0; padding: .1rem 0; text-align: left; }
  .table tr { border-bottom: 1px solid #d5dae1; padding: .4rem 0; }
  .table td[data-label]:not(:empty)::before { color: #4b5563; content: attr(data-label) ': '; }
  .record th, .record td, .record tr { display: block; width: auto; }
  .record th { border: 0; padding-bottom: 0; }
  .record td { border: 0; padding-top: 0; }
  .record tr { border-bottom: 1px solid #d5dae1; padding: .3rem 0; }
  .record thead { display: none; }
}
@media (prefers-color-scheme: dark) {
  :root { color: #e6e8eb; background: #14171a; color-scheme: dark; }
  a { color: #7db8f5; }
  h2 { border-bottom-color: #7db8f5; }
  .quiet, caption { color: #aab2bd; }
  .table td[data-label]::before { color: #aab2bd; }
  th, td, .record tr, .table tr { border-bottom-color: #3a424c; }
  thead th { border-bottom-color: #6b7683; }
  .record { border-left-color: #3a424c; }
  .switch label { border-color: #7db8f5; color: #7db8f5; }
  .switch input:checked + label { background: #7db8f5; color: #14171a; }
}
@media print {
  :root { color: #000; background: #fff; }
  body { max-width: none; padding: 0; }
  .switch, nav { display: none; }
  .record, tr { break-inside: avoid; }
  h2, h3, h4 { break-after: avoid; }
}
`;

/** Returns the style of a page in these languages. Only the selected language is displayed. */
export const styleFor = (languages: readonly Language[]): string => {
  const chosen = languages.map((language) => `body:has(#show-${language}:checked) .language[lang=${language}]`);
  return `${common}${chosen.join(', ')} { display: block; }\n`;
};
