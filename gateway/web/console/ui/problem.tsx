/** Shows what went wrong and what to do, and which scope the user lacks. */
import type { ReactNode } from 'react';
import { useNames } from '../data/names';
import { noAnswer, noReply, type Problem } from '../data/problem';
import { addressOf } from '../route';
import { useMay } from '../session/session';
import { useFormats, useWords } from '../words';

interface ProblemNoticeProps {
  problem: Problem | undefined;
  again?: (() => void) | undefined;
  /** What some codes mean here in particular. */
  texts?: Record<string, string>;
}

export function ProblemNotice({ problem, again, texts = {} }: ProblemNoticeProps) {
  const { problems: words } = useWords();
  const { list, number } = useFormats();
  const names = useNames();
  if (!problem) return null;
  const { code, message, scopes, retryAfter, service, extensions } = problem;
  const known = texts[code] ?? words.byCode[code];
  const silent = code === noAnswer || code === noReply;
  const inTheWay = typeof extensions.requestId === 'string' ? extensions.requestId : undefined;
  return (
    <div className="notice alarm" role="alert">
      <p>
        <strong>{scopes.length > 0 ? words.noScope(list(scopes)) : (known ?? words.title)}</strong>{' '}
        {scopes.length > 0 ? words.noScopeHelp : null}
        {service && !silent ? ` (${names.service(service)})` : null}
        {retryAfter === undefined ? null : ` ${words.retryAfter(number(retryAfter))}`}
      </p>
      {silent || scopes.length > 0 ? null : (
        <p className="quiet" lang="en">
          {code}: {message}
        </p>
      )}
      {inTheWay ? <a href={addressOf('requests', inTheWay)}>{words.openRequest}</a> : null}
      {again ? (
        <button type="button" onClick={again}>
          {words.again}
        </button>
      ) : null}
    </div>
  );
}

/** Shows its content to users with the scope, and tells others which scope they lack. */
export function Needs({ scope, children, otherwise }: { scope: string; children: ReactNode; otherwise?: ReactNode }) {
  const { problems: words } = useWords();
  if (useMay(scope)) return <>{children}</>;
  if (otherwise) return <>{otherwise}</>;
  return (
    <div className="notice" role="note">
      <p>
        <strong>{words.noScope(scope)}</strong> {words.noScopeHelp}
      </p>
    </div>
  );
}

export function Unavailable({ services }: { services: readonly string[] }) {
  const { problems: words } = useWords();
  const { list } = useFormats();
  const names = useNames();
  if (services.length === 0) return null;
  return (
    <div className="notice alarm" role="status">
      <p>{words.unavailable(list(services.map(names.service)))}</p>
    </div>
  );
}
