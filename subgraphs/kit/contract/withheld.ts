/**
 * Values that a copy of a person's data does not show (R13): what another person is called in a shared conversation, what the
 * organisation notes for itself. A service puts such a word in the value's place, and the package counts and explains them.
 */
const pattern = /^\[withheld: (another person|internal note)\]$/;

export type WithheldReason = 'another person' | 'internal note';

/** What stands in the place of a value that is not shown. */
export const withheld = (reason: WithheldReason): string => `[withheld: ${reason}]`;

/** Why a value is not shown; null for a value that is one. */
export const withheldReason = (value: string): WithheldReason | null =>
  (pattern.exec(value)?.[1] as WithheldReason | undefined) ?? null;
