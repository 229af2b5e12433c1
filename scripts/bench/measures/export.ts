/** The export of a person with very many data: its speed beside a bare program, and the memory of the gateway. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { composeProject } from '../../develop/compose';
import { startSystem } from '../../develop/start/system';
import { generatedContact, generatedSdl, generatedService } from '../references/generated-service';
import { finished } from '../load/finished';
import { referenceProgram } from '../references/program';
import { startGenerated } from '../references/start-generated';
import { median, memoryOf, pause } from '../load/measure';
import { inProduction } from '../load/systems';

export interface ExportBenchOptions {
  records: number;
  /** Files of one mebibyte each. */
  megabytes: number;
  rounds: number;
  onProgress: (line: string) => void;
}

export interface ExportBenchResult {
  records: number;
  megabytes: number;
  /** The seconds of each round. */
  habeas: number[];
  bare: number[];
  /** How many times as long as the bare program it takes, by the medians. */
  ratio: number;
  /** The gateway's resident memory in MB: idle, and at most during the export. */
  idleMb: number;
  peakMb: number;
}

/** Exports one made-up person, by Habeas and by the bare program alternately. */
export async function benchExport(options: ExportBenchOptions): Promise<ExportBenchResult> {
  const { records, megabytes, rounds, onProgress } = options;
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'habeas-bench-export-'));
  const { url, stop } = await startGenerated(records, megabytes, 1024 * 1024);
  const environment = inProduction(dataDir);
  const system = await startSystem({ dataDir, port: 0, supervised: false, durable: false, environment });
  try {
    const urls = Object.fromEntries([...system.processes].map(([name, each]) => [name, each.url]));
    const more = [{ name: generatedService, url, sdl: generatedSdl() }];
    await composeProject({ urls, more, output: system.supergraphFile });
    const api = await system.client({ organization: 'bench' });
    const gateway = system.processes.get('gateway')?.pid ?? 0;
    const asked = async () =>
      (await api.ask<{ piiServices: { name: string }[] }>('{ piiServices { name } }')).piiServices;
    while (!(await asked()).some(({ name }) => name === generatedService)) await pause(200);
    await pause(2_000);
    const idleMb = memoryOf(gateway);
    let peakMb = idleMb;
    const habeas: number[] = [];
    const bare: number[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      const started = performance.now();
      const { createGdprRequest } = await api.ask<{ createGdprRequest: { request: { id: string } } }>(
        'mutation ($id: ID!) { createGdprRequest(input: { type: EXPORT, term: { externalContactId: $id } }) { request { id } } }',
        { id: generatedContact },
      );
      await finished(api, createGdprRequest.request.id, 100, () => (peakMb = Math.max(peakMb, memoryOf(gateway))));
      habeas.push((performance.now() - started) / 1_000);
      const bareStarted = performance.now();
      execFileSync(process.execPath, [referenceProgram('bare-export'), url, path.join(dataDir, `bare-${round}.zip`)]);
      bare.push((performance.now() - bareStarted) / 1_000);
      rmSync(path.join(dataDir, `bare-${round}.zip`));
      onProgress(
        `export, round ${round}: ${habeas.at(-1)?.toFixed(1)} s, bare ${bare.at(-1)?.toFixed(1)} s, memory ${Math.round(idleMb)} MB idle, ${Math.round(peakMb)} MB at most`,
      );
    }
    return { records, megabytes, habeas, bare, ratio: median(habeas) / median(bare), idleMb, peakMb };
  } finally {
    await system.stop();
    stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}
