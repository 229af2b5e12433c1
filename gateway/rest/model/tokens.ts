/** `POST /oauth/token`. */
import { z } from 'zod';
import { named } from './common';

export const tokenAnswer = named(
  'Token',
  z
    .object({
      access_token: z.string().describe("The token: a caller's, as any other."),
      token_type: z.literal('bearer').describe('How it is sent.'),
      expires_in: z.int().describe('For how many seconds it is good.'),
    })
    .describe('A token.'),
);

export type TokenAnswer = z.infer<typeof tokenAnswer>;

export const tokenError = named(
  'TokenError',
  z
    .object({ error: z.string().describe('The code of RFC 6749, section 5.2.') })
    .describe('A login that was refused, as RFC 6749 has it.'),
);

export type TokenError = z.infer<typeof tokenError>;
