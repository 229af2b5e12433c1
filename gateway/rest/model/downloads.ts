/** `GET /api/v2/downloads/{downloadId}`. */
import { z } from 'zod';
import { flag, named } from './common';

export const downloadQuery = z.object({
  issueRedirect: flag('issueRedirect')
    .optional()
    .describe('Whether to redirect to the address (302) or to return it (200). True when absent.'),
});

export const downloadUrl = named(
  'UrlResponse',
  z
    .object({
      url: z.string().meta({ format: 'uri' }).describe('Where the package is, for five minutes. It needs no token.'),
    })
    .describe('The address of a package.'),
);
