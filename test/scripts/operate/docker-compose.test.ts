import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { serviceNames } from '../../../scripts/develop/subgraphs';
import { projectRoot } from '../../../subgraphs/kit/base/project-root';

interface ComposeFile {
  services: Record<
    string,
    {
      image: string;
      command?: string[];
      environment?: Record<string, string>;
      secrets?: string[];
      depends_on?: Record<string, unknown>;
    }
  >;
  secrets: Record<string, unknown>;
  volumes: Record<string, unknown>;
}

const file = parse(readFileSync(path.join(projectRoot(), 'docker-compose.yml'), 'utf8'), {
  merge: true,
}) as ComposeFile;

test('docker-compose.yml runs the gateway, its stores and every service of the checkout', () => {
  expect(Object.keys(file.services).sort()).toEqual(['gateway', 'postgres', 'redis', ...serviceNames()].sort());
});

test.each(['gateway', ...serviceNames()])('%s runs a program that is there, with secrets that are declared', (name) => {
  const service = file.services[name];
  const source =
    service?.command
      ?.at(-1)
      ?.replace(/^dist\//, '')
      .replace(/\.js$/, '.ts') ?? '';
  expect(existsSync(path.join(projectRoot(), source))).toBe(true);
  for (const secret of service?.secrets ?? []) expect(file.secrets).toHaveProperty(secret);
  expect(service?.environment).toMatchObject({
    NODE_ENV: 'production',
    ENCRYPTION_KEYS_FILE: '/run/secrets/encryption',
  });
  expect(service?.depends_on).toHaveProperty('postgres');
});
