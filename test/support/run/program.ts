/** The program `habeas`, run as an operator runs it. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { programFile } from '../../../scripts/cli/command';
import { projectRoot } from '../../../subgraphs/kit/base/project-root';

export const manifest = JSON.parse(readFileSync(path.join(projectRoot(), 'package.json'), 'utf8')) as {
  version: string;
  scripts: Record<string, string>;
  bin: Record<string, string>;
};

/** Makes a folder for a suite, with an environment that has nothing but a data directory in it. */
export function scratchProgram() {
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'habeas-program-'));
  afterAll(() => rmSync(scratch, { recursive: true, force: true }));
  const environment = (variables: Record<string, string> = {}) => ({
    PATH: process.env.PATH ?? '',
    HABEAS_DATA_DIR: path.join(scratch, 'data'),
    ...variables,
  });
  /** Runs the built program, and waits for its end. */
  const habeas = (args: string[], variables?: Record<string, string>) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [programFile(), ...args], {
      env: environment(variables),
      encoding: 'utf8',
      timeout: 60_000,
    });
    return { status, stdout, stderr };
  };
  return { scratch, environment, habeas };
}
