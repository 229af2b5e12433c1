/** Shows how much of a list is displayed, and a button for the next page. */
import { useFormats, useWords } from '../../words';

interface MoreProps {
  shown: number;
  /** The total; undefined when the gateway does not count. */
  all?: number | undefined;
  more: (() => void) | undefined;
}

export function More({ shown, all, more }: MoreProps) {
  const { common } = useWords();
  const { number } = useFormats();
  // The whole list is displayed already.
  if (!more) return null;
  return (
    <p className="more">
      <span className="quiet">{all === undefined ? number(shown) : common.of(number(shown), number(all))}</span>
      {more ? (
        <button type="button" onClick={more}>
          {common.more}
        </button>
      ) : null}
    </p>
  );
}
