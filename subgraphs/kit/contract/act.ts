/** Erasure (Art. 17, R12) and rectification (Art. 16, R14): bounded, repeatable, and counted once. */
import { assertCount, assertLength, mostReplacements } from '../base/bounds';
import { inputError } from '../base/errors';
import { formerFingerprints, isValueType, normalizeValue, termFingerprint } from '../base/terms';
import { RequestAccount, type DispositionReport } from './account';
import type { ContractContext, PersonalDataDefinition, RecordSource, Replacement } from './definition';
import { countNewer } from './find';
import { tallied } from './text/tally';

/** The most records that one call may handle. */
export const maximumLimit = 10_000;

function checkLimit(limit: number): void {
  if (limit < 1 || limit > maximumLimit) throw inputError('limit', `limit takes 1 to ${maximumLimit}.`);
}

/** Whether the term can find data here. A service that needs a subject, and is given none, does nothing (R7). */
const reaches = (definition: PersonalDataDefinition, context: ContractContext) =>
  context.term.kind === 'id' || !definition.requiresSubject;

const backwards = (definition: PersonalDataDefinition): RecordSource[] => [...definition.records].reverse();

/**
 * Erases or anonymises at most `limit` records. Must run in one transaction.
 *
 * A repeated call of a complete request searches again, and erases what the mark covers and a restore brought back.
 * @returns the request's totals; `complete` says that no record is left
 */
export async function erasePersonalData(
  definition: PersonalDataDefinition,
  context: ContractContext,
  requestId: string,
  limit: number,
): Promise<DispositionReport> {
  checkLimit(limit);
  const { db, term } = context;
  const account = await RequestAccount.open(db, 'ERASE', requestId, termFingerprint(term), formerFingerprints(term));
  let room = reaches(definition, context) ? limit : 0;
  let complete = room === 0;
  for (const source of room > 0 ? backwards(definition) : []) {
    const { handled, done, kept } = await source.erase(context, room);
    await account.add(source.recordType, done);
    await account.addKept(source.recordType, kept ?? []);
    const exhausted = handled < room;
    room -= handled;
    complete = exhausted;
    if (room <= 0) break;
  }
  if (complete !== account.progress.complete) await account.save({ source: 0, afterId: null, complete });
  return account.report(complete, await countNewer(definition, context));
}

/**
 * Replaces values in at most `limit` records, and stores where it stopped. Must run in one transaction. A complete rectification
 * is not run again, since `updated` may itself contain `existing`.
 * @returns the request's totals; `complete` says that every record has been looked at
 */
export async function rectifyPersonalData(
  definition: PersonalDataDefinition,
  context: ContractContext,
  requestId: string,
  replacements: Replacement[],
  limit: number,
): Promise<DispositionReport> {
  checkLimit(limit);
  checkReplacements(replacements);
  const { db, term } = context;
  const corrections = JSON.stringify(replacements.map(({ type, existing, updated }) => [type, existing, updated]));
  const inputOf = (fingerprint: string) => `${fingerprint}:${corrections}`;
  const [input, former] = [inputOf(termFingerprint(term)), formerFingerprints(term).map(inputOf)];
  const account = await RequestAccount.open(db, 'RECTIFY', requestId, input, former);
  if (account.progress.complete) return account.report(true, await countNewer(definition, context));
  await account.expect(replacements.length);
  const tally = tallied(replacements);
  const sources = reaches(definition, context) ? backwards(definition) : [];
  let { source: index, afterId } = account.progress;
  for (let room = limit; index < sources.length && room > 0;) {
    const source = sources[index] as RecordSource;
    const { seen, done, kept } = await source.rectify(context, tally.replacements, { after: afterId, limit: room });
    await account.add(source.recordType, done);
    await account.addKept(source.recordType, kept ?? []);
    if (seen.length < room) [index, afterId] = [index + 1, null];
    else afterId = seen.at(-1) ?? null;
    room -= seen.length;
  }
  const complete = index >= sources.length;
  await account.save({ source: index, afterId, complete });
  await account.addReplaced(tally);
  return account.report(complete, await countNewer(definition, context));
}

/**
 * Checks replacements before anything is changed.
 * @throws BAD_USER_INPUT naming the replacement: none or too many, an id as type, or a value that is not of its type.
 */
export function checkReplacements(replacements: Replacement[], argument = 'replacements'): void {
  if (replacements.length === 0) throw inputError(argument, `${argument} takes at least one replacement.`);
  assertCount(argument, replacements, mostReplacements);
  replacements.forEach(({ type, existing, updated }, index) => {
    const place = `${argument}[${index}]`;
    if (!isValueType(type)) throw inputError(`${place}.type`, `${place}.type is an id, and ids do not change.`);
    assertLength(`${place}.existing`, existing);
    assertLength(`${place}.updated`, updated);
    if (!normalizeValue(type, existing))
      throw inputError(`${place}.existing`, `${place}.existing is no value of this type.`);
    if (!normalizeValue(type, updated))
      throw inputError(`${place}.updated`, `${place}.updated is no value of this type.`);
  });
}
