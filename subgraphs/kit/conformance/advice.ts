/** Advice about each check: why it exists, and how to fix a service that fails it. Shown with a failure, and in docs/conformance.md. */

/** What the owners of a service read about one check. */
export interface Advice {
  /** What would happen to people or to their requests if a service broke the promise. */
  why: string;
  /** What to change in the service. */
  mend: string;
}

export const advice = {
  'schema-contract': {
    why: 'Composition silently merges contracts that differ: an argument or a value that one service lacks is lost to all services, or the service is left out of requests.',
    mend: 'Copy `schema/contract.graphql` word for word, beside your own types. If the finding names an optional part, copy the whole part or leave it out entirely.',
  },
  'contract-version': {
    why: 'The gateway speaks one version of the contract. A service on another version would read its calls differently, so it is refused by name.',
    mend: 'State `@piiContract(service: "<the subgraph\'s name>", version: 2)` once on `Query`; docs/contract-v2.md says how a service moves from version 1.',
  },
  'processing-declared': {
    why: 'Under Article 15(1) the person is told the purposes, the legal basis, the recipients and the retention; the register of Article 30 lists them too. What a service does not declare is missing from every package.',
    mend: 'Put `@processing(service: "<the subgraph\'s name>", label: ..., purpose: ..., legalBasis: ..., retention: ...)` on `Query`, once for each language. Write every argument in words that a person understands.',
  },
  'schema-composes': {
    why: 'A schema that does not compose never reaches the gateway, and may hold up the others that would be published with it.',
    mend: 'Read the composition error in the finding: it names the type or the field. Keys must be fields of their type, and the federation directives must be imported by `@link`.',
  },
  'unknown-term-empty': {
    why: 'Every request asks every service, and most services hold nothing about the person. An error in place of “nothing” makes such a request wait, try again and end in ERROR.',
    mend: 'Answer an empty page with `endCursor: null` to a term that finds nobody, whatever its type. This includes types that your service does not know.',
  },
  'term-found': {
    why: 'People write their names and addresses in many ways. If data are found only by the stored spelling, a request misses them and reports that there are none.',
    mend: 'Compare normalised values (R3): fold the case, ignore the order of words, punctuation, width and invisible characters in names and addresses; e-mail addresses without regard to case, phone numbers as E.164, handles without `@`.',
  },
  'no-false-match': {
    why: 'A comparison that folds too much makes one person of two, and the erasure of one takes the data of the other. That cannot be undone.',
    mend: 'Do not transliterate, and do not use NFKC or a phonetic code on what you compare: 黎明 is not 李明, `ﬁona@` is not `fiona@`. Keep the order of the numbers in an address, the extension of a phone number, and the case of ids that other systems gave.',
  },
  'partial-not-exact': {
    why: 'A part of an address or a number may be somebody else’s value. One word of a name finds many people, and the gateway can ask for a confirmation only if it can tell the word from the whole name (R24).',
    mend: 'Compare whole values, or whole words of names and addresses; no `LIKE`, no prefixes. In `matchedOn`, answer the value as it is stored, not the term.',
  },
  'subject-required': {
    why: '“Nothing found” is a false statement about a person’s data when the service cannot look for the value. With `subjectRequired` the gateway suggests the ids by which the service can be asked.',
    mend: 'If your service finds people by ids alone, answer `subjectRequired: true` and no records to every term that is not an id, and `false` to ids.',
  },
  'pages-complete': {
    why: 'The gateway reads page by page until `endCursor` is null. A record that falls between two pages is missing from the person’s package; a record on two pages is counted twice.',
    mend: 'Order by a unique key, read `first + 1` rows after the cursor, and answer the first `first` of them. `endCursor` names the last row answered, or is null when there are no more.',
  },
  'pages-stable': {
    why: 'Erasures run while others read. Pages by offset skip as many records as were erased before the offset.',
    mend: 'Page by a key, `WHERE id > cursor ORDER BY id`, never by `OFFSET` or a number.',
  },
  'erase-bounded': {
    why: 'A person may have a hundred thousand records. One call for all of them holds locks for minutes, and all of its work is lost when the connection breaks.',
    mend: 'Erase at most `limit` records in a call and its transaction; the gateway calls again until you answer `complete: true`.',
  },
  'rectify-bounded': {
    why: 'One transaction that corrects very many records holds locks for minutes, and all of its work is lost when the connection breaks.',
    mend: 'Correct at most `limit` records in a call and its transaction, and store under the `requestId` where the call stopped.',
  },
  'erase-cumulative': {
    why: 'The person and the auditor read the last report. If it counts the last call alone, the certificate understates what was erased.',
    mend: 'Keep the totals by `requestId`, in the transaction that erases, and answer them in each report.',
  },
  'rectify-cumulative': {
    why: 'The person and the auditor read the last report. If it counts the last call alone, the certificate understates what was corrected.',
    mend: 'Keep the totals by `requestId`, in the transaction that corrects, and answer them in each report.',
  },
  'erase-completes': {
    why: '`complete: true` too early leaves data behind and fails the verification. If it never comes, the gateway tries until the attempts end, and the request ends in ERROR.',
    mend: 'Answer `complete: true` in the first call that leaves nothing to erase, and not before. A call that has handled fewer than `limit` records leaves nothing.',
  },
  'rectify-completes': {
    why: '`complete: true` too early leaves wrong values behind. If it never comes, the gateway tries until the attempts end, and the request ends in ERROR.',
    mend: 'Answer `complete: true` when every record that the term finds has been looked at once. Do not look at corrected records again: store under the `requestId` where each call stopped.',
  },
  'erase-idempotent': {
    why: 'A reply may be lost after the work was done, and the gateway then sends the same call again. A second count, or an error, would falsify the record.',
    mend: 'Store the totals under `requestId` in the transaction that erases, and answer them again when the request is already complete.',
  },
  'rectify-idempotent': {
    why: 'A reply may be lost after the work was done, and the gateway then sends the same call again. A second count, or a second replacement, would falsify the record or the data.',
    mend: 'Store the totals under `requestId` in the transaction that corrects, and answer them again when the request is already complete. Report what cannot be corrected as NOT_SUPPORTED.',
  },
  'erase-repeated': {
    why: 'A request is about what held the value when it was made (R25). A customer who returns tomorrow with the same address must not be erased by a repetition of yesterday’s call.',
    mend: 'Honour `asOf` in every call of a request, in later and repeated calls too. When the `requestId` is complete, answer its totals. A service that searches again, for what a restore brought back, searches only among what the mark covers.',
  },
  'rectify-repeated': {
    why: 'A request is about what held the value when it was made (R25). A repetition of yesterday’s correction must not change the record of somebody who came today.',
    mend: 'Honour `asOf` in every call of a request, in later and repeated calls too. When the `requestId` is complete, answer its totals and change nothing more.',
  },
  'erase-shown-only': {
    why: 'A person reviews whom a request will touch by what `personalData` answers (R24). An erasure that reaches further takes people who were never shown, such as those who share a phone (R6).',
    mend: 'Let `personalData` and `erasePersonalData` find by the same query. By an id, erase only what belongs to that id; do not go on to other people who hold the same values.',
  },
  'rectify-shown-only': {
    why: 'A person reviews whom a request will touch by what `personalData` answers (R24). A correction that reaches further changes the data of people who were never shown.',
    mend: 'Let `personalData` and `rectifyPersonalData` find by the same query. By an id, correct only what belongs to that id; do not update every row that holds the old value.',
  },
  'rectify-replaces': {
    why: 'Article 16 gives the person the right to accurate data. A report of RECTIFIED about data that are still wrong is worse than a refusal.',
    mend: 'Replace `existing` by `updated` in every record that the term finds, in columns, free text and indexes alike. Count a record as RECTIFIED only if it holds the new value.',
  },
  'erased-not-found': {
    why: 'After an erasure the gateway searches again. What it still finds is RESIDUAL, and the request ends in ERROR, unless the service has reported that a law keeps it.',
    mend: 'Erase every kind of record that `personalData` reports, in the main tables and the indexes; report what is kept as RETAINED or NOT_SUPPORTED, with its reason.',
  },
  'answers-fit': {
    why: 'The gateway stores what a service reports, and takes no answer that it cannot store or understand. Each is one failed attempt, and the request ends in ERROR.',
    mend: 'Write times as ISO 8601 with their offset, `recordType` as the name of a type of your schema, and ids and cursors of at most 200 and 4,000 characters. The finding names the place.',
  },
  'find-as-of': {
    why: 'The verification of an erasure counts what the mark covers as RESIDUAL (R25). If the mark covered newer data, a person who returns would make yesterday’s erasure fail. If it did not cover older data, the verification would pass wrongly.',
    mend: 'Answer in `asOf` a mark that tells what was committed at that moment, such as a database snapshot with the time. When a call states a mark or a time as `asOf`, leave later data out of `records` and count them in `newerRecords`.',
  },
  'erase-as-of': {
    why: 'An erasure may run days after it was asked for: after an approval, a hold or an outage. Without the mark it would erase people who have come to hold the value since (R25).',
    mend: 'Erase only what `asOf` covers, whether it is a mark of your own or a time. Leave alone what is newer or of unknown age, and count it in `newerRecords`.',
  },
  'rectify-as-of': {
    why: 'A correction may run days after it was asked for. Without the mark it would change the records of people who have come to hold the value since (R25).',
    mend: 'Correct only what `asOf` covers, whether it is a mark of your own or a time. Leave alone what is newer or of unknown age, and count it in `newerRecords`.',
  },
  'declared-reported': {
    why: 'A field that is declared but not reported is in the register and in no export: the person is told that the service holds the data, and never sees them.',
    mend: 'Report the field in `personalData` under its own name, and give its value in the fixture’s `fields`. If no operation sets the field, or it is not reported to this person, give the reason there as `why`.',
  },
  'declared-erased': {
    why: 'A record that no term finds may still be stored, and shown to everybody who has its id.',
    mend: 'Delete or blank the row itself, with its copies, caches and history, not only its entry in the search index. Report what the law keeps as RETAINED.',
  },
  'restriction-kept': {
    why: 'Restricted data are stored and otherwise left alone (Art. 18). A value that is shown all the same breaks the promise that the person was given.',
    mend: 'Answer null with the code RESTRICTED for each personal field of a restricted subject, and go on answering `personalData`. Store each `restrictionId` that was lifted, so that a late call does not restrict again.',
  },
  'linked-named': {
    why: 'A legal hold keeps the data of one person. A record that is about two would go with the erasure of the other, and the evidence with it (R31, R34).',
    mend: 'In `linkedSubjects` name the other persons of every record that `erasePersonalData` or `rectifyPersonalData` changes by the same term, from each side, and nobody else. Guard it as `personalData`. Or leave `linked.graphql` out, when each record is about one person.',
  },
  'stream-same': {
    why: 'A copy of very many records is read from the stream. What it leaves out is missing from the package that the person receives, and where it is open, anybody can read it.',
    mend: 'Write the pages of `personalData` from `after` on, each as a line of JSON with all of its fields, until one whose `endCursor` is null. Check the token as you do for `/graphql`, and its purpose. Or leave `streaming.graphql` out: the gateway then reads pages by calls.',
  },
  'token-required': {
    why: 'Otherwise anybody who can reach the service’s port could read everybody’s data, or the schema that says where to look.',
    mend: 'Before anything else verify the JWT: its signature by the gateway’s keys, its type and issuer, your own name as audience, `iat` and `exp`, and a lifetime of five minutes at most. Otherwise answer 401.',
  },
  'purpose-required': {
    why: 'Tokens of the purpose `query` travel with every caller’s operation. If they opened the contract, anybody who can query the graph could erase people.',
    mend: 'In the three fields of the contract refuse every token whose claim `purpose` is not `gdpr`.',
  },
  'request-required': {
    why: 'A token that leaks must not be good for any erasure but the one that it was made for.',
    mend: 'In the two mutations require that the token’s claim `request_id` is the `requestId` of the call.',
  },
  'organization-walled': {
    why: 'Organisations share the service. Nothing worse can happen to them than that one finds or erases the data of another.',
    mend: 'Take the organisation from the token’s claim `organization_id`, never from an argument, and make it the first column of every key and every condition.',
  },
  'malformed-input': {
    why: 'Bad input that is accepted may touch the wrong person. Bad input that counts as a failure of the service is tried again for days.',
    mend: 'Check the arguments before the work, and answer an error with a code such as BAD_USER_INPUT, no data, and a status below 500. An invalid cursor, mark or limit is an error too.',
  },
  'no-personal-data-in-errors': {
    why: 'Errors end in logs, traces and tickets, where no erasure reaches them. The GraphQL library’s messages repeat values of a wrong type, and a database’s messages repeat rows.',
    mend: 'Name the argument, never its value. Mask the messages of the GraphQL library about variables and syntax, and every other message that is not your own.',
  },
  'request-bound': {
    why: 'If one id could stand for two terms, the totals under that id would be of two people, and a repeated call would get the wrong ones.',
    mend: 'Store a digest of the term and the replacements with the `requestId`, and refuse a later call whose digest differs.',
  },
  latency: {
    why: 'Callers wait for previews and searches, which ask every service: the slowest service decides how long they wait.',
    mend: 'Find people by an index on normalised or hashed values, and read the records of a page in one statement for each kind.',
  },
  'entities-batched': {
    why: 'The gateway resolves the references of a whole list in one call. If the answers come in another order, or lack a null for an unknown id, one person gets the fields of another.',
    mend: 'Load the entities of a call together (with a DataLoader, for example). Answer one for each reference, in the order asked: null for an unknown id, the same one again for a duplicate.',
  },
} as const satisfies Record<string, Advice>;

/** The id of a check. It is stable: reports and tests name checks by it. */
export type CheckId = keyof typeof advice;
