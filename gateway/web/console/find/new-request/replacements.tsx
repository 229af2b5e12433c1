/** The fields of a rectification: wrong values, and the right ones to replace them. */
import { useEffect, useState } from 'react';
import type { PersonalDataReplacementInput, PersonalIdentifierType } from '../../operations.generated';
import { Choice, Field } from '../../ui/fields';
import { useWords } from '../../words';

interface Row {
  type: PersonalIdentifierType;
  existing: string;
  updated: string;
}
/** Ids of subjects cannot be replaced. */
const isSubjectId = (kind: string) => ['USER_ID', 'EXTERNAL_CONTACT_ID', 'DIALER_CONTACT_ID'].includes(kind);
const isWhole = ({ existing, updated }: Row) => existing.trim() !== '' && updated.trim() !== '';
const isHalf = ({ existing, updated }: Row) => (existing.trim() === '') !== (updated.trim() === '');
const emptyRow: Row = { type: 'EMAIL', existing: '', updated: '' };

export function Replacements({ onChange }: { onChange: (replacements: PersonalDataReplacementInput[]) => void }) {
  const { finding: words, enums } = useWords();
  const [rows, setRows] = useState<Row[]>([emptyRow]);
  // With a row that is filled in half there is nothing to send: to leave the row out would lose a correction.
  useEffect(() => onChange(rows.some(isHalf) ? [] : rows.filter(isWhole)), [rows, onChange]);
  const change = (index: number, part: Partial<Row>) =>
    setRows(rows.map((row, each) => (each === index ? { ...row, ...part } : row)));
  const kinds = Object.fromEntries(Object.entries(enums.identifier).filter(([kind]) => !isSubjectId(kind)));
  return (
    <fieldset className="replacements">
      <legend>{words.replacements}</legend>
      {rows.map((row, index) => (
        <div className="row" key={index}>
          <Choice
            label={words.kind}
            value={row.type}
            words={kinds}
            onChoose={(type) => change(index, { type: type as PersonalIdentifierType })}
          />
          <Field
            label={words.existing}
            value={row.existing}
            onChange={(event) => change(index, { existing: event.target.value })}
          />
          <Field
            label={words.updated}
            value={row.updated}
            onChange={(event) => change(index, { updated: event.target.value })}
          />
          {rows.length > 1 ? (
            <button type="button" onClick={() => setRows(rows.filter((_, each) => each !== index))}>
              {words.removeReplacement}
            </button>
          ) : null}
        </div>
      ))}
      {rows.some(isHalf) ? (
        <p className="quiet" role="status">
          {words.halfReplacement}
        </p>
      ) : null}
      <button type="button" className="plain" onClick={() => setRows([...rows, emptyRow])}>
        {words.addReplacement}
      </button>
    </fieldset>
  );
}
