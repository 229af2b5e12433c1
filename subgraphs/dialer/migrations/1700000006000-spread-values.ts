import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Brings contacts that exist into the present form of the term index: what stands in several columns as one value, and contacts
 * that no value finds. The first takes the organisation's keys, so the services do it, as they do for `habeas reindex`. The form's
 * name in the target keeps processes of the version before from doing it in theirs.
 */
export class DialerSpreadValues1700000006000 implements MigrationInterface {
  name = 'DialerSpreadValues1700000006000';

  async up(queryRunner: QueryRunner): Promise<void> {
    // Where a former normalisation is still to be replaced, `habeas reindex` does both at once.
    await queryRunner.query(`
      UPDATE term_index_state SET target = coalesce(target, normalization) || '+spread', record_type = NULL, after_id = NULL,
        done = 0, updated_at = now()
      WHERE coalesce(target, normalization) LIKE '2/%' AND organization_id IN (
        SELECT organization_id FROM contact_list, jsonb_array_elements(columns) AS item
        WHERE item ->> 'holds' IN ('NAME', 'ADDRESS')
        GROUP BY organization_id, id, item ->> 'holds' HAVING count(*) > 1)`);
    // An empty contact is marked too, until it is written again: its values are encrypted.
    await queryRunner.query(`
      INSERT INTO personal_data_term (organization_id, type, digest, record_type, record_id, field)
      SELECT organization_id, 'NAME', '', 'DialerContact', id, '' FROM dialer_contact contact
      WHERE NOT EXISTS (
        SELECT 1 FROM personal_data_term term WHERE term.organization_id = contact.organization_id
          AND term.record_type = 'DialerContact' AND term.record_id = contact.id AND term.digest <> '')
      ON CONFLICT DO NOTHING`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DELETE FROM personal_data_term WHERE record_type = 'DialerContact' AND field = ''`);
    await queryRunner.query(`UPDATE term_index_state SET target = NULL WHERE target LIKE '%+spread'`);
  }
}
