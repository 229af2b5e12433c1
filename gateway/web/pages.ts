/** Serves the built pages and their files, which `npm run build` writes to `dist/web`. */
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { FastifyReply, FastifyRequest } from 'fastify';
import Negotiator from 'negotiator';
import { ConfigurationError } from '../../subgraphs/kit/base/config';
import { codedError } from '../../subgraphs/kit/base/errors';
import { projectRoot } from '../../subgraphs/kit/base/project-root';

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.ttf': 'font/ttf',
  '.txt': 'text/plain; charset=utf-8',
};
/** The encodings in which the build compressed the files, with their file endings; the smallest encoding first. */
const endings: Record<string, string> = { br: '.br', gzip: '.gz' };

export class BuiltPages {
  private constructor(
    private readonly directory: string,
    private readonly files: ReadonlySet<string>,
  ) {}

  /** @throws ConfigurationError when the pages were not built */
  static open(directory = path.join(projectRoot(), 'dist', 'web')): BuiltPages {
    try {
      const files = new Set(readdirSync(directory));
      if (files.has('explorer.html')) return new BuiltPages(directory, files);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
    throw new ConfigurationError(['WEB: the pages are not built; npm run build makes them, and WEB=off serves none']);
  }

  /** Sends a file, in the smallest encoding that the browser accepts. @throws NOT_FOUND */
  async send(name: string, request: FastifyRequest, reply: FastifyReply): Promise<Buffer> {
    const type = types[path.extname(name)];
    if (!type || !this.files.has(name)) throw codedError('NOT_FOUND');
    const accepted = new Negotiator(request.raw).encodings(['br', 'gzip', 'identity']);
    const encoding = Object.keys(endings).find(
      (each) => accepted.includes(each) && this.files.has(name + endings[each]),
    );
    void reply
      .type(type)
      .header('vary', 'Accept-Encoding')
      .header('content-encoding', encoding ?? 'identity');
    return readFile(path.join(this.directory, name + (encoding ? endings[encoding] : '')));
  }
}
