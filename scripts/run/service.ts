/** `habeas service NAME`: the process of one service. */
import { serviceNames } from '../develop/subgraphs';
import { bundledProgram } from './programs';

/** Becomes the service, which serves, stops and fails as its own `main` says. @throws for a service that is not there */
export async function run(name: string): Promise<void> {
  const names = serviceNames();
  if (!names.includes(name)) throw new Error(`There is no service "${name}"; there are ${names.join(', ')}.`);
  await import(bundledProgram(name));
}
