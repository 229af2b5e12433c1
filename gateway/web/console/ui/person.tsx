/** Shows a person, as far as the caller may see who it is. */
import type { SubjectFragment, TermFragment } from '../operations.generated';
import { useWords } from '../words';
import { wordFor } from '../words/values/enums';

export function Term({ term }: { term: TermFragment }) {
  const { enums } = useWords();
  return (
    <span className="term">
      <span className="quiet">{wordFor(enums.identifier, term.type)}</span> <span className="value">{term.value}</span>
      {term.source ? <span className="quiet"> ({term.source})</span> : null}
    </span>
  );
}

/** Different for terms that differ, also in the system that gave an external id. */
export const termKey = ({ type, value, source }: TermFragment): string => JSON.stringify([type, value, source]);

/** The person's name if known, or else another identifier, or else the id. */
export const nameOf = ({ identifiers, id }: SubjectFragment): string =>
  (identifiers.find(({ type }) => type === 'NAME') ?? identifiers[0])?.value ?? id;

interface SubjectProps {
  subject: SubjectFragment;
  /** A short remark about the person. */
  remark?: string | undefined;
}

export function Subject({ subject, remark }: SubjectProps) {
  const { enums, finding } = useWords();
  const { type, id, identifiers, activeEmployee, mergeSet, canonicalContactId } = subject;
  return (
    <div className="subject">
      <strong>{nameOf(subject)}</strong> <span className="quiet">{wordFor(enums.subject, type)}</span>
      {activeEmployee === null ? null : (
        <span className={activeEmployee ? 'tag strong' : 'tag'}>{activeEmployee ? finding.works : finding.former}</span>
      )}
      {mergeSet.length > 1 ? <span className="tag">{finding.merged(mergeSet.length)}</span> : null}
      {canonicalContactId && canonicalContactId !== id ? <span className="tag">{finding.member}</span> : null}
      {remark ? <span className="tag strong">{remark}</span> : null}
      <details>
        <summary>{finding.reach}</summary>
        <ul className="terms">
          {identifiers.map((term) => (
            <li key={termKey(term)}>
              <Term term={term} />
            </li>
          ))}
          <li>
            <code className="id">{id}</code>
          </li>
        </ul>
      </details>
    </div>
  );
}
