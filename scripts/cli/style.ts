import { styleText } from 'node:util';

/** Bold at a terminal; as it is elsewhere, and where NO_COLOR says so. */
export const bold = (text: string): string => styleText('bold', text, { stream: process.stdout });
