/** Starts the service that makes its records up, as a process of its own. */
import { spawn } from 'node:child_process';
import { referenceProgram } from './program';

/** @param fileBytes how large each file is @returns where it serves, and how it ends */
export async function startGenerated(
  records: number,
  files: number,
  fileBytes: number,
): Promise<{ url: string; stop: () => void }> {
  const service = spawn(
    process.execPath,
    [referenceProgram('generated-service'), String(records), String(files), String(fileBytes)],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  const url = await new Promise<string>((resolve) =>
    service.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString().trim())),
  );
  return { url, stop: () => service.stdin.end() };
}
