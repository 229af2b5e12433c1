/** `habeas service NAME`: the process of one service. */
import { WrongCall } from '../cli/failure';
import { serviceNames } from '../develop/subgraphs';
import { bundledProgram } from './programs';

/** Runs the service in this process; its own `main` defines how it serves, stops and fails. @throws for an unknown service */
export async function run(name: string): Promise<void> {
  const names = serviceNames();
  if (!names.includes(name)) throw new WrongCall(`There is no service "${name}"; there are ${names.join(', ')}.`);
  await import(bundledProgram(name));
}
