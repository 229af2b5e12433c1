/** Form fields. */
import { useEffect, useState, type ChangeEvent, type InputHTMLAttributes, type KeyboardEvent } from 'react';
import { wordFor } from '../words/values/enums';

interface InputProps extends InputHTMLAttributes<HTMLInputElement> {
  label: string;
  help?: string;
}

export function Field({ label, help, ...input }: InputProps) {
  return (
    <label className="field">
      <span>{label}</span>
      <input autoComplete="off" {...input} />
      {help ? <small className="quiet">{help}</small> : null}
    </label>
  );
}

interface FilterFieldProps extends Omit<InputProps, 'value' | 'onChange'> {
  value: string;
  /** Called with the typed text, without spaces at its ends. */
  onSettle: (value: string) => void;
}

/** Milliseconds without typing after which a filter applies, so that half a date or id sends no query. */
const rest = 500;

/** A field of a filter. It applies when the user pauses, leaves the field or presses Enter. */
export function FilterField({ value, onSettle, ...field }: FilterFieldProps) {
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  const settle = () => typed.trim() !== value && onSettle(typed.trim());
  useEffect(() => {
    const timer = setTimeout(settle, rest);
    return () => clearTimeout(timer);
  }, [typed]);
  return (
    <Field
      {...field}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={settle}
      onKeyDown={(event: KeyboardEvent) => (event.key === 'Enter' ? settle() : undefined)}
    />
  );
}

interface ChoiceProps {
  label: string;
  name?: string;
  value?: string;
  words: Record<string, string>;
  /** The values to choose from. @default all values that have a word */
  values?: readonly string[];
  /** The label for no choice. Without it a value must be chosen. */
  any?: string;
  onChoose?: (value: string) => void;
}

export function Choice({ label, name, value, words, values = Object.keys(words), any, onChoose }: ChoiceProps) {
  const controlled = onChoose
    ? { value, onChange: (event: ChangeEvent<HTMLSelectElement>) => onChoose(event.target.value) }
    : { defaultValue: value };
  return (
    <label className="field">
      <span>{label}</span>
      <select name={name} {...controlled}>
        {any === undefined ? null : <option value="">{any}</option>}
        {values.map((each) => (
          <option key={each} value={each}>
            {wordFor(words, each)}
          </option>
        ))}
      </select>
    </label>
  );
}

interface CheckProps {
  label: string;
  help?: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
}

export function Check({ label, help, checked, onChange }: CheckProps) {
  return (
    <label className="check">
      <input type="checkbox" checked={checked} onChange={(event) => onChange(event.target.checked)} />
      <span>
        {label} {help ? <small className="quiet">{help}</small> : null}
      </span>
    </label>
  );
}
