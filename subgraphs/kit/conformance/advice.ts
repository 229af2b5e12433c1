/** Why each check is there, and how a service that fails it is put right: shown with a failure, and in docs/conformance.md. */

/** For the owners of a service. */
export interface Advice {
  /** What would happen to people, or to their requests, if the promise were broken. */
  why: string;
  /** What to change in the service. */
  mend: string;
}

export const advice = {
  'schema-contract': {
    why: 'Composition merges contracts that differ without a word: an argument or a value that one service lacks is lost to all of them, or the service is left out of requests.',
    mend: 'Take `schema/contract.graphql` over as it is, word for word, beside your own types. If the finding names a part that is optional, take it over whole or leave it out whole.',
  },
  'contract-version': {
    why: 'The gateway speaks one version of the contract. A service on another would be asked in words that it reads differently, so it is refused by name.',
    mend: 'State `@piiContract(service: "<the subgraph\'s name>", version: 2)` once on `Query`; docs/contract-v2.md says how a service moves from version 1.',
  },
  'processing-declared': {
    why: 'Article 15(1) owes the person the purposes, the legal basis, the recipients and the retention, and the register of Article 30 lists them. What a service does not say is missing in every package.',
    mend: 'Put `@processing(service: "<the subgraph\'s name>", label: ..., purpose: ..., legalBasis: ..., retention: ...)` on `Query`, once for each language, with words that a person understands in each argument.',
  },
  'schema-composes': {
    why: 'A schema that does not compose never reaches the gateway, and may hold up the others that would be published with it.',
    mend: 'Read the composition error in the finding: it names the type or the field. Keys must be fields of their type, and the federation directives must be imported by `@link`.',
  },
  'unknown-term-empty': {
    why: 'Every request asks every service, and most of them hold nothing about the person. An error in place of “nothing” makes such a request wait, try again and end in ERROR.',
    mend: 'Answer an empty page with `endCursor: null` for any term of any type that finds nobody, types that your service does not know included.',
  },
  'term-found': {
    why: 'People write their names and addresses as they like. Data that are found only by the spelling that was stored are data that a request misses, and reports as not there.',
    mend: 'Compare normalised values (R3): fold the case, ignore the order of words, punctuation, width and invisible characters in names and addresses; e-mail addresses without regard to case, phone numbers as E.164, handles without `@`.',
  },
  'no-false-match': {
    why: 'A comparison that folds too much makes one person of two, and the erasure for one takes the data of the other. That cannot be undone.',
    mend: 'Do not transliterate, and do not use NFKC or a sound code on what you compare: 黎明 is not 李明, `ﬁona@` is not `fiona@`. Keep the order of the numbers in an address, the extension of a phone number, and the case of ids that other systems gave.',
  },
  'partial-not-exact': {
    why: 'A part of an address or a number is somebody else’s value. A word of a name finds many people; the gateway asks for a confirmation only when it can tell the word from the whole name (R24).',
    mend: 'Compare whole values, or whole words of names and addresses; no `LIKE`, no prefixes. In `matchedOn`, answer the value as it is stored, not the term.',
  },
  'subject-required': {
    why: '“Nothing found” from a service that cannot look for a value is a lie about a person’s data. With `subjectRequired` the gateway suggests the ids by which it can be asked.',
    mend: 'Answer `subjectRequired: true` with no records to terms that your service cannot look up when it finds people by ids alone, and `false` to those that it can.',
  },
  'pages-complete': {
    why: 'The gateway reads page by page until `endCursor` is null. A record between two pages is missing in the package of the person; one that comes twice is counted twice.',
    mend: 'Order by a unique key, read `first + 1` rows after the cursor, answer `first` of them, and make the cursor of the last one answered; null when there are no more.',
  },
  'pages-stable': {
    why: 'Erasures run while others read. Pages by offset skip as many records as were erased before the cursor.',
    mend: 'Page by a key, `WHERE id > cursor ORDER BY id`, never by `OFFSET` or a number.',
  },
  'erase-bounded': {
    why: 'A person may have a hundred thousand records. One call for all of them holds locks for minutes, and is lost whole when the connection breaks.',
    mend: 'Erase at most `limit` records in a call and its transaction; the gateway calls again until you answer `complete: true`.',
  },
  'rectify-bounded': {
    why: 'A correction of very many records in one transaction holds locks for minutes, and is lost whole when the connection breaks.',
    mend: 'Correct at most `limit` records in a call and its transaction, and remember where it stopped by the `requestId`.',
  },
  'erase-cumulative': {
    why: 'The last report is what the person and the auditor read. If it speaks of the last call alone, the certificate understates what was erased.',
    mend: 'Keep the totals by `requestId`, in the transaction that erases, and answer them in each report.',
  },
  'rectify-cumulative': {
    why: 'The last report is what the person and the auditor read. If it speaks of the last call alone, the certificate understates what was corrected.',
    mend: 'Keep the totals by `requestId`, in the transaction that corrects, and answer them in each report.',
  },
  'erase-completes': {
    why: '`complete: true` too early leaves data behind and fails the verification; if it never comes, the request is tried until its attempts end, and stands in ERROR.',
    mend: 'Answer `complete: true` in the first call that leaves nothing to erase, and not before; a call that has handled fewer than `limit` records is one.',
  },
  'rectify-completes': {
    why: '`complete: true` too early leaves wrong values behind; if it never comes, the request is tried until its attempts end, and stands in ERROR.',
    mend: 'Answer `complete: true` when every record that the term finds was looked at once. Do not look at corrected records again: remember by the `requestId` how far the work came.',
  },
  'erase-idempotent': {
    why: 'A reply may be lost after the work was done, and then the same call comes again. A second count, or an error, would falsify the record.',
    mend: 'Store the totals under `requestId` with the effect itself, and answer them again when the request is complete already.',
  },
  'rectify-idempotent': {
    why: 'A reply may be lost after the work was done, and then the same call comes again. A second count, or a second replacement, would falsify the record or the data.',
    mend: 'Store the totals under `requestId` with the effect itself, and answer them again when the request is complete already. Report what cannot be corrected as NOT_SUPPORTED.',
  },
  'erase-repeated': {
    why: 'A request is about what held the value when it was made (R25). A customer who returns tomorrow with the same address must not be erased by a repetition of yesterday’s call.',
    mend: 'Let every call of a request honour `asOf`, the second and a repeated one too. When the `requestId` is complete, answer its totals; a service that looks again, for what a restore brought back, looks among what the mark covers.',
  },
  'rectify-repeated': {
    why: 'A request is about what held the value when it was made (R25). A repetition of yesterday’s correction must not change the record of somebody who came today.',
    mend: 'Let every call of a request honour `asOf`, the second and a repeated one too. When the `requestId` is complete, answer its totals and change nothing more.',
  },
  'erase-shown-only': {
    why: 'Whom a request touches is reviewed beforehand, by what `personalData` answers (R24). An erasure that reaches further than that takes people whom nobody was shown, such as those who share a phone (R6).',
    mend: 'Let `personalData` and `erasePersonalData` find by the same query. By an id, erase what belongs to that id; do not go on to others who hold the same values.',
  },
  'rectify-shown-only': {
    why: 'Whom a request touches is reviewed beforehand, by what `personalData` answers (R24). A correction that reaches further changes the data of people whom nobody was shown.',
    mend: 'Let `personalData` and `rectifyPersonalData` find by the same query. By an id, correct what belongs to that id alone; do not update every row that holds the old value.',
  },
  'rectify-replaces': {
    why: 'Article 16 gives the person the right to data that are right. A report of RECTIFIED over data that are still wrong is worse than a refusal.',
    mend: 'Replace `existing` by `updated` in every record that the term finds, in columns, free text and indexes alike, and count as RECTIFIED only what holds the new value.',
  },
  'erased-not-found': {
    why: 'After an erasure the gateway searches again; what it still finds is RESIDUAL, and the request ends in ERROR. What a law keeps must say so.',
    mend: 'Erase every kind of record that `personalData` reports, in the main tables and the indexes; report what is kept as RETAINED or NOT_SUPPORTED, with its reason.',
  },
  'find-as-of': {
    why: 'The verification of an erasure counts as RESIDUAL what the mark covers (R25). If newer data count, a person who returned makes yesterday’s erasure fail; if older ones do not, it passes wrongly.',
    mend: 'Hand out in `asOf` something that tells what was committed when you answered, such as a database snapshot with the time; given it, or a time, leave what came later out of `records` and count it in `newerRecords`.',
  },
  'erase-as-of': {
    why: 'An erasure may run days after it was asked for: after an approval, a hold or an outage. Without the mark it would take whoever has come to hold the value since (R25).',
    mend: 'Erase only what `asOf` covers, a mark of your own or a time; leave alone what is newer or of unknown age, and count it in `newerRecords`.',
  },
  'rectify-as-of': {
    why: 'A correction may run days after it was asked for. Without the mark it would change the records of whoever has come to hold the value since (R25).',
    mend: 'Correct only what `asOf` covers, a mark of your own or a time; leave alone what is newer or of unknown age, and count it in `newerRecords`.',
  },
  'declared-reported': {
    why: 'A field that is declared and then forgotten is in the register and in no export: the person is told that the service holds it, and never sees it.',
    mend: 'Report the field in `personalData` under its own name, and name its value in the fixture’s `fields`; if it cannot be set or is not reported to this person, say `why` there.',
  },
  'declared-erased': {
    why: 'A record that no term finds any more may still be there, and be shown to everybody who has its id.',
    mend: 'Delete or blank the row itself, with its copies, caches and history, not only its place in the search index. What the law keeps is reported as RETAINED.',
  },
  'restriction-kept': {
    why: 'Restricted data are stored and otherwise left alone (Art. 18). A value that is shown all the same breaks the promise that the person was given.',
    mend: 'Answer null with the code RESTRICTED for each personal field of a restricted subject, go on answering `personalData`, and remember by `restrictionId` what was lifted, so that a late call does not restrict again.',
  },
  'token-required': {
    why: 'Whoever can reach the service’s port could read everybody’s data, or the schema that says where to look.',
    mend: 'Before anything else verify the JWT: signature by the gateway’s keys, type, issuer, your own name as audience, `iat` and `exp`, five minutes of life at most. Answer 401 otherwise.',
  },
  'purpose-required': {
    why: 'Tokens of the purpose `query` travel with every caller’s operation. If they opened the contract, whoever can query the graph could erase people.',
    mend: 'In the three fields of the contract refuse every token whose claim `purpose` is not `gdpr`.',
  },
  'request-required': {
    why: 'A token that leaks must not be good for another erasure than the one that it was made for.',
    mend: 'In the two mutations demand that the token’s claim `request_id` is the `requestId` of the call.',
  },
  'organization-walled': {
    why: 'Organisations share the service. Data of one that another finds or erases is the worst that can happen to either.',
    mend: 'Take the organisation from the token’s claim `organization_id`, never from an argument, and make it the first column of every key and every condition.',
  },
  'malformed-input': {
    why: 'Bad input that is taken for good may touch the wrong person; bad input that counts as a failure of the service is tried again for days.',
    mend: 'Check the arguments before the work, and answer an error with a code such as BAD_USER_INPUT, no data, and a status below 500. A cursor, a mark or a limit that is none is an error too.',
  },
  'no-personal-data-in-errors': {
    why: 'Errors end in logs, traces and tickets, where no erasure reaches them. GraphQL’s own messages repeat values of a wrong type, and those of a database repeat rows.',
    mend: 'Name the argument, never its value. Mask the messages of the GraphQL library about variables and syntax, and everything that is not an error of your own making.',
  },
  'request-bound': {
    why: 'If one id could stand for two terms, the totals that are kept under it would be of two people, and a repetition would be answered with the wrong ones.',
    mend: 'Store a digest of the term and the replacements with the `requestId`, and refuse another call that differs.',
  },
  latency: {
    why: 'Callers wait for previews and searches, which ask every service: the slowest one makes the answer.',
    mend: 'Find people by an index on normalised or hashed values, and read the records of a page in one statement for each kind.',
  },
  'entities-batched': {
    why: 'The gateway resolves references of a whole list in one call. Answers in another order, or without a null for nobody, give a person’s fields to another.',
    mend: 'Load the entities of a call together (a data loader does), and answer one for each reference, in the order asked: null for nobody, twice for a duplicate.',
  },
} as const satisfies Record<string, Advice>;

/** A check's name: stable, since reports and tests name it. */
export type CheckId = keyof typeof advice;
