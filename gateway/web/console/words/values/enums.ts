/** Words for the API's enum values. A value that a newer gateway adds is shown by its API name. */
import { auditActions } from './audit-actions';
import { kinds } from './kinds';
import { states } from './states';

const en = { ...kinds.en, ...states.en, action: auditActions.en };
const es: typeof en = { ...kinds.es, ...states.es, action: auditActions.es };
export const enums = { en, es };

/** The word for a value, or else the value itself. */
export const wordFor = (words: Record<string, string>, value: string): string => words[value] ?? value;
