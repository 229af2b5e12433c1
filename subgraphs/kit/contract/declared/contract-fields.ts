/** The contract's root fields: the same names in every PII service. */
export const contractFields = [
  { type: 'Query', field: 'personalData' },
  { type: 'Mutation', field: 'erasePersonalData' },
  { type: 'Mutation', field: 'rectifyPersonalData' },
] as const;

/**
 * Optional parts of the contract, by name. A service has a part when it declares the part's root field; it must then declare the
 * whole part, as in `schema/<name>.graphql`. Composition requires none, and discovery finds out which parts a service has.
 */
export const contractParts = {
  /** The report of places that no request reaches (R18). */
  unreachable: { type: 'Query', field: 'unreachableData' },
  /** The restriction of a person's data (Art. 18, R34). */
  restriction: { type: 'Mutation', field: 'restrictPersonalData' },
  /** The other persons whom records are about, whose holds and restrictions keep them (R31, R34). */
  linked: { type: 'Query', field: 'linkedSubjects' },
  /** All pages of a copy as one answer (R13). */
  streaming: { type: 'Query', field: 'streamPersonalData' },
} as const;

export type ContractPart = keyof typeof contractParts;
export const contractPartNames = Object.keys(contractParts) as ContractPart[];
