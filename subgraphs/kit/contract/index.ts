/**
 * The contract itself: its SDL, its fields and parts, and what a composer finds wrong with a service that states it.
 *
 * @module contract
 */
export { completeSdl, contractSdl, partSdl } from '../base/sdl';
export { contractProblems, declaresContract, type ComposedSubgraph } from './declared/contract-checks';
export { contractFields, contractPartNames, contractParts, type ContractPart } from './declared/contract-fields';
export { labelsOf, processingOf, versionProblem, type Label, type Processing } from './declared/declarations';
