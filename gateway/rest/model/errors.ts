/** The body of every error under `/api/v2`. */
import { z } from 'zod';
import { named } from './common';

const detail = z
  .object({
    errorCode: z.string().describe('What is wrong, as a code.'),
    fieldName: z.string().describe('The parameter, header or field of the body that it is about.'),
  })
  .describe('What is wrong with one field.');

export const errorBody = named(
  'Error',
  z
    .object({
      message: z.string().describe('What is wrong, in words. It repeats no value.'),
      code: z.string().describe('What is wrong, as a code for programs.'),
      status: z.int().describe('The status of the answer.'),
      messageParams: z
        .record(z.string(), z.string())
        .describe('Details of the error: missing scopes, the number of matches, the id of a conflicting request.'),
      contextId: z.string().describe('The id of the call in the logs.'),
      details: z.array(detail).describe('The fields that it is about.'),
      errors: z.array(z.string()).describe('Always empty.'),
      limit: z
        .object({
          key: z.string().describe('The limit.'),
          namespace: z.string().describe('The namespace of the limit: always `habeas`.'),
          value: z.int().describe('How many calls the limit allows in its window.'),
        })
        .optional()
        .describe('The limit that was reached; only with status 429.'),
    })
    .describe('A refusal. Nothing was done.'),
);

export type ErrorBody = z.infer<typeof errorBody>;
