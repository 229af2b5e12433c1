/**
 * The contract itself: its SDL, its fields and parts, and what a composer finds wrong with a service that states it.
 *
 * @module contract
 */
export { completeSdl, contractSdl, partSdl } from '../base/sdl';
export { contractProblems, declaresContract, type ComposedSubgraph } from './contract-checks';
export { contractFields, contractPartNames, contractParts, type ContractPart } from './contract-fields';
export { labelsOf, processingOf, versionProblem, type Label, type Processing } from './declarations';
