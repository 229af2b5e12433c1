/** `POST /oauth/token`. */
import { z } from 'zod';
import { named } from './common';

export const tokenAnswer = named(
  'Token',
  z
    .object({
      access_token: z.string().describe('The bearer token for calls of either API.'),
      token_type: z.literal('bearer').describe('The type of the token.'),
      expires_in: z.int().describe('For how many seconds it is valid.'),
    })
    .describe('A token.'),
);

export type TokenAnswer = z.infer<typeof tokenAnswer>;

export const tokenError = named(
  'TokenError',
  z
    .object({ error: z.string().describe('The code of RFC 6749, section 5.2.') })
    .describe('An error of a login, in the form of RFC 6749.'),
);

export type TokenError = z.infer<typeof tokenError>;
