import { rmSync } from 'node:fs';

export default async function globalTeardown(): Promise<void> {
  await globalThis.habeasTestSystems?.close();
  const postgres = globalThis.habeasTestPostgres;
  if (!postgres) return;
  await postgres.server.stop();
  rmSync(postgres.directory, { recursive: true, force: true });
}
