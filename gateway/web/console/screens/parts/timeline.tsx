/** A timeline of past and coming events. */
import { Moment } from '../../ui/due';
import { Section } from '../../ui/page';
import { useWords } from '../../words';

export interface TimelineEvent {
  at: string;
  what: string;
  by?: string;
}

export function Timeline({ title, events, log }: { title: string; events: readonly TimelineEvent[]; log: string }) {
  const { requests: words } = useWords();
  const sorted = [...events].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  return (
    <Section title={title} actions={<a href={log}>{words.log}</a>}>
      <ol className="timeline">
        {sorted.map(({ at, what, by }) => (
          <li key={`${at} ${what}`} className={Date.parse(at) > Date.now() ? 'ahead' : undefined}>
            <Moment at={at} />
            <span>
              <strong>{what}</strong> {by ? <span className="quiet">{by}</span> : null}
            </span>
          </li>
        ))}
      </ol>
    </Section>
  );
}
