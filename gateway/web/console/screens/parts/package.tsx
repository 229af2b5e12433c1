/** The package of an export, and a link by which the person downloads it without an account. */
import { useEffect, useState, type ReactNode } from 'react';
import { textOf } from '../../../common/text-of';
import { useAct } from '../../data/ask';
import { CreateLinkDocument, type CreateLinkMutation } from '../../operations.generated';
import { useMay } from '../../session/session';
import { FormDialog } from '../../ui/dialog';
import { Field } from '../../ui/fields';
import { Facts, Section } from '../../ui/page';
import { ProblemNotice } from '../../ui/problem';
import { useFormats, useWords } from '../../words';
import type { RequestView } from '../requests/request-view';

/** Milliseconds after which a new download ticket is fetched; a ticket is valid for five minutes. */
const renewal = 4 * 60_000;

interface PackageProps {
  request: RequestView;
  again: () => void;
}

export function PackageForPerson({ request: { id, parent, package: made }, again }: PackageProps) {
  const exists = made !== null;
  useEffect(() => {
    if (!exists) return;
    const timer = setInterval(again, renewal);
    return () => clearInterval(timer);
  }, [exists, again]);
  const { requests: words } = useWords();
  const may = useMay('gdpr:request:add');
  if (!made)
    return (
      <Section title={words.package}>
        <p className="quiet">{words.noPackage}</p>
      </Section>
    );
  return (
    <Section title={words.package}>
      <PackageFile made={made}>{may ? <LinkForPerson requestId={parent?.id ?? id} /> : null}</PackageFile>
    </Section>
  );
}

/** An existing package: its download, size, checksum and expiry. */
export function PackageFile({ made, children }: { made: NonNullable<RequestView['package']>; children?: ReactNode }) {
  const { requests: words } = useWords();
  const formats = useFormats();
  const { downloadUrl, byteSize, sha256, expiresAt } = made;
  return (
    <>
      <div className="row">
        {downloadUrl ? (
          <a className="button" href={downloadUrl} download>
            {words.download}
          </a>
        ) : null}
        {children}
        <span className="quiet">{words.packageFacts(formats.bytes(byteSize), formats.date(expiresAt))}</span>
      </div>
      <p className="quiet">
        SHA-256 <code className="id">{sha256}</code>
      </p>
    </>
  );
}

type Link = CreateLinkMutation['createPackageLink'];

function LinkForPerson({ requestId }: { requestId: string }) {
  const { requests: words } = useWords();
  const [open, setOpen] = useState(false);
  const [link, setLink] = useState<Link>();
  const { busy, problem, run, forget } = useAct(CreateLinkDocument);
  const submit = async (form: HTMLFormElement) => {
    const answer = await run({ requestId, expiresInDays: Number(textOf(form, 'days')) });
    if (!answer) return;
    setLink(answer.createPackageLink);
    setOpen(false);
  };
  const begin = () => {
    forget();
    setOpen(true);
  };
  return (
    <>
      <button type="button" className="primary" onClick={begin}>
        {words.createLink}
      </button>
      <FormDialog
        title={words.link}
        help={words.linkHelp}
        open={open}
        onClose={() => setOpen(false)}
        action={words.createLink}
        busy={busy}
        onSubmit={(form) => void submit(form)}
      >
        <Field label={words.linkDays} name="days" type="number" min={1} max={30} defaultValue={7} required />
        <ProblemNotice problem={problem} />
      </FormDialog>
      {link ? <Made link={link} /> : null}
    </>
  );
}

function Made({ link: { url, code, expiresAt } }: { link: Link }) {
  const { requests: words } = useWords();
  const { date } = useFormats();
  return (
    <div className="notice made" role="status">
      <Facts
        facts={[
          [words.linkAddress, <code key="url">{url}</code>],
          [
            words.linkCode,
            <strong key="code" className="code">
              {code}
            </strong>,
          ],
        ]}
      />
      <p>{words.linkOnce(date(expiresAt))}</p>
    </div>
  );
}
