/** The filters of the log. Ids, actions and dates are kept in the address; the person and the actor only in the page's memory. */
import type { Target } from '../../find/target';
import type { AuditAction, AuditLogFilter } from '../../operations.generated';
import { useSetting } from '../../route';
import { ClearFilters } from '../../ui/clear-filters';
import { Choice, FilterField } from '../../ui/fields';
import { useRemembered } from '../../ui/remembered';
import { useWords } from '../../words';
import { AboutWhom, aboutSetting } from './about-whom';

export function useLogFilters() {
  const { records: words, common, enums } = useWords();
  const [action, setAction] = useSetting('action');
  const [requestId, setRequestId] = useSetting('request');
  const [caseId, setCaseId] = useSetting('case');
  const [from, setFrom] = useSetting('from');
  const [to, setTo] = useSetting('to');
  const about = useRemembered<Target>(aboutSetting);
  const actor = useRemembered<string>('by');
  const filter: AuditLogFilter = {
    ...(action ? { action: action as AuditAction } : {}),
    ...(requestId ? { requestId } : {}),
    // The gateway accepts either a case or a person.
    ...(about.value ? { term: about.value.term } : caseId ? { caseId } : {}),
    ...(actor.value ? { actor: actor.value } : {}),
    ...(from ? { from: startOf(from) } : {}),
    ...(to ? { to: startOf(to, 1) } : {}),
  };
  const fields = (
    <>
      <div className="filters" role="group" aria-label={common.filters}>
        <AboutWhom about={about} />
        <Choice label={words.action} value={action} words={enums.action} any={common.all} onChoose={setAction} />
        <FilterField
          label={words.actor}
          value={actor.value ?? ''}
          onSettle={(name) => actor.set(name || undefined)}
          spellCheck={false}
        />
        <FilterField label={words.requestId} value={requestId} onSettle={setRequestId} spellCheck={false} />
        <FilterField
          label={words.caseId}
          value={about.value ? '' : caseId}
          onSettle={setCaseId}
          disabled={about.value !== undefined}
          spellCheck={false}
        />
        <FilterField label={words.from} type="date" value={from} onSettle={setFrom} />
        <FilterField label={words.to} type="date" value={to} onSettle={setTo} />
        <ClearFilters />
      </div>
      {about.lost || actor.lost ? (
        <div className="notice" role="note">
          <p>{words.filterLost}</p>
        </div>
      ) : null}
    </>
  );
  return { filter, fields };
}

/** The start of a day in the browser's time zone, or of the day that is `later` days later. */
function startOf(day: string, later = 0): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const at = new Date(year, month - 1, date + later);
  // What is no day, in an address that was changed by hand, is for the gateway to refuse.
  return Number.isNaN(at.getTime()) ? day : at.toISOString();
}
