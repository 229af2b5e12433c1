/** `npm run conformance`: checks whether a running service, in any language, keeps the contract (docs/conformance.md). */
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { JWK } from 'jose';
import { z } from 'zod';
import {
  conforms,
  fixtureSchema,
  formatReport,
  junitReport,
  runConformance,
  Violation,
  type Fixture,
  type ReportFormat,
} from '../../subgraphs/kit/conformance';
import { completeSdl } from '../../subgraphs/kit/base/sdl';
import { projectRoot } from '../../subgraphs/kit/base/project-root';
import { parseGiven, readGiven } from '../cli/given-file';
import { dataDirectory, keyFiles } from './installation/key-places';
import { defaultPort, subgraphNames } from './subgraphs';

interface Options {
  url: string;
  fixture?: string;
  schema?: string;
  key?: string;
  format: ReportFormat;
  only?: 'required';
  /** A file for the results as JUnit XML, beside the report. */
  junit?: string;
}

/** Reads a fixture. @throws when it is not valid, saying why */
export function readFixture(file: string): Fixture {
  const parsed = fixtureSchema.safeParse(parseGiven<unknown>('--fixture', file, 'JSON', JSON.parse));
  if (!parsed.success) throw new Error(`${file}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

/** The fixture for a URL: the one in the working directory, or that of the project's service with this port. */
function findFixture(url: string): string {
  const here = path.resolve('conformance.json');
  if (existsSync(here)) return here;
  const { port } = new URL(url);
  const own = subgraphNames().find((name) => String(defaultPort(name)) === port);
  const file = path.join(projectRoot(), 'subgraphs', own ?? '', 'conformance.json');
  if (own && existsSync(file)) return file;
  throw new Error(
    'There is no ./conformance.json, and no service of subgraphs/ has the port of the URL: give a --fixture.',
  );
}

/** Checks the service and prints a report. The exit code is 1 when a required check failed. */
export async function run({ url, fixture: given, schema, key, format, only, junit }: Options): Promise<void> {
  const fixture = readFixture(given ?? findFixture(url));
  const keyFile = key ?? keyFiles(dataDirectory()).serviceSigning;
  if (!existsSync(keyFile))
    throw new Error(`There is no signing key ${keyFile}: give one with --key, or let the first npm start make it.`);
  const results = await runConformance({
    url,
    fixture,
    signingKey: parseGiven<JWK>('--key', keyFile, 'key (JWK)', JSON.parse),
    ...(schema ? { sdl: completeSdl(readGiven('--schema', schema)) } : {}),
    onlyRequired: only === 'required',
    onResult: ({ id, outcome }) => {
      if (format !== 'text' && process.stderr.isTTY) console.error(`${outcome} ${id}`);
    },
  }).catch((error: unknown) => {
    throw error instanceof Violation ? new Error(`${error.message} ${JSON.stringify(error.got)}`) : error;
  });
  console.log(formatReport(format, fixture.service, results));
  if (junit !== undefined) writeFileSync(junit, junitReport(fixture.service, results));
  if (!conforms(results)) process.exitCode = 1;
}
