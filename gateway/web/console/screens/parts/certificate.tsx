/** A request's certificate: the signed statement of what was done, and whether its signature is valid. */
import { useState } from 'react';
import { verifyCertificate } from '../../../common/certificate';
import { inWords } from '../../data/problem';
import { Section } from '../../ui/page';
import { Mark } from '../../ui/status';
import { useWords } from '../../words';

export function Certificate({ certificate }: { certificate: string }) {
  const { requests: words, common } = useWords();
  const [copied, setCopied] = useState(false);
  const copy = () => void navigator.clipboard.writeText(certificate).then(() => setCopied(true));
  return (
    <Section title={words.certificate} help={words.certificateHelp}>
      <div className="row">
        <Verified certificate={certificate} />
        <button type="button" onClick={copy}>
          {copied ? common.copied : common.copy}
        </button>
      </div>
      <details>
        <summary>{words.showCertificate}</summary>
        <code className="certificate">{certificate}</code>
      </details>
    </Section>
  );
}

/** A button that verifies a certificate and shows what it states. */
export function Verified({ certificate, primary = false }: { certificate: string; primary?: boolean }) {
  const { requests: words } = useWords();
  const [outcome, setOutcome] = useState<{ stated?: unknown; problem?: string }>();
  const verify = () => {
    setOutcome(undefined);
    verifyCertificate(certificate).then(
      (stated) => setOutcome({ stated }),
      (error: unknown) => setOutcome({ problem: inWords(error) }),
    );
  };
  return (
    <>
      <button type="button" className={primary ? 'primary' : undefined} onClick={verify}>
        {words.verify}
      </button>
      <div className="verified" role="status">
        {outcome?.problem === undefined ? null : <Mark tone="failed">{outcome.problem}</Mark>}
        {outcome?.stated === undefined ? null : (
          <>
            <Mark tone="done">{words.holds}</Mark>
            <pre tabIndex={0}>{JSON.stringify(outcome.stated, null, 2)}</pre>
          </>
        )}
      </div>
    </>
  );
}
