/** Validates the file with further languages for a package's page (`PACKAGE_TEXTS_FILE`). */
import { z } from 'zod';
import { builtInTexts, type PageTexts, type Texts } from './texts';

const line = z.string().trim().min(1).max(2_000);
const names = z.record(z.string(), line);

/** Requires the same shape as an English part: text, a list of the same length, or a table with the same names. */
const partOf = (part: Texts[keyof Texts]): z.ZodType => {
  if (typeof part === 'string') return line;
  if (Array.isArray(part)) return z.array(line).length(part.length);
  const known = Object.keys(part);
  return names.refine((given) => known.every((name) => name in given), `has a word for each of ${known.join(', ')}`);
};

const locale = line.refine((tag) => {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(tag).length > 0;
  } catch {
    return false;
  }
}, 'is a language tag whose dates can be written, such as fr-FR');

const english = builtInTexts.en as Texts;

const words = z.strictObject({
  ...Object.fromEntries(Object.entries(english).map(([name, part]) => [name, partOf(part as Texts[keyof Texts])])),
  locale,
});

/** The file: the words of each language, by its two-letter code. A built-in language in it is replaced. */
export const pageTextsSchema = z
  .record(z.string().regex(/^[a-z]{2}$/, 'is a language of two letters (ISO 639-1)'), words)
  .refine((given) => Object.keys(given).length <= 30, 'has 30 languages at most')
  .transform((given) => given as unknown as PageTexts);
