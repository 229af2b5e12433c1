/** How much of a list is shown, and the next page of it. */
import { useFormats, useWords } from '../../words';

interface MoreProps {
  shown: number;
  /** Unknown where the gateway does not count. */
  all?: number | undefined;
  more: (() => void) | undefined;
}

export function More({ shown, all, more }: MoreProps) {
  const { common } = useWords();
  const { number } = useFormats();
  // Of a list that is there as a whole there is nothing to say.
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
