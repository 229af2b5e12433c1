/** Filters the log by a person or value, which is kept in this page and not in the address. */
import { useState } from 'react';
import { labelOf, requestTerm } from '../../find/search/guess';
import { SearchBox } from '../../find/search/search-box';
import type { Target } from '../../find/target';
import { Dialog } from '../../ui/dialog';
import type { Remembered } from '../../ui/remembered';
import { useWords } from '../../words';

/** The name of the filter's setting in the address. */
export const aboutSetting = 'about';

export function AboutWhom({ about: { value: target, set } }: { about: Remembered<Target> }) {
  const { records: words, common } = useWords();
  const [open, setOpen] = useState(false);
  return (
    <div className="field">
      <span id="about-whom">{words.about}</span>
      <div className="joined">
        <button
          type="button"
          aria-labelledby="about-whom about-whom-value"
          className={target ? 'chosen' : undefined}
          onClick={() => setOpen(true)}
        >
          <span id="about-whom-value" className="cut">
            {target?.label ?? words.anybody}
          </span>
        </button>
        {target ? (
          <button type="button" className="icon" aria-label={words.anybody} onClick={() => set(undefined)}>
            <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
              <path d="M4 4l8 8 M12 4l-8 8" />
            </svg>
          </button>
        ) : null}
      </div>
      {open ? (
        <Dialog title={words.aboutTitle} help={words.aboutHelp} open onClose={() => setOpen(false)}>
          <SearchBox
            given={undefined}
            action={common.apply}
            onSearch={(typed) => {
              set({ term: requestTerm(typed), label: labelOf(typed) });
              setOpen(false);
            }}
          />
        </Dialog>
      ) : null}
    </div>
  );
}
