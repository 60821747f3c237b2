import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { projectFolder } from '../launcher/folders.js';
import { type Caniemail } from './generate.js';

/** The table as it is committed. */
export const tableFile = join(projectFolder, 'test', 'conformance', 'clientSupport.json');

/** The data of caniemail.com, as the package of that name carries it. */
export function readCaniemail(): Caniemail {
  const require = createRequire(join(projectFolder, 'package.json'));
  return JSON.parse(readFileSync(require.resolve('caniemail/caniemail.json'), 'utf8')) as Caniemail;
}
