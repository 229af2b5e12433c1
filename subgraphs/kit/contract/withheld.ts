/**
 * Values that a copy of a person's data does not show (R13): what another person is called in a shared conversation, what the
 * organisation notes for itself. The field says so beside the value, so that nobody's own words are taken for it.
 */
import { PersonalDataWithholding } from '../base/schema.generated';
import type { PersonalDataCategory, PersonalDataField } from './definition';

/** The contract's `PersonalDataWithholding`. */
export const withholdingReasons = Object.values(PersonalDataWithholding);
export type WithholdingReason = PersonalDataWithholding;

/** The same in words, as a package's manifest says it. */
export const withheldBecause = {
  ANOTHER_PERSON: 'another person',
  INTERNAL_NOTE: 'internal note',
} as const satisfies Record<WithholdingReason, string>;

/** A field whose value is not shown. */
export const withheldField = (
  name: string,
  category: PersonalDataCategory,
  reason: WithholdingReason,
): PersonalDataField => ({ name, category, value: `[withheld: ${withheldBecause[reason]}]`, withheld: reason });
