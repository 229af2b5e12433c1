/** A modal dialog, and one that requires a typed word before an action that cannot be undone. */
import { Dialog as Radix } from 'radix-ui';
import { useState, type FormEvent, type ReactNode } from 'react';
import { useSession } from '../session/session';
import { SessionEnded } from '../session/session-ended';
import { useWords } from '../words';

interface DialogProps {
  title: string;
  help?: ReactNode;
  open: boolean;
  onClose: () => void;
  children: ReactNode;
}

export function Dialog({ title, help, open, onClose, children }: DialogProps) {
  const { common } = useWords();
  const { ended } = useSession();
  return (
    <Radix.Root open={open} onOpenChange={(next) => (next ? undefined : onClose())}>
      <Radix.Portal>
        <Radix.Overlay className="overlay" />
        <Radix.Content
          className="dialog"
          // The page's own sign-in is beneath the dialog: to reach for it must not lose what was typed here.
          onPointerDownOutside={(event) => (ended ? event.preventDefault() : undefined)}
          {...(help ? {} : { 'aria-describedby': undefined })}
        >
          <Radix.Title>{title}</Radix.Title>
          {help ? <Radix.Description className="quiet">{help}</Radix.Description> : null}
          <SessionEnded />
          {children}
          <Radix.Close className="icon close" aria-label={common.close}>
            <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
              <path d="M4 4l8 8 M12 4l-8 8" />
            </svg>
          </Radix.Close>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

interface FormDialogProps extends DialogProps {
  /** The label of the button that performs the action. */
  action: string;
  busy: boolean;
  /** The word to type before an action that cannot be undone. */
  word?: string;
  onSubmit: (form: HTMLFormElement) => void;
}

export function FormDialog({ action, busy, word, onSubmit, children, ...dialog }: FormDialogProps) {
  const { common } = useWords();
  const [typed, setTyped] = useState('');
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    onSubmit(event.currentTarget);
  };
  const ready = word === undefined || typed.trim().toLocaleUpperCase() === word.toLocaleUpperCase();
  return (
    <Dialog {...dialog}>
      <form className="stack" onSubmit={submit}>
        {children}
        {word === undefined ? null : (
          <label className="field">
            <span>{common.typeToConfirm(word)}</span>
            <input
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
              autoComplete="off"
              spellCheck={false}
            />
          </label>
        )}
        <div className="row end">
          <button type="button" onClick={dialog.onClose}>
            {common.cancel}
          </button>
          <button type="submit" className={word === undefined ? 'primary' : 'danger'} disabled={busy || !ready}>
            {action}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
