/**
 * What a service team imports.
 *
 * @module kit
 */
export { servePiiSubgraph } from './serve';
export type { ServiceDefinition, AttachmentSource } from './service-definition';
export { migrateService, type RunningService } from './start-service';
export { ServiceContext } from './context';
export * from './contract/definition';
export { checkReplacements } from './contract/act';
export {
  contractFields,
  contractPartNames,
  contractParts,
  type ContractPart,
} from './contract/declared/contract-fields';
export {
  contractMarkers,
  declaresProcessing,
  labelsOf,
  processingOf,
  versionProblem,
  type Label,
  type Processing,
} from './contract/declared/declarations';
export { contractProblems, declaresContract, type ComposedSubgraph } from './contract/declared/contract-checks';
export { replaceAnywhere, replaceInText, replaceTyped, replaceValue } from './contract/text/replace';
export { replaceParts, type Parts } from './contract/text/replace-parts';
export { assertUnrestricted, type SubjectReference } from './contract/restriction/marks';
export type { RestrictedType, RestrictedTypes } from './contract/restriction/restrict-schema';
export { assertLength } from './base/bounds';
export { codedError, inputError } from './base/errors';
export { mapYielding } from './base/map-yielding';
export { checkedMediaType, checkedReference, checkedTime, decodeBase64 } from './input';
export { emptied, insertAll, onlyOf, updateAll } from './base/persistence/bulk';
export {
  childrenLoader,
  connectionLoader,
  entityLoader,
  findByIds,
  findPage,
  lockByIds,
  type OrganizationEntity,
} from './base/persistence/entity-loader';
export {
  childIds,
  connectionOf,
  isId,
  parsePage,
  type Connection,
  type Page,
  type PageArguments,
} from './base/persistence/keyset';
export {
  addToTermIndex,
  removeFromTermIndex,
  replaceInTermIndex,
  type IndexedIdentifier,
  type IndexedRecord,
} from './base/persistence/term-index/term-index';
export { searchTermIndex, type IdPage } from './base/persistence/term-index/search';
export { addMarkColumns, dateTermIndex } from './base/persistence/kit-migration';
export { coveredBy, meantBy, type Coverage, type Mark } from './base/persistence/term-index/mark';
export type { IndexedKind } from './base/persistence/term-index/reindex';
export { encryptedJson, encryptedText } from './base/security/encrypted-column';
export { currentKeys } from './base/security/organization-context';
export * from './base/terms';
export { currentNormalization, firstNormalization } from './base/terms/normalization';
export { searchedByVersion1 } from './base/terms/version-1';
export { normalizeByVersion2 } from './base/terms/version-2';
export { withheldBecause, withheldField, withholdingReasons, type WithholdingReason } from './contract/withheld';
export type { BlobStore, StoredBlob } from './base/blobs/blob-store';
export { rowSource, type RowSource } from './contract/rows';
export { linkedBy } from './contract/linked';
export { subjectIds, subjectRows, subjectSource, type SubjectKind } from './contract/subjects';
export { unreadableValues, type UnreachableSource } from './contract/unreachable';
