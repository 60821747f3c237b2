import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

/** The build copies what pictures need (fonts, WebAssembly) next to the worker; tests run on the packages themselves. */
const built = typeof __dirname === 'string' ? __dirname : '';

/** The bytes of a file of a package, named by its path below `node_modules`. Rejects when it is in neither place. */
export function pictureFile(path: string): Promise<Buffer> {
  const beside = join(built, basename(path));
  return readFile(built !== '' && existsSync(beside) ? beside : join(process.cwd(), 'node_modules', path));
}
