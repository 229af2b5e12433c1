/** `docs/errors.md`: the table of error codes, for clients of the API. */
import { errorCodes, type ErrorCodeEntry, type ErrorKind } from '../../../subgraphs/kit/base/errors/error-codes';

const sections: Record<ErrorKind, [title: string, introduction: string]> = {
  request: [
    'What the caller can do something about',
    'They also come from a service, through the gateway, with `extensions.service`.',
  ],
  access: ['Who calls', 'The whole operation is refused.'],
  process: ['Faults', 'Of a process, or of what it needs. `extensions.service` names a service whose fault it is.'],
  protocol: ['GraphQL and HTTP', 'Nothing has run.'],
  part: [
    "Only in a part's `lastError`",
    "What became of one service's part of a request. Besides these it may be SERVICE_UNAVAILABLE, INTERNAL_SERVER_ERROR, why the part was refused (such as PLAN_CHANGED), or the code that the service itself answered with, which its owners explain. A part is tried again until the attempts of its request end, unless the code says that this would change nothing.",
  ],
};

const introduction = `# Errors

<!-- Generated from subgraphs/kit/base/errors/error-codes.ts by \`npm run codegen\`. -->

Every error has a stable \`extensions.code\`; branch on it, never on the message. No error holds personal data.

An operation that ran is answered with 200, whatever errors its fields have. An HTTP status below is that of a request that was refused as a whole, in the form of a GraphQL response too; SERVICE_UNAVAILABLE has it also when nothing else came of the operation.`;

/** The text of the page. */
export function errorsPage(): string {
  const entries: [string, ErrorCodeEntry][] = Object.entries(errorCodes);
  const parts = (Object.keys(sections) as ErrorKind[]).flatMap((kind) => {
    const [title, text] = sections[kind];
    return [`## ${title}`, text, ...entries.filter(([, entry]) => entry.kind === kind).map(describe)];
  });
  return `${[introduction, ...parts].join('\n\n')}\n`;
}

function describe([code, { status, retryable, retryAfterSeconds, when, what, extensions = {} }]: [
  string,
  ErrorCodeEntry,
]): string {
  const facts = [
    ...(status === null
      ? []
      : [`HTTP ${status}${retryAfterSeconds ? ` with \`Retry-After: ${retryAfterSeconds}\`` : ''}`]),
    retryable ? 'may succeed later, unchanged' : 'comes again until something is changed',
  ];
  const lines = [
    ...Object.entries(extensions).map(([name, meaning]) => `\`extensions.${name}\`: ${meaning}`),
    `What to do: ${what}`,
  ];
  return [`### ${code}`, when, [`${facts.join('; ')}.`, ...lines].map((line) => `- ${line}`).join('\n')].join('\n\n');
}
