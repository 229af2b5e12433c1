/** The contract's root fields: the same names in every PII service. */
export const contractFields = [
  { type: 'Query', field: 'personalData' },
  { type: 'Mutation', field: 'erasePersonalData' },
  { type: 'Mutation', field: 'rectifyPersonalData' },
] as const;

/** The optional report of places that no request reaches: `schema/unreachable.graphql`. */
export const unreachableField = { type: 'Query', field: 'unreachableData' } as const;
