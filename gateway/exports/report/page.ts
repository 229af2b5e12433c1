/**
 * Renders `index.html` of a package, which a layperson reads offline. The page contains every language. A script selects the
 * reader's own; buttons select another and work without scripts. Every value is escaped.
 */
import { createHash } from 'node:crypto';
import { withheldBecause } from '../../../subgraphs/kit';
import type { ReportData, ReportField, ReportFile, ReportGroup, ReportRecord, ReportService } from './report-data';
import { fieldLabel, serviceLabel, typeLabel } from './service-words';
import { styleFor } from './style';
import { aboutService, whoIsResponsible } from './article-15';
import { text } from './html';
import { filled, wordFor, type Language, type PageTexts, type Texts } from './texts';

/** Renders a value. `<bdi>` keeps right-to-left text from reordering the text around it. */
const value = (given: string): string => `<bdi class="value">${text(given)}</bdi>`;

/** Renders a value, or the reason why it is withheld. */
const shownValue = ({ value: given, withheld }: ReportField, words: Texts): string =>
  withheld ? `<em>${text(wordFor(words.reasons, withheldBecause[withheld]))}</em>` : value(given);

/** Renders a link to a path in the package, with each name of the path encoded. */
const link = (path: string, label: string, attributes = ''): string =>
  `<a href="${text(path.split('/').map(encodeURIComponent).join('/'))}"${attributes}>${value(label)}</a>`;

/** The page's script: shows the first of the reader's languages that the page has. */
const chooseLanguage = `navigator.languages.some(function (tag) {
  var choice = document.getElementById('show-' + tag.slice(0, 2).toLowerCase());
  if (choice) choice.checked = true;
  return choice;
});`;

const hashOf = (source: string) => `'sha256-${createHash('sha256').update(source).digest('base64')}'`;

const policy = (style: string) =>
  `default-src 'none'; style-src ${hashOf(style)}; script-src ${hashOf(chooseLanguage)}; base-uri 'none'; form-action 'none'`;

const span = (from: string, to: string) => (from === to ? from : `${from} – ${to}`);

/** Renders the page, piece by piece. */
export function* reportPage(data: ReportData, texts: PageTexts): Iterable<string> {
  const languages = Object.entries(texts);
  const [first = ''] = Object.keys(texts);
  const style = styleFor(Object.keys(texts));
  yield `<!doctype html>
<html lang="${text(first)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy(style)}">
<meta name="referrer" content="no-referrer">
<title>${text(languages.map(([, words]) => words.title).join(' · '))}</title>
<style>${style}</style>
</head>
<body>
<header>
<fieldset class="switch"><legend>${languages.map(([language, words]) => `<span lang="${language}">${text(words.printed)}</span>`).join(' · ')}</legend>
${languages.map(([language, words], index) => `<input type="radio" name="language" id="show-${language}"${index === 0 ? ' checked' : ''}><label for="show-${language}" lang="${language}">${text(words.language)}</label>`).join('\n')}
</fieldset>
</header>
<main>
`;
  for (const [language, words] of languages) yield* inLanguage(data, language, words);
  yield `</main>\n<script>${chooseLanguage}</script>\n`;
  yield '</body>\n</html>\n';
}

function* inLanguage(data: ReportData, language: Language, words: Texts): Iterable<string> {
  const day = (at: Date | string) =>
    new Date(at).toLocaleDateString(words.locale, { dateStyle: 'long', timeZone: 'UTC' });
  const anchor = (name: string) => `${language}-${name}`;
  const serviceName = (name: string) => {
    const service = data.services.find((each) => each.name === name);
    return service ? serviceLabel(service, language) : wordFor({}, name);
  };
  yield `<div class="language" lang="${language}">
<h1>${text(words.title)}</h1>
<p>${text(words.intro)}</p>
<p class="quiet">${text(filled(words.made, { request: data.request.id, asked: day(data.request.createdAt), built: day(data.builtAt) }))}</p>
<nav aria-label="${text(words.contents)}"><ul>
${data.services.map(({ name }) => `<li><a href="#${anchor(name)}">${text(serviceName(name))}</a></li>`).join('\n')}
</ul></nav>
${whoIsResponsible(data.responsible, words)}
<h2>${text(words.summary)}</h2>
<div class="table" tabindex="0" role="region" aria-label="${text(words.summary)}"><table>
<thead><tr><th scope="col">${text(words.service)}</th><th scope="col">${text(words.what)}</th><th scope="col" class="number">${text(words.records)}</th><th scope="col">${text(words.since)}</th></tr></thead>
<tbody>
`;
  for (const service of data.services) {
    const groups = [...service.groups.values()];
    if (groups.length === 0)
      yield `<tr><th scope="row">${text(serviceName(service.name))}</th><td>${text(outcomeOf(words, service))}</td><td class="number" data-label="${text(words.records)}">0</td><td></td></tr>\n`;
    for (const { recordType, count, from, to } of groups)
      yield `<tr><th scope="row">${text(serviceName(service.name))}</th><td>${text(typeLabel(service, recordType, language))}</td><td class="number" data-label="${text(words.records)}">${count}</td><td data-label="${text(words.since)}">${from && to ? span(day(from), day(to)) : ''}</td></tr>\n`;
  }
  yield '</tbody></table></div>\n';
  for (const service of data.services) {
    yield `<section aria-labelledby="${anchor(service.name)}"><h2 id="${anchor(service.name)}">${text(serviceName(service.name))}</h2>\n`;
    yield aboutService(service, words, language);
    if (service.groups.size === 0) yield `<p>${text(outcomeOf(words, service))}</p>\n`;
    for (const group of service.groups.values()) yield* groupOf(group, { service, words, language, day });
    yield '</section>\n';
  }
  yield* leftOut(data, words, serviceName);
  yield `<section><h2>${text(words.rights)}</h2><p>${text(words.rightsIntro)}</p><ul>
${words.rightsList.map((right) => `<li>${text(right)}</li>`).join('\n')}
</ul></section>
<section><h2>${text(words.check)}</h2><p>${text(words.checkText)}</p></section>
</div>
`;
}

const outcomeOf = (words: Texts, { outcome }: ReportService) => wordFor(words.outcome, outcome);

/** The service whose records are rendered, and the reader's language. */
interface Telling {
  service: ReportService;
  words: Texts;
  language: Language;
  day: (at: string) => string;
}

function* groupOf(group: ReportGroup, telling: Telling): Iterable<string> {
  const { service, words, language } = telling;
  const type = typeLabel(service, group.recordType, language);
  yield `<h3>${text(type)} (${group.count})</h3>\n`;
  for (const [index, record] of group.records.entries())
    yield recordOf(record, filled(words.recordOf, { type, number: index + 1 }), telling);
  const more = group.count - group.records.length;
  if (more > 0) yield `<p>${text(filled(words.more, { count: more }))}</p>\n`;
  yield `<p class="quiet">${text(words.dataFile)}: ${group.files.map((file) => link(file, file)).join(', ')}</p>\n`;
}

function recordOf(
  { recordType, createdAt, fields, attachments }: ReportRecord,
  title: string,
  { service, words, language, day }: Telling,
): string {
  const rows = fields.map(
    (field) =>
      `<tr><th scope="row">${text(fieldLabel(service, { recordType, name: field.name }, { language, words }))}</th><td>${shownValue(field, words)}</td><td class="quiet">${text(wordFor(words.categories, field.category))}</td></tr>`,
  );
  const files = attachments.map((file) => `<li>${fileOf(file, words)}</li>`);
  return `<article class="record"><h4>${text(title)}</h4>
${createdAt ? `<p class="quiet">${text(words.stored)} ${day(createdAt)}</p>` : ''}
${rows.length > 0 ? `<table><thead><tr><th scope="col">${text(words.field)}</th><th scope="col">${text(words.value)}</th><th scope="col">${text(words.kind)}</th></tr></thead><tbody>\n${rows.join('\n')}\n</tbody></table>` : ''}
${files.length > 0 ? `<p><strong>${text(words.attachments)}</strong></p><ul class="files">\n${files.join('\n')}\n</ul>` : ''}
</article>
`;
}

/** Renders a link to a file, with a warning when the file is active; or says that the file is not included. */
function fileOf({ filename, path, byteSize, mediaType, active }: ReportFile, words: Texts): string {
  if (!path) return `${value(filename)} <span class="quiet">(${text(words.notIncluded)})</span>`;
  const about = `<span class="quiet">(${text(mediaType)}, ${byteSize} B)</span>`;
  if (!active) return `${link(path, filename)} ${about}`;
  return `${link(path, filename, ' download')} ${about}<br><strong>${text(words.active)}</strong>`;
}

/** Renders what could not be included and what is withheld, with the reasons. A long list is cut; the manifest has all of it. */
function* leftOut(data: ReportData, words: Texts, serviceName: (name: string) => string): Iterable<string> {
  const most = 200;
  const because = (reason: string) => text(words.reasons[reason] ?? reason);
  if (data.omitted.length > 0) {
    yield `<section><h2>${text(words.left)}</h2><p>${text(words.leftIntro)}</p><div class="table" tabindex="0" role="region" aria-label="${text(words.left)}"><table><thead><tr><th scope="col">${text(words.service)}</th><th scope="col">${text(words.item)}</th><th scope="col">${text(words.reason)}</th></tr></thead><tbody>\n`;
    for (const { service, item, reason } of data.omitted.slice(0, most))
      yield `<tr><th scope="row">${text(serviceName(service))}</th><td>${value(item)}</td><td>${because(reason)}</td></tr>\n`;
    yield '</tbody></table></div>';
    if (data.omitted.length > most)
      yield `<p>${text(filled(words.more, { count: data.omitted.length - most }))} (manifest.json)</p>`;
    yield '</section>\n';
  }
  if (data.withheld.length > 0) {
    yield `<section><h2>${text(words.withheld)}</h2><p>${text(words.withheldIntro)}</p><div class="table" tabindex="0" role="region" aria-label="${text(words.withheld)}"><table><thead><tr><th scope="col">${text(words.service)}</th><th scope="col">${text(words.item)}</th><th scope="col">${text(words.reason)}</th><th scope="col" class="number">${text(words.count)}</th></tr></thead><tbody>\n`;
    for (const { service, item, reason, count } of data.withheld)
      yield `<tr><th scope="row">${text(serviceName(service))}</th><td>${value(item)}</td><td>${because(reason)}</td><td class="number" data-label="${text(words.count)}">${count}</td></tr>\n`;
    yield '</tbody></table></div></section>\n';
  }
}
