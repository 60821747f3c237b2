import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type MadePicture, type PictureMaker } from '../../src/render/pictureMaker.js';
import { type Rendered } from '../../src/render/rendered.js';
import { renderMail } from '../../src/render/renderMail.js';
import { type ThemeName } from '../../src/render/themes/themes.js';
import { projectFolder } from '../launcher/folders.js';

const png = new Uint8Array(readFileSync(join(projectFolder, 'test', 'samples', 'files', 'dashboard.png')));

/** Every picture that a document names is there, so that the mail holds all that it would. */
const made: MadePicture = { bytes: png, contentType: 'image/png', width: 300, height: 141, depth: 4 };
const pictureMaker: PictureMaker = {
  convert: () => Promise.resolve(made),
  formula: () => Promise.resolve(made),
  diagram: () => Promise.resolve(made),
};

/** A document as a mail in the named look. */
export function mailOf(markdown: string, theme: ThemeName): Promise<Rendered> {
  return renderMail({
    markdown,
    firstLine: 0,
    subject: '',
    lang: 'en',
    theme,
    pictureMaker,
    images: (path) => Promise.resolve({ kind: 'image', bytes: png, name: path }),
  });
}
