/**
 * The contract itself: its SDL, its fields and parts, and the checks that a composer makes of a service.
 *
 * @module contract
 */
export { completeSdl, contractSdl, partSdl } from '../base/sdl';
export { contractProblems, declaresContract, type ComposedSubgraph } from './declared/contract-checks';
export { contractFields, contractPartNames, contractParts, type ContractPart } from './declared/contract-fields';
export { labelsOf, processingOf, versionProblem, type Label, type Processing } from './declared/declarations';
