/** Figures: counts with links, and bar charts whose values are also given as text for screen readers. */
export interface Figure {
  label: string;
  value: string;
  href?: string;
  /** Highlights what is overdue or has failed (`alarm`), or what waits for the user (`due`). */
  tone?: 'alarm' | 'due';
}

export function Figures({ figures, label }: { figures: readonly Figure[]; label: string }) {
  return (
    <ul className="figures" aria-label={label}>
      {figures.map(({ label: of, value, href, tone }) => (
        <li key={of} className={tone}>
          {href ? (
            <a href={href}>
              <strong>{value}</strong> <span>{of}</span>
            </a>
          ) : (
            <span className="figure">
              <strong>{value}</strong> <span>{of}</span>
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

export interface Bar {
  key: string;
  /** The label below the bar. */
  label: string;
  /** The bar's content as text. */
  text: string;
  value: number;
}

/** A chart of vertical bars, one for each step of time. */
export function Columns({ bars, label }: { bars: readonly Bar[]; label: string }) {
  const most = Math.max(1, ...bars.map(({ value }) => value));
  return (
    <figure className="columns">
      <figcaption>{label}</figcaption>
      <ul>
        {bars.map(({ key, label: below, text, value }) => (
          <li key={key} title={text}>
            <span className="hidden-text">{text}</span>
            <span className="value" aria-hidden="true">
              {value || ''}
            </span>
            <span className="bar" style={{ height: `${(value / most) * 3.5}rem` }} aria-hidden="true" />
            <span className="below" aria-hidden="true">
              {below}
            </span>
          </li>
        ))}
      </ul>
    </figure>
  );
}

interface BarsProps {
  bars: readonly Bar[];
  label: string;
  /** The text when there are no bars. */
  empty?: string;
  /** The number of lines that are reserved while loading. */
  lines?: number;
}

/** A chart of horizontal bars, one for each category. */
export function Bars({ bars, label, empty = '', lines = 0 }: BarsProps) {
  const most = Math.max(1, ...bars.map(({ value }) => value));
  return (
    <figure className="bars" style={{ minHeight: `${lines * 1.5 + 3.25}rem` }}>
      <figcaption>{label}</figcaption>
      <ul>
        {bars.map(({ key, label: of, text, value }) => (
          <li key={key}>
            <span>{of}</span>
            <span className="track" aria-hidden="true">
              <span className="bar" style={{ width: `${(value / most) * 100}%` }} />
            </span>
            <span className="value">{text}</span>
          </li>
        ))}
      </ul>
      {bars.length === 0 && empty ? <p className="quiet">{empty}</p> : null}
    </figure>
  );
}
