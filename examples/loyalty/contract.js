/** The PII contract: what is held about a person, and how it is erased and corrected. */
import { Buffer } from 'node:buffer';
import { GraphQLError } from 'graphql';
import { changeEmail, emailKey, madeAt, transaction } from './store.js';

/** The types of the contract that name a subject, and are never corrected. */
const idTypes = new Set(['USER_ID', 'EXTERNAL_CONTACT_ID', 'DIALER_CONTACT_ID']);

const badInput = (argument, message) => new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT', argument } });

/**
 * Members are found by their e-mail address or their contact: the condition, its value, and since when an account holds it.
 * Other terms are nobody's.
 */
function conditionOf(term) {
  const given = Object.entries(term).filter(([, value]) => value != null);
  if (given.length !== 1) throw badInput('term', `term takes exactly one field; ${given.length} are set.`);
  const [[field, value]] = given;
  if (field === 'email') {
    if (!/^\S+@\S+$/.test(value.trim())) throw badInput('term.email', 'term.email takes an e-mail address.');
    return { sql: 'email_key = $2', value: emailKey(value), held: 'email' };
  }
  if (field === 'externalContactId') return { sql: 'external_contact_id = $2', value, held: 'contact' };
  return { sql: '$2::text IS NULL', value: field, held: 'email' };
}

/** What was committed at this moment, and the time: what comes later is told by either (R25). */
async function takeMark(db) {
  const { rows } = await db.query('SELECT clock_timestamp()::text AS time, pg_current_snapshot()::text AS snapshot');
  return Buffer.from(JSON.stringify([rows[0].time, rows[0].snapshot])).toString('base64url');
}

/**
 * Accounts that a mark covers: they held the term's value when it was taken. A gateway that could not ask gives a time instead.
 * `sql` takes the mark's two values as $3 and $4.
 */
async function covered(db, held, asOf) {
  if (asOf == null) return { sql: '($3::text IS NULL OR $4::text IS NULL)', values: [null, null] };
  const isTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(asOf);
  try {
    const [time, snapshot] = isTime ? [asOf, null] : JSON.parse(Buffer.from(asOf, 'base64url').toString());
    await db.query('SELECT $1::timestamptz, $2::pg_snapshot', [time, snapshot]);
    const sql = `(${held}_since <= $3::timestamptz AND ($4::pg_snapshot IS NULL OR pg_visible_in_snapshot(${held}_by, $4::pg_snapshot)))`;
    return { sql, values: [time, snapshot] };
  } catch {
    throw badInput('asOf', 'asOf is neither a mark of this service nor a time.');
  }
}

/** Both kinds of record in one order, of one key: what pages and bounded work go by. */
const recordsOf = (condition) => `
  SELECT id, 'LoyaltyAccount' AS record_type, email AS value FROM account WHERE organization_id = $1 AND ${condition}
  UNION ALL
  SELECT purchase.id, 'Purchase', item FROM purchase
  JOIN account ON account.organization_id = purchase.organization_id AND account.id = account_id
  WHERE purchase.organization_id = $1 AND ${condition}`;

/** How many records match and are not covered. Purchases go with the account that they hang on. */
async function countNewer(db, organization, { sql, value }, { sql: meant, values }) {
  const { rows } = await db.query(
    `SELECT count(*)::int AS count FROM (SELECT 1 FROM (${recordsOf(`${sql} AND NOT ${meant}`)}) record LIMIT 10000) newer`,
    [organization, value, ...values],
  );
  return rows[0].count;
}

/** `Query.personalData`. The cursor is the last id: erasing what stands before it moves nothing. */
export function find(pool, organization, { term, first, after, asOf }) {
  const condition = conditionOf(term);
  if (first < 1 || first > 1000) throw badInput('first', 'first takes 1 to 1000.');
  if (after != null && !/^[0-9a-f-]{36}$/.test(after)) throw badInput('after', 'after is not a cursor of this list.');
  // One snapshot for the page and its mark: the mark covers what is shown, and nothing that is committed later.
  return transaction(
    pool,
    async (db) => {
      const mark = await takeMark(db);
      const meant = await covered(db, condition.held, asOf);
      const { rows } = await db.query(
        `SELECT * FROM (${recordsOf(`${condition.sql} AND ${meant.sql}`)}) record
         WHERE $5::uuid IS NULL OR id > $5 ORDER BY id LIMIT $6`,
        [organization, condition.value, ...meant.values, after ?? null, first + 1],
      );
      const page = rows.slice(0, first);
      return {
        asOf: mark,
        newerRecords: await countNewer(db, organization, condition, meant),
        subjects: [],
        subjectRequired: false,
        records: page.map(recordOf),
        endCursor: rows.length > first ? page.at(-1).id : null,
      };
    },
    'REPEATABLE READ',
  );
}

const recordOf = ({ id, record_type: recordType, value }) => ({
  id,
  recordType,
  createdAt: madeAt(id),
  fields: [
    recordType === 'Purchase'
      ? { name: 'item', category: 'BEHAVIOUR', value }
      : { name: 'email', category: 'EMAIL', value },
  ],
  attachments: [],
});

/**
 * Runs one bounded piece of a request's work and keeps the account of it in the same transaction: whatever is lost on the
 * way, a repeated call neither counts nor does anything twice.
 */
function act(pool, organization, kind, { requestId, limit, term, asOf }, input, work) {
  const condition = conditionOf(term);
  if (limit < 1 || limit > 10_000) throw badInput('limit', 'limit takes 1 to 10000.');
  return transaction(pool, async (db) => {
    await db.query(
      'INSERT INTO gdpr_account (organization_id, kind, request_id, input) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING',
      [organization, kind, requestId, input],
    );
    const key = [organization, kind, requestId];
    const where = 'WHERE organization_id = $1 AND kind = $2 AND request_id = $3';
    const { rows } = await db.query(`SELECT * FROM gdpr_account ${where} FOR UPDATE`, key);
    const [account] = rows;
    if (account.input !== input)
      throw badInput('requestId', 'requestId stands for another term or other replacements.');
    const meant = await covered(db, condition.held, asOf);
    if (!account.complete) {
      const { counts, replaced = [], afterId = null, complete } = await work(db, condition, meant, account.after_id);
      account.replaced = replaced.map((count, index) => count + (account.replaced[index] ?? 0));
      for (const [name, count] of Object.entries(counts)) account.counts[name] = (account.counts[name] ?? 0) + count;
      account.complete = complete;
      await db.query(`UPDATE gdpr_account SET counts = $4, replaced = $5, after_id = $6, complete = $7 ${where}`, [
        ...key,
        account.counts,
        JSON.stringify(account.replaced),
        afterId,
        complete,
      ]);
    }
    const dispositions = Object.entries(account.counts).map(([name, count]) => {
      const [recordType, disposition] = name.split(' ');
      return { recordType, disposition, count };
    });
    return {
      dispositions: dispositions.filter(({ count }) => count > 0),
      complete: account.complete,
      newerRecords: await countNewer(db, organization, condition, meant),
      replacements: account.replaced.map((replaced, index) => ({
        index,
        replaced,
        notSupported: 0,
        found: replaced > 0,
      })),
    };
  });
}

/** `Mutation.erasePersonalData`: purchases lose their member, and accounts without purchases go. */
export function erase(pool, organization, args) {
  const { sql: asked, value: askedValue } = conditionOf(args.term);
  return act(pool, organization, 'ERASE', args, `${asked} ${askedValue}`, async (db, { sql, value }, meant) => {
    const purchases = await db.query(
      `UPDATE purchase SET account_id = NULL WHERE organization_id = $1 AND id IN (
         SELECT purchase.id FROM purchase JOIN account ON account.organization_id = purchase.organization_id AND account.id = account_id
         WHERE purchase.organization_id = $1 AND ${sql} AND ${meant.sql} ORDER BY purchase.id LIMIT $5)`,
      [organization, value, ...meant.values, args.limit],
    );
    const room = args.limit - purchases.rowCount;
    const accounts = await db.query(
      `DELETE FROM account WHERE organization_id = $1 AND id IN (
         SELECT id FROM account WHERE organization_id = $1 AND ${sql} AND ${meant.sql} ORDER BY id LIMIT $5)`,
      [organization, value, ...meant.values, room],
    );
    return {
      counts: { 'Purchase ANONYMIZED': purchases.rowCount, 'LoyaltyAccount ERASED': accounts.rowCount },
      complete: accounts.rowCount < room,
    };
  });
}

/** `Mutation.rectifyPersonalData`: an e-mail address that is wrong. It goes by id, since `updated` may be found again. */
export function rectify(pool, organization, args) {
  const { sql: asked, value: askedValue } = conditionOf(args.term);
  const { replacements } = args;
  if (replacements.length === 0) throw badInput('replacements', 'replacements takes at least one replacement.');
  if (replacements.some(({ type }) => idTypes.has(type)))
    throw badInput('replacements', 'replacements cannot change an id.');
  const input = `${asked} ${askedValue} ${JSON.stringify(replacements)}`;
  return act(pool, organization, 'RECTIFY', args, input, async (db, { sql, value }, meant, afterId) => {
    // A correction changes what the term finds; the members were known before it, and are walked in order of id.
    const { rows } = await db.query(
      `SELECT id, email_key FROM account WHERE organization_id = $1 AND ${sql} AND ${meant.sql}
         AND ($5::uuid IS NULL OR id > $5) ORDER BY id LIMIT $6`,
      [organization, value, ...meant.values, afterId, args.limit],
    );
    const replaced = replacements.map(() => 0);
    for (const { id, email_key: key } of rows) {
      const match = replacements.findIndex(({ type, existing }) => type === 'EMAIL' && emailKey(existing) === key);
      if (match < 0) continue;
      await changeEmail(db, organization, id, replacements[match].updated);
      replaced[match] += 1;
    }
    return {
      counts: { 'LoyaltyAccount RECTIFIED': replaced.reduce((sum, count) => sum + count, 0) },
      replaced,
      afterId: rows.at(-1)?.id ?? afterId,
      complete: rows.length < args.limit,
    };
  });
}
