/** A due date: the date, the time until then, and whether it has passed. */
import { useFormats, useWords } from '../words';
import { Mark } from './status';

export function Due({ at, overdue, ended }: { at: string; overdue: boolean; ended: boolean }) {
  const formats = useFormats();
  const { requests: words } = useWords();
  return (
    <span className="due">
      <time dateTime={at}>{formats.date(at)}</time>
      {overdue ? <Mark tone="failed">{words.overdue}</Mark> : null}
      {ended ? null : <span className="quiet">{formats.fromNow(at)}</span>}
    </span>
  );
}

export function Moment({ at }: { at: string | null }) {
  const formats = useFormats();
  const { common } = useWords();
  return at === null ? <span className="quiet">{common.nothing}</span> : <time dateTime={at}>{formats.time(at)}</time>;
}
