/**
 * The values that identify a person, and how they are compared (R3).
 *
 * @module terms
 */
export * from './electronic';
export * from './normalized-value';
export * from './phone';
export * from './subject';
export * from './term';
export * from './term-types';
export { isUnspacedText } from './unspaced';
export { minimumLetters, normalizeAddress, normalizeName } from './words';
