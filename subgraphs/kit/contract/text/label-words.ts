/**
 * To which part of a stored value each word of its correction belongs (R14): a known word to the part where it stood, a new word to
 * the part whose words surround it.
 */

/** A word of a line. */
export interface Word {
  key: string;
  /** Its offset in the line. */
  start: number;
  end: number;
  /** Whether a comma, a semicolon or a line break stands before it. */
  opens: boolean;
}

type Labelled = Word & { part: string };

/** The parts of words that stand where the words before stood, one for each; null when some have moved. */
export function byPosition(before: readonly Labelled[], words: readonly Word[]): string[] | null {
  if (before.length !== words.length) return null;
  const known = new Map(before.map(({ key }, index) => [key, index]));
  const stay = words.every(({ key }, index) => before[index]?.key === key || !known.has(key));
  return stay ? before.map(({ part }) => part) : null;
}

/** The parts of known words by where they stood before, and of new words by their neighbours; null when in doubt. */
export function byNeighbours(before: readonly Labelled[], words: readonly Word[], isListed: boolean): string[] | null {
  const partsOf = new Map<string, Set<string>>();
  for (const { key, part } of before) partsOf.set(key, (partsOf.get(key) ?? new Set()).add(part));
  const labels = words.map(({ key }) => {
    const known = partsOf.get(key);
    return known?.size === 1 ? ([...known][0] as string) : null;
  });
  const kept = new Set(words.map(({ key }) => key));
  const missing = new Set(before.filter(({ key }) => !kept.has(key)).map(({ part }) => part));
  const order = [...new Set(before.map(({ part }) => part))];
  const absent = order.filter((part) => !labels.includes(part));
  const runs: NewWords[] = [];
  for (let start = 0; start < words.length; start += 1) {
    if (labels[start] !== null || (start > 0 && labels[start - 1] === null)) continue;
    let end = start;
    while (end < words.length && labels[end] === null) end += 1;
    const near: Neighbours = [labels[start - 1] ?? null, labels[end] ?? null];
    const joined: Neighbours = [words[start]?.opens ? null : near[0], words[end]?.opens ? null : near[1]];
    runs.push({ start, end, joined, near: isListed ? near : joined });
  }
  const known = { order, absent, missing };
  // One run of new words takes the place of a part's lost words: if there is one that can be in no other part, that one.
  const certain = runs.map((run) => onlyPart(run, known));
  for (const part of certain) if (part !== null) missing.delete(part);
  const doubtful = runs.map((run, index) => (certain[index] === null ? partBetween(run, known) : null));
  const found = doubtful.filter((part) => part !== null);
  if (new Set(found).size < found.length) return null;
  runs.forEach(({ start, end }, index) => labels.fill(certain[index] ?? doubtful[index] ?? null, start, end));
  return labels.every((label) => label !== null) ? labels : null;
}

/** The parts of the words before and after; null where there is no word, or its part is not known. */
type Neighbours = readonly [string | null, string | null];

/** Words in a row that were not there before. */
interface NewWords {
  start: number;
  end: number;
  /** The neighbours that no comma separates from the new words. */
  joined: Neighbours;
  /** The neighbours between which the new words stand. */
  near: Neighbours;
}

interface KnownParts {
  /** All parts, in the order of one line. */
  order: string[];
  /** `absent` have no word left; `missing` have lost at least one. */
  absent: string[];
  missing: Set<string>;
}

const besides = ({ joined }: NewWords): string[] => [...new Set(joined)].filter((part) => part !== null);

/** Whether new words stand where a part that has no word left would be. */
const isInPlace = ({ near: [left, right] }: NewWords, part: string, { order }: KnownParts): boolean => {
  const place = order.indexOf(part);
  return (left === null || order.indexOf(left) < place) && (right === null || place < order.indexOf(right));
};

/** The part of new words that could not be another's, whichever words were lost; null when there is none. */
function onlyPart(run: NewWords, known: KnownParts): string | null {
  const [part, ...others] = besides(run);
  if (part === undefined || others.length > 0) return null;
  const isWhole = known.absent.length === 0;
  return isWhole || (known.missing.has(part) && !known.absent.some((each) => isInPlace(run, each, known)))
    ? part
    : null;
}

/** The part of new words between two known ones; null when it could be another. */
function partBetween(run: NewWords, known: KnownParts): string | null {
  const { absent, missing } = known;
  const beside = besides(run);
  const [part] = absent;
  const incomplete = beside.filter((other) => missing.has(other));
  if (part !== undefined) {
    // The new words are the part that has no word left, if they stand in its place and no other part has lost a word.
    if (absent.length === 1 && isInPlace(run, part, known) && incomplete.length === 0) return part;
    // Otherwise they continue a part that has lost a word.
    return beside.length === 1 ? (incomplete[0] ?? null) : null;
  }
  return incomplete.length === 1 ? (incomplete[0] ?? null) : null;
}
