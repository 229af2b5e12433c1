/** The one form of every refusal under `/api/v2`. */
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
      code: z.string().describe('What is wrong, as a code: what programs go by.'),
      status: z.int().describe('The status of the answer.'),
      messageParams: z
        .record(z.string(), z.string())
        .describe('What belongs to the message: scopes that are missing, how many match, the request in the way.'),
      contextId: z.string().describe('The id under which the logs have the call.'),
      details: z.array(detail).describe('The fields that it is about.'),
      errors: z.array(z.string()).describe('Always empty.'),
      limit: z
        .object({
          key: z.string().describe('The limit.'),
          namespace: z.string().describe('Whose limit it is: `habeas`.'),
          value: z.int().describe('How many calls it grants in its window.'),
        })
        .optional()
        .describe('The limit that was reached; with 429 alone.'),
    })
    .describe('A refusal. Nothing was done.'),
);

export type ErrorBody = z.infer<typeof errorBody>;
