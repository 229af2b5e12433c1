/** What a service team imports. */
export { servePiiSubgraph } from './serve';
export type { ServiceDefinition, AttachmentSource } from './service-definition';
export type { RunningService } from './start-service';
export { ServiceContext } from './context';
export * from './contract/definition';
export { checkReplacements } from './contract/act';
export { contractFields, unreachableField } from './contract/contract-fields';
export { contractProblems, declaresContract, type ComposedSubgraph } from './contract/contract-checks';
export { replaceAnywhere, replaceInText, replaceValue } from './contract/replace';
export { codedError, inputError } from './base/errors';
export { mapYielding as inTurns } from './base/map-yielding';
export {
  checkedMediaType,
  checkedReference,
  checkedText,
  checkedTime,
  decodeBase64,
  assertBoundedTexts,
} from './input';
export { emptied, insertAll, updateAll } from './base/persistence/bulk';
export {
  childrenLoader,
  connectionLoader,
  entityLoader,
  findByIds,
  findPage,
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
  searchTermIndex,
  type IdPage,
  type IndexedIdentifier,
  type IndexedRecord,
} from './base/persistence/term-index';
export { encryptedJson, encryptedText } from './base/security/encrypted-column';
export { currentKeys } from './base/security/organization-context';
export * from './base/terms';
export { withheld, withheldReason } from './contract/withheld';
export type { BlobStore, StoredBlob } from './base/blobs/blob-store';
export { rowSource, type RowSource } from './contract/rows';
export { subjectIds, subjectRows, subjectSource, type SubjectKind } from './contract/subjects';
export type { UnreachableSource } from './contract/unreachable';
