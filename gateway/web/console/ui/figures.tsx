/** Figures: counts that lead somewhere, and bars with their numbers in words for whoever does not see them. */
export interface Figure {
  label: string;
  value: string;
  href?: string;
  /** What is late or has failed stands out, and so does what waits for whoever looks. */
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
  /** Below the bar. */
  label: string;
  /** All of it, in words. */
  text: string;
  value: number;
}

/** Upright bars, one for each step of time. */
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
  /** Said when there are none. */
  empty?: string;
  /** How many lines have their place before anything is known. */
  lines?: number;
}

/** Lying bars, one for each kind. */
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
