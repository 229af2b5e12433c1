import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The agent whose name a message's sender is, so that an agent's messages are found, and lose the name when the agent is erased. */
export class MessagingMessageAgents1700000005000 implements MigrationInterface {
  name = 'MessagingMessageAgents1700000005000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE message ADD COLUMN agent_id uuid');
    await queryRunner.query(
      `UPDATE message SET agent_id = conversation.agent_id FROM conversation
       WHERE conversation.organization_id = message.organization_id AND conversation.id = message.conversation_id
         AND conversation.agent_id IS NOT NULL
         AND direction = 'OUTBOUND' AND NOT from_organization AND sender IS NOT NULL`,
    );
    await queryRunner.query(
      'CREATE INDEX message_agent ON message (organization_id, agent_id, id) WHERE agent_id IS NOT NULL',
    );
    // Names that no agent's request leads to are listed as unreachable (R18), however few they are.
    await queryRunner.query(
      `CREATE INDEX message_unreachable ON message (organization_id, id)
       WHERE direction = 'OUTBOUND' AND NOT from_organization AND sender IS NOT NULL AND agent_id IS NULL`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE message DROP COLUMN agent_id');
  }
}
