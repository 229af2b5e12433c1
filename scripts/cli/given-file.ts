/** Files that a call names. */
import { readFileSync } from 'node:fs';
import { reasonOf, WrongCall } from './failure';

/** Reads the file that an option names. @throws WrongCall naming the option */
export function readGiven(option: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new WrongCall(`${option}: there is no file ${file}.`);
    if (code === 'EISDIR') throw new WrongCall(`${option}: ${file} is a directory.`);
    throw new WrongCall(`${option}: ${file} cannot be read: ${reasonOf(error)}`);
  }
}

/** Reads and parses the file that an option names. @param what what the file must be. @throws WrongCall naming the option and the file */
export function parseGiven<T>(option: string, file: string, what: string, parse: (text: string) => T): T {
  const text = readGiven(option, file);
  try {
    return parse(text);
  } catch (error) {
    throw new WrongCall(`${option}: ${file} is no ${what}: ${reasonOf(error)}`);
  }
}
