/**
 * Every `extensions.code` that a Habeas process answers with, in one table. Clients branch on the code, never on the message. Types,
 * HTTP statuses, general messages and `docs/errors.md` come from here. To add a code, add an entry to a file of `codes/` and run
 * `npm run codegen`.
 */
import { answerCodes } from './codes/answer-codes';
import { caseCodes } from './codes/case-codes';
import { partCodes } from './codes/part-codes';
import { protocolCodes } from './codes/protocol-codes';
import { requestCodes } from './codes/request-codes';
import type { ErrorCodeEntry } from './codes/entry';

export type { ErrorCodeEntry, ErrorKind } from './codes/entry';

/** The whole table, in the order of `docs/errors.md`. */
export const errorCodes = {
  ...requestCodes,
  ...caseCodes,
  ...answerCodes,
  ...protocolCodes,
  ...partCodes,
} as const satisfies Record<string, ErrorCodeEntry>;

/** A key of {@link errorCodes}. */
export type ErrorCode = keyof typeof errorCodes;

/** Codes that have a general message. */
export type GeneralErrorCode = {
  [Code in ErrorCode]: (typeof errorCodes)[Code] extends { message: string } ? Code : never;
}[ErrorCode];

/** Whether a code is one of the table. */
export const isErrorCode = (code: unknown): code is ErrorCode =>
  typeof code === 'string' && Object.hasOwn(errorCodes, code);

/** The entry of a code. */
export const errorCodeEntry = (code: ErrorCode): ErrorCodeEntry => errorCodes[code];
