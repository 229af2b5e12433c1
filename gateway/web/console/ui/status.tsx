/** Shows a state by a word and a shape, and not by colour alone. */
import type { GdprRequestStatus, GdprServiceStatus } from '../operations.generated';
import { useWords } from '../words';
import { wordFor } from '../words/values/enums';

export type Tone = 'waiting' | 'running' | 'done' | 'failed' | 'paused' | 'stopped' | 'plain';

const shapes: Record<Tone, string> = {
  waiting: 'M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11z',
  running: 'M8 2.5a5.5 5.5 0 1 1-5.5 5.5',
  done: 'M3 8.5l3.2 3.2L13 4.8',
  failed: 'M8 2.5l6 11H2z M8 6.5v3.2 M8 11.6v.4',
  paused: 'M5.5 3.5v9 M10.5 3.5v9',
  stopped: 'M4 4l8 8 M12 4l-8 8',
  plain: 'M4.5 8h7',
};

export function Mark({ tone, children }: { tone: Tone; children: React.ReactNode }) {
  return (
    <span className={`status ${tone}`}>
      <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
        <path d={shapes[tone]} />
      </svg>
      <span>{children}</span>
    </span>
  );
}

const tones: Record<string, Tone> = {
  INITIATED: 'waiting',
  AWAITING_APPROVAL: 'paused',
  ON_HOLD: 'paused',
  COMPLETED: 'done',
  ERROR: 'failed',
  FAILED: 'failed',
  CANCELLED: 'stopped',
  REJECTED: 'stopped',
  PENDING: 'waiting',
  RETRYING: 'failed',
  SUBJECT_REQUIRED: 'plain',
  NOTHING_FOUND: 'plain',
};

export function RequestStatus({ status }: { status: GdprRequestStatus }) {
  const { enums } = useWords();
  return <Mark tone={tones[status] ?? 'running'}>{wordFor(enums.status, status)}</Mark>;
}

export function ServiceStatus({ status }: { status: GdprServiceStatus }) {
  const { enums } = useWords();
  return <Mark tone={tones[status] ?? 'running'}>{wordFor(enums.service, status)}</Mark>;
}
