/** The PII contract: what is held about a person, and how it is erased and corrected. */
import { GraphQLError } from 'graphql';
import { emailKey, madeAt, transaction } from './store.js';

/** The types of the contract that name a subject, and are never corrected. */
const idTypes = new Set(['USER_ID', 'EXTERNAL_CONTACT_ID', 'DIALER_CONTACT_ID']);

const badInput = (argument, message) => new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT', argument } });

/** Members are found by their e-mail address or their contact: the condition, and its value. Other terms are nobody's. */
function conditionOf(term) {
  const given = Object.entries(term).filter(([, value]) => value != null);
  if (given.length !== 1) throw badInput('term', `term takes exactly one field; ${given.length} are set.`);
  const [[field, value]] = given;
  if (field === 'email') {
    if (!/^\S+@\S+$/.test(value.trim())) throw badInput('term.email', 'term.email takes an e-mail address.');
    return { sql: 'email_key = $2', value: emailKey(value) };
  }
  if (field === 'externalContactId') return { sql: 'external_contact_id = $2', value };
  return { sql: '$2::text IS NULL', value: field };
}

/** Both kinds of record in one order, of one key: what pages and bounded work go by. */
const recordsOf = (condition) => `
  SELECT id, 'LoyaltyAccount' AS record_type, email AS value FROM account WHERE organization_id = $1 AND ${condition}
  UNION ALL
  SELECT purchase.id, 'Purchase', item FROM purchase
  JOIN account ON account.organization_id = purchase.organization_id AND account.id = account_id
  WHERE purchase.organization_id = $1 AND ${condition}`;

/** `Query.personalData`. The cursor is the last id: erasing what stands before it moves nothing. */
export async function find(pool, organization, { term, first, after }) {
  const { sql, value } = conditionOf(term);
  if (first < 1 || first > 1000) throw badInput('first', 'first takes 1 to 1000.');
  if (after != null && !/^[0-9a-f-]{36}$/.test(after)) throw badInput('after', 'after is not a cursor of this list.');
  const { rows } = await pool.query(
    `SELECT * FROM (${recordsOf(sql)}) record WHERE $3::uuid IS NULL OR id > $3 ORDER BY id LIMIT $4`,
    [organization, value, after ?? null, first + 1],
  );
  const page = rows.slice(0, first);
  return {
    subjects: [],
    subjectRequired: false,
    records: page.map(({ id, record_type: recordType, value: held }) => ({
      id,
      recordType,
      // The gateway leaves alone what came to hold a value after the request, and must be told how old a record is.
      createdAt: madeAt(id),
      fields: [
        recordType === 'Purchase'
          ? { name: 'item', category: 'BEHAVIOUR', value: held }
          : { name: 'email', category: 'EMAIL', value: held },
      ],
      attachments: [],
    })),
    endCursor: rows.length > first ? page.at(-1).id : null,
  };
}

/**
 * Runs one bounded piece of a request's work and keeps the account of it in the same transaction: whatever is lost on the
 * way, a repeated call neither counts nor does anything twice.
 */
function act(pool, organization, kind, { requestId, limit }, input, work) {
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
    if (!account.complete) {
      const { counts, afterId = null, complete } = await work(db, account.after_id);
      for (const [name, count] of Object.entries(counts)) account.counts[name] = (account.counts[name] ?? 0) + count;
      account.complete = complete;
      await db.query(`UPDATE gdpr_account SET counts = $4, after_id = $5, complete = $6 ${where}`, [
        ...key,
        account.counts,
        afterId,
        complete,
      ]);
    }
    const dispositions = Object.entries(account.counts).map(([name, count]) => {
      const [recordType, disposition] = name.split(' ');
      return { recordType, disposition, count };
    });
    return { dispositions: dispositions.filter(({ count }) => count > 0), complete: account.complete };
  });
}

/** `Mutation.erasePersonalData`: purchases lose their member, and accounts without purchases go. */
export function erase(pool, organization, args) {
  const { sql, value } = conditionOf(args.term);
  return act(pool, organization, 'ERASE', args, `${sql} ${value}`, async (db) => {
    const purchases = await db.query(
      `UPDATE purchase SET account_id = NULL WHERE organization_id = $1 AND id IN (
         SELECT purchase.id FROM purchase JOIN account ON account.organization_id = purchase.organization_id AND account.id = account_id
         WHERE purchase.organization_id = $1 AND ${sql} ORDER BY purchase.id LIMIT $3)`,
      [organization, value, args.limit],
    );
    const room = args.limit - purchases.rowCount;
    const accounts = await db.query(
      `DELETE FROM account WHERE organization_id = $1 AND id IN (
         SELECT id FROM account WHERE organization_id = $1 AND ${sql} ORDER BY id LIMIT $3)`,
      [organization, value, room],
    );
    return {
      counts: { 'Purchase ANONYMIZED': purchases.rowCount, 'LoyaltyAccount ERASED': accounts.rowCount },
      complete: accounts.rowCount < room,
    };
  });
}

/** `Mutation.rectifyPersonalData`: an e-mail address that is wrong. It goes by id, since `updated` may be found again. */
export function rectify(pool, organization, args) {
  const { sql, value } = conditionOf(args.term);
  if (args.replacements.length === 0) throw badInput('replacements', 'replacements takes at least one replacement.');
  if (args.replacements.some(({ type }) => idTypes.has(type)))
    throw badInput('replacements', 'replacements cannot change an id.');
  const emails = args.replacements.filter(({ type }) => type === 'EMAIL');
  const input = `${sql} ${value} ${JSON.stringify(args.replacements)}`;
  return act(pool, organization, 'RECTIFY', args, input, async (db, afterId) => {
    // A correction changes what the term finds; the members were known before it, and are walked in order of id.
    const { rows } = await db.query(
      `SELECT id, email_key FROM account WHERE organization_id = $1 AND ${sql} AND ($3::uuid IS NULL OR id > $3) ORDER BY id LIMIT $4`,
      [organization, value, afterId, args.limit],
    );
    let changed = 0;
    for (const { id, email_key: key } of rows) {
      const match = emails.find(({ existing }) => emailKey(existing) === key);
      if (!match) continue;
      await db.query('UPDATE account SET email = $3, email_key = $4 WHERE organization_id = $1 AND id = $2', [
        organization,
        id,
        match.updated,
        emailKey(match.updated),
      ]);
      changed += 1;
    }
    return {
      counts: { 'LoyaltyAccount RECTIFIED': changed },
      afterId: rows.at(-1)?.id ?? afterId,
      complete: rows.length < args.limit,
    };
  });
}
