/** Says what a database lacks that is older than its checkpoints, and what to do (R26). */
import type { Loss } from './loss';
import type { LostHold } from './lost-decisions';

/** The most of each kind that are listed; the others are counted. */
const named = 20;

const some = (lines: string[]): string[] =>
  lines.length > named ? [...lines.slice(0, named), `  and ${lines.length - named} more`] : lines;

/** A heading with the number of lines, and the lines; nothing when there are none. */
const listed = (heading: string, lines: string[]): string[] =>
  lines.length === 0 ? [] : [`  ${heading} (${lines.length}):`, ...some(lines)];

/** What becomes of lost legal holds. */
const fates: Record<LostHold['fate'], string> = {
  TAKEN_BACK: 'that were placed since, and that the acknowledgement takes back',
  STANDS_AGAIN: 'that were released since, and that stand again until somebody releases them',
  UNKNOWABLE: 'of organisations whose keys the database does not have, to be placed again',
};

function heldLines(holds: LostHold[]): string[] {
  return (Object.keys(fates) as LostHold['fate'][]).flatMap((fate) => {
    const of = holds.filter((each) => each.fate === fate);
    const lines = of.map(({ organization, hold }) => `  ${organization}: hold ${hold}`);
    return listed(`legal holds ${fates[fate]}`, lines);
  });
}

/** Describes a loss: one line for each lost item, and a last line that says what to do. */
export function describeLoss({ from, to, organizations, erasures, restrictions, holds, ends }: Loss): string {
  const since = from?.toISOString() ?? 'the beginning';
  const again =
    erasures.length === 0 ? '' : `, and ask again for the ${erasures.length} erasures that it knows nothing of`;
  const requests = (all: { organization: string; request: string }[]) =>
    all.map(({ organization, request }) => `  ${organization}: request ${request}`);
  return [
    `The gateway's database is older than the checkpoints of its audit log: it is as it was at ${since}, the newest checkpoint is of ${to.toISOString()}.`,
    ...some(
      organizations.map(
        ({ organization, anchored, now }) =>
          `  ${organization}: ${anchored.size} entries were anchored, ${now.size} are there`,
      ),
    ),
    ...listed('erasures that were completed and that it knows nothing of', requests(erasures)),
    ...listed(
      'restrictions that were placed or lifted since, and that the acknowledgement takes back',
      restrictions.map(({ organization, restriction }) => `  ${organization}: restriction ${restriction}`),
    ),
    ...heldLines(holds),
    ...listed(
      'requests that were cancelled or rejected since, and that the acknowledgement ends again',
      requests(ends),
    ),
    `If it was restored from a backup: run habeas verify-audit --acknowledge-restore, start the gateway, run habeas replay-erasures --since TIME with the time of the oldest backup that was restored${again}. If nobody restored it, somebody changed it.`,
  ].join('\n');
}
