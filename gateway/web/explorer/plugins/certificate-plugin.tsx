/** A pane in which a certificate is pasted and verified. */
import type { GraphiQLPlugin } from '@graphiql/react';
import { useState, type FormEvent } from 'react';
import { verifyCertificate } from '../../common/certificate';
import { textOf } from '../../common/text-of';

function Certificate() {
  const [outcome, setOutcome] = useState<{ stated?: unknown; problem?: string }>();
  const verify = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const text = textOf(event.currentTarget, 'certificate');
    setOutcome(undefined);
    verifyCertificate(text).then(
      (stated) => setOutcome({ stated }),
      (error: unknown) => setOutcome({ problem: error instanceof Error ? error.message : String(error) }),
    );
  };
  return (
    <section aria-label="Verify a certificate" className="certificate">
      <h2>Verify a certificate</h2>
      <p>Checked in this page, by the keys that the gateway publishes.</p>
      <form onSubmit={verify}>
        <label>
          Certificate <textarea name="certificate" rows={6} spellCheck={false} required />
        </label>
        <button type="submit">Verify</button>
      </form>
      <div role="status">
        {outcome?.problem === undefined ? null : <p className="problem">{outcome.problem}</p>}
        {outcome?.stated === undefined ? null : (
          <>
            <p className="holds">The signature holds. It states:</p>
            <pre tabIndex={0}>{JSON.stringify(outcome.stated, null, 2)}</pre>
          </>
        )}
      </div>
    </section>
  );
}

const Icon = () => (
  <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden="true">
    <path d="M12 2.5l8 3.2v5.6c0 4.8-3.3 8.6-8 10.2-4.7-1.6-8-5.4-8-10.2V5.7z" />
    <path d="M8.5 12l2.5 2.5 4.5-5" />
  </svg>
);

export const certificatePlugin: GraphiQLPlugin = { title: 'Verify a certificate', icon: Icon, content: Certificate };
