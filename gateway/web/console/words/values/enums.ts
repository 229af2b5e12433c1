/** The API's words for states and kinds, as people say them. A value that a newer gateway adds is shown as the API names it. */
import { auditActions } from './audit-actions';
import { kinds } from './kinds';
import { states } from './states';

const en = { ...kinds.en, ...states.en, action: auditActions.en };
const es: typeof en = { ...kinds.es, ...states.es, action: auditActions.es };
export const enums = { en, es };

/** The word for a value; the value itself where there is none. */
export const wordFor = (words: Record<string, string>, value: string): string => words[value] ?? value;
