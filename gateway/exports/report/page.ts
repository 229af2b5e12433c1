/**
 * `index.html` of a package: what a layperson reads, without a network and without a script. Both languages are in it, and two
 * buttons of the page itself choose. Every value is shown as text, whatever it holds.
 */
import { createHash } from 'node:crypto';
import { withheldReason } from '../../../subgraphs/kit';
import type { ReportData, ReportGroup, ReportRecord, ReportService } from './report-data';
import { style } from './style';
import { languages, texts, wordFor, type Language, type Texts } from './texts';

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

const text = (value: string): string => value.replace(/[&<>"']/g, (character) => entities[character] ?? character);

/** A value of somebody's: it may be written from right to left, and must not turn what stands around it. */
const value = (given: string): string => `<bdi class="value">${text(given)}</bdi>`;

/** A value, or why it is not shown. */
function shownValue(given: string, words: Texts): string {
  const reason = withheldReason(given);
  return reason ? `<em>${text(words.reasons[reason] ?? reason)}</em>` : value(given);
}

/** A path inside the package as a link: each of its names is encoded. */
const link = (path: string, label: string): string =>
  `<a href="${text(path.split('/').map(encodeURIComponent).join('/'))}">${value(label)}</a>`;

const policy = () => {
  const hash = createHash('sha256').update(style).digest('base64');
  return `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
};

const span = (from: string, to: string) => (from === to ? from : `${from} – ${to}`);

/** The page, piece by piece. */
export function* reportPage(data: ReportData): Iterable<string> {
  yield `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy()}">
<meta name="referrer" content="no-referrer">
<title>${languages.map((language) => texts[language].title).join(' · ')}</title>
<style>${style}</style>
</head>
<body>
<header>
<fieldset class="switch"><legend>${languages.map((language) => `<span lang="${language}">${texts[language].printed}</span>`).join(' · ')}</legend>
${languages.map((language, index) => `<input type="radio" name="language" id="show-${language}"${index === 0 ? ' checked' : ''}><label for="show-${language}" lang="${language}">${texts[language].language}</label>`).join('\n')}
</fieldset>
</header>
<main>
`;
  for (const language of languages) yield* inLanguage(data, language);
  yield '</main>\n</body>\n</html>\n';
}

function* inLanguage(data: ReportData, language: Language): Iterable<string> {
  const words = texts[language];
  const day = (at: Date | string) =>
    new Date(at).toLocaleDateString(words.locale, { dateStyle: 'long', timeZone: 'UTC' });
  const anchor = (name: string) => `${language}-${name}`;
  const serviceName = (name: string) => words.serviceNames[name] ?? wordFor({}, name);
  yield `<div class="language" lang="${language}">
<h1>${words.title}</h1>
<p>${words.intro}</p>
<p class="quiet">${text(words.made(data.request.id, day(data.request.createdAt), day(data.builtAt)))}</p>
<nav aria-label="${words.contents}"><ul>
${data.services.map(({ name }) => `<li><a href="#${anchor(name)}">${text(serviceName(name))}</a></li>`).join('\n')}
</ul></nav>
<h2>${words.summary}</h2>
<div class="table" tabindex="0" role="region" aria-label="${words.summary}"><table>
<thead><tr><th scope="col">${words.service}</th><th scope="col">${words.what}</th><th scope="col" class="number">${words.records}</th><th scope="col">${words.since}</th></tr></thead>
<tbody>
`;
  for (const service of data.services) {
    const groups = [...service.groups.values()];
    if (groups.length === 0)
      yield `<tr><th scope="row">${text(serviceName(service.name))}</th><td>${text(outcomeOf(words, service))}</td><td class="number">0</td><td></td></tr>\n`;
    for (const { recordType, count, from, to } of groups)
      yield `<tr><th scope="row">${text(serviceName(service.name))}</th><td>${text(wordFor(words.types, recordType))}</td><td class="number">${count}</td><td>${from && to ? span(day(from), day(to)) : ''}</td></tr>\n`;
  }
  yield '</tbody></table></div>\n';
  for (const service of data.services) {
    yield `<section aria-labelledby="${anchor(service.name)}"><h2 id="${anchor(service.name)}">${text(serviceName(service.name))}</h2>\n`;
    const purpose = words.purposes[service.name];
    if (purpose) yield `<p><strong>${words.purpose}:</strong> ${purpose}</p>\n`;
    if (service.groups.size === 0) yield `<p>${text(outcomeOf(words, service))}</p>\n`;
    for (const group of service.groups.values()) yield* groupOf(group, words, day);
    yield '</section>\n';
  }
  yield* leftOut(data, words, serviceName);
  yield `<section><h2>${words.rights}</h2><p>${words.rightsText}</p></section>
<section><h2>${words.check}</h2><p>${words.checkText}</p></section>
</div>
`;
}

const outcomeOf = (words: Texts, { outcome }: ReportService) => wordFor(words.outcome, outcome);

function* groupOf(group: ReportGroup, words: Texts, day: (at: string) => string): Iterable<string> {
  const type = wordFor(words.types, group.recordType);
  yield `<h3>${text(type)} (${group.count})</h3>\n`;
  for (const [index, record] of group.records.entries())
    yield recordOf(record, words.recordOf(type, index + 1), words, day);
  const more = group.count - group.records.length;
  if (more > 0) yield `<p>${words.more(more)}</p>\n`;
  yield `<p class="quiet">${words.dataFile}: ${group.files.map((file) => link(file, file)).join(', ')}</p>\n`;
}

function recordOf(
  { createdAt, fields, attachments }: ReportRecord,
  title: string,
  words: Texts,
  day: (at: string) => string,
): string {
  const rows = fields.map(
    (field) =>
      `<tr><th scope="row">${text(wordFor(words.fields, field.name))}</th><td>${shownValue(field.value, words)}</td><td class="quiet">${text(wordFor(words.categories, field.category))}</td></tr>`,
  );
  const files = attachments.map(({ filename, path, byteSize, mediaType }) =>
    path
      ? `<li>${link(path, filename)} <span class="quiet">(${text(mediaType)}, ${byteSize} B)</span></li>`
      : `<li>${value(filename)} <span class="quiet">(${words.notIncluded})</span></li>`,
  );
  return `<article class="record"><h4>${text(title)}</h4>
${createdAt ? `<p class="quiet">${words.stored} ${day(createdAt)}</p>` : ''}
${rows.length > 0 ? `<table><thead><tr><th scope="col">${words.field}</th><th scope="col">${words.value}</th><th scope="col">${words.kind}</th></tr></thead><tbody>\n${rows.join('\n')}\n</tbody></table>` : ''}
${files.length > 0 ? `<p><strong>${words.attachments}</strong></p><ul class="files">\n${files.join('\n')}\n</ul>` : ''}
</article>
`;
}

/** What is not in the package, and what is not shown, each with its reason. A long list is cut; the manifest has all of it. */
function* leftOut(data: ReportData, words: Texts, serviceName: (name: string) => string): Iterable<string> {
  const most = 200;
  const because = (reason: string) => text(words.reasons[reason] ?? reason);
  if (data.omitted.length > 0) {
    yield `<section><h2>${words.left}</h2><p>${words.leftIntro}</p><div class="table" tabindex="0" role="region" aria-label="${words.left}"><table><thead><tr><th scope="col">${words.service}</th><th scope="col">${words.item}</th><th scope="col">${words.reason}</th></tr></thead><tbody>\n`;
    for (const { service, item, reason } of data.omitted.slice(0, most))
      yield `<tr><th scope="row">${text(serviceName(service))}</th><td>${value(item)}</td><td>${because(reason)}</td></tr>\n`;
    yield '</tbody></table></div>';
    if (data.omitted.length > most) yield `<p>${words.more(data.omitted.length - most)} (manifest.json)</p>`;
    yield '</section>\n';
  }
  if (data.withheld.length > 0) {
    yield `<section><h2>${words.withheld}</h2><p>${words.withheldIntro}</p><div class="table" tabindex="0" role="region" aria-label="${words.withheld}"><table><thead><tr><th scope="col">${words.service}</th><th scope="col">${words.item}</th><th scope="col">${words.reason}</th><th scope="col" class="number">${words.count}</th></tr></thead><tbody>\n`;
    for (const { service, item, reason, count } of data.withheld)
      yield `<tr><th scope="row">${text(serviceName(service))}</th><td>${value(item)}</td><td>${because(reason)}</td><td class="number">${count}</td></tr>\n`;
    yield '</tbody></table></div></section>\n';
  }
}
