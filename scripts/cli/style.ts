import { styleText } from 'node:util';

/** Bold on a terminal; plain elsewhere, and with NO_COLOR. */
export const bold = (text: string): string => styleText('bold', text, { stream: process.stdout });
