/** A search box. It guesses the kind of the typed value, shows the guess, and lets the user correct it. */
import { useState, type FormEvent } from 'react';
import type { SocialPlatform } from '../../operations.generated';
import { Choice, Field } from '../../ui/fields';
import { useWords } from '../../words';
import { guessKind, nothingTyped, type Kind, type Typed } from './guess';

interface SearchBoxProps {
  given: Typed | undefined;
  /** The label of the button. @default "Search" */
  action?: string;
  onSearch: (typed: Typed) => void;
}

export function SearchBox({ given, action, onSearch }: SearchBoxProps) {
  const { finding: words } = useWords();
  const [typed, setTyped] = useState<Typed>(given ?? nothingTyped);
  /** Whether the user has corrected the guess; it is then no longer changed while typing. */
  const [corrected, setCorrected] = useState(given !== undefined);
  const type = (value: string) =>
    setTyped((last) => ({ ...last, value, kind: corrected && value ? last.kind : guessKind(value) }));
  const correct = (kind: string) => {
    setCorrected(true);
    setTyped((last) => ({ ...last, kind: kind as Kind }));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typed.value.trim()) onSearch({ ...typed, value: typed.value.trim() });
  };
  const kinds = useKinds();
  return (
    <form className="search-box" role="search" onSubmit={submit}>
      <Field
        label={words.value}
        value={typed.value}
        onChange={(event) => type(event.target.value)}
        required
        spellCheck={false}
        maxLength={500}
      />
      <Choice
        label={corrected || !typed.value ? words.kind : words.guessed(kinds[typed.kind])}
        value={typed.kind}
        words={kinds}
        onChoose={correct}
      />
      <Further typed={typed} onChange={(part) => setTyped({ ...typed, ...part })} />
      <button type="submit" className="primary">
        {action ?? words.search}
      </button>
    </form>
  );
}

function useKinds(): Record<Kind, string> {
  const { finding, enums } = useWords();
  const { NAME, EMAIL, PHONE, ADDRESS, EXTERNAL_ID, EXTERNAL_CONTACT_ID, USER_ID, DIALER_CONTACT_ID } =
    enums.identifier;
  return {
    NAME,
    EMAIL,
    PHONE,
    ADDRESS,
    SOCIAL: finding.social,
    EXTERNAL_ID,
    EXTERNAL_CONTACT_ID,
    USER_ID,
    DIALER_CONTACT_ID,
  };
}

/** The further fields of some kinds, such as the platform of a social handle. */
function Further({ typed, onChange }: { typed: Typed; onChange: (part: Partial<Typed>) => void }) {
  const { finding: words, enums } = useWords();
  const { TWITTER, INSTAGRAM, FACEBOOK, APPLE_MESSAGES, WHATSAPP } = enums.identifier;
  return (
    <>
      {typed.kind === 'SOCIAL' ? (
        <Choice
          label={words.platform}
          value={typed.platform}
          words={{ TWITTER, INSTAGRAM, FACEBOOK, APPLE_MESSAGES, WHATSAPP }}
          onChoose={(platform) => onChange({ platform: platform as SocialPlatform })}
        />
      ) : null}
      {typed.kind === 'EXTERNAL_ID' ? (
        <Field
          label={words.source}
          value={typed.source}
          onChange={(event) => onChange({ source: event.target.value })}
        />
      ) : null}
      {typed.kind === 'DIALER_CONTACT_ID' ? (
        <Field
          label={words.list}
          value={typed.contactListId}
          required
          onChange={(event) => onChange({ contactListId: event.target.value })}
        />
      ) : null}
    </>
  );
}
