/** Why a service's part of a request failed. These codes stand in its `lastError` only. */
import type { ErrorCodeEntry } from './entry';

export const partCodes = {
  SERVICE_TIMEOUT: {
    kind: 'part',
    status: null,
    retryable: true,
    when: 'The service did not answer in time (`SERVICE_CALL_TIMEOUT_MS`).',
    what: 'Nothing: it is tried again until the attempts of the request end.',
  },
  SERVICE_REPLY_INVALID: {
    kind: 'part',
    status: null,
    retryable: true,
    when: "The service's answer is no JSON, or does not fit the contract.",
    what: "Tell the service's owners; `habeas conformance` finds it.",
  },
  SERVICE_REPLY_TOO_LARGE: {
    kind: 'part',
    status: null,
    retryable: true,
    when: 'The service answered with more than `SERVICE_CALL_MAX_BYTES`.',
    what: "Tell the service's owners.",
  },
  SERVICE_NO_PROGRESS: {
    kind: 'part',
    status: null,
    retryable: true,
    when: 'The service answers without progress: it repeats an earlier page, or a call handles nothing and says that more is left.',
    what: "Tell the service's owners.",
  },
  SERVICE_FILE_BROKE_OFF: {
    kind: 'part',
    status: null,
    retryable: true,
    when: 'The service broke a file of an export off, or took longer for it than `EXPORT_ATTACHMENT_TIMEOUT_MS`, twice.',
    what: 'Nothing: the part is gathered again. A file that still breaks off after half an hour of this is left out of the package, with the reason.',
  },
  ANSWER_NOT_RECORDED: {
    kind: 'part',
    status: null,
    retryable: true,
    when: "Habeas's database cannot store what the service answered.",
    what: "Tell the service's owners, and the operators.",
  },
  SERVICE_REFUSED: {
    kind: 'part',
    status: null,
    retryable: true,
    when: 'The service refused a file, or a call, without a code of its own.',
    what: "Tell the service's owners.",
  },
  UNKNOWN: {
    kind: 'part',
    status: null,
    retryable: true,
    when: 'The service answered with an error that has no code, or an unknown one.',
    what: "Tell the service's owners.",
  },
  RESIDUAL: {
    kind: 'part',
    status: null,
    retryable: false,
    when: 'The service said that it had erased everything, and a later search still found something (R25).',
    what: "Retry the request with `retryGdprRequest`; if it comes again, tell the service's owners.",
  },
  KEYS_DESTROYED: {
    kind: 'part',
    status: null,
    retryable: false,
    when: "The part was not done when the organisation's keys were destroyed.",
    what: 'Nothing: the data cannot be read by anybody any more.',
  },
} as const satisfies Record<string, ErrorCodeEntry>;
