/** What a service team imports. */
export { servePiiSubgraph } from './serve';
export type { ServiceDefinition, AttachmentSource } from './service-definition';
export type { RunningService } from './start-service';
export { ServiceContext } from './context';
export * from './contract/definition';
export { replaceAnywhere, replaceInText, replaceValue } from './contract/replace';
export { codedError, inputError } from './errors';
export { inTurns } from './in-turns';
export {
  checkedMediaType,
  checkedReference,
  checkedText,
  checkedTime,
  decodeBase64,
  demandBoundedTexts,
} from './input';
export { insertAll, updateAll } from './persistence/bulk';
export {
  childrenLoader,
  connectionLoader,
  entityLoader,
  findByIds,
  findPage,
  type OrganizationEntity,
} from './persistence/entity-loader';
export {
  childIds,
  connectionOf,
  isId,
  parsePage,
  type Connection,
  type Page,
  type PageArguments,
} from './persistence/keyset';
export {
  addToTermIndex,
  removeFromTermIndex,
  replaceInTermIndex,
  searchTermIndex,
  type IdPage,
  type IndexedIdentifier,
  type IndexedRecord,
} from './persistence/term-index';
export { encryptedJson, encryptedText } from './security/encrypted-column';
export { currentKeys } from './security/organization-context';
export * from './terms';
export { withheld, withheldReason } from './withheld';
export type { BlobStore, StoredBlob } from './blobs/blob-store';
export { rowSource, type RowSource } from './contract/rows';
export { subjectIds, subjectRows, subjectSource, type SubjectKind } from './contract/subjects';
export type { UnreachableSource } from './contract/unreachable';
