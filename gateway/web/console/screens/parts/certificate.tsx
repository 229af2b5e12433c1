/** A request's certificate: the signed statement of what was done, and whether its signature is valid. */
import { useState } from 'react';
import { verifyCertificate } from '../../../common/certificate';
import { pageProblem, type PageProblem } from '../../../common/problem';
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
  const [outcome, setOutcome] = useState<{ stated?: unknown; problem?: PageProblem }>();
  const verify = () => {
    setOutcome(undefined);
    verifyCertificate(certificate).then(
      (stated) => setOutcome({ stated }),
      (error: unknown) => setOutcome({ problem: pageProblem(error) }),
    );
  };
  return (
    <>
      <button type="button" className={primary ? 'primary' : undefined} onClick={verify}>
        {words.verify}
      </button>
      <div className="verified" role="status">
        {outcome?.problem ? <NotValid problem={outcome.problem} /> : null}
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

function NotValid({ problem: { code, message } }: { problem: PageProblem }) {
  const { requests: words, problems } = useWords();
  const known = words.notValid[code];
  if (known) return <Mark tone="failed">{known}</Mark>;
  return (
    <Mark tone="failed">
      {problems.title} <span lang="en">{message}</span>
    </Mark>
  );
}
