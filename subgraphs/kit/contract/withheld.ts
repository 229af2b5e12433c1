/**
 * Values that a copy of a person's data does not show (R13): the names of other people in a shared conversation, and internal
 * notes of the organisation. The field says why beside the value, so that nobody mistakes the placeholder for the person's words.
 */
import { PersonalDataWithholding } from '../base/schema.generated';
import type { PersonalDataCategory, PersonalDataField } from './definition';

/** The contract's `PersonalDataWithholding`. */
export const withholdingReasons = Object.values(PersonalDataWithholding);
export type WithholdingReason = PersonalDataWithholding;

/** The reasons in words, as the manifest of a package shows them. */
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
