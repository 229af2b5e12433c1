/** Shows how much of a list is displayed, and a button for the next page. */
import { noAnswer } from '../../data/problem';
import { ProblemNotice } from '../../ui/problem';
import { useFormats, useWords } from '../../words';
import type { NextPage } from './use-pages';

interface MoreProps {
  shown: number;
  /** The total; undefined when the gateway does not count. */
  all?: number | undefined;
  more: NextPage | undefined;
  /** The label of the button. @default "Show more" */
  label?: string;
}

export function More({ shown, all, more, label }: MoreProps) {
  const { common, problems } = useWords();
  const { number } = useFormats();
  // The whole list is displayed already.
  if (!more) return null;
  return (
    <>
      {/* Unlike a whole screen, a further page is not asked for again by itself. */}
      <ProblemNotice problem={more.problem} texts={{ [noAnswer]: problems.pageLost }} />
      <p className="more">
        <span className="quiet">{all === undefined ? number(shown) : common.of(number(shown), number(all))}</span>
        <button type="button" disabled={more.busy} onClick={more.load}>
          {label ?? common.more}
        </button>
      </p>
    </>
  );
}
