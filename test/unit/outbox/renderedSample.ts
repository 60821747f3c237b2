import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseDraft } from '../../../src/draft/parseDraft.js';
import { renderMail } from '../../../src/render/renderMail.js';

export const samples = join('test', 'samples');

/** The HTML of a sample mail. */
export async function renderedSample(name: string): Promise<string> {
  const { header, body, bodyLine } = parseDraft(readFileSync(join(samples, name), 'utf8'));
  const rendered = await renderMail({
    markdown: body,
    firstLine: bodyLine,
    subject: header.subject,
    images: async (path) => {
      const file = join(samples, path);
      if (!existsSync(file)) return { kind: 'missing' };
      return { kind: 'image', bytes: readFileSync(file), name: basename(file) };
    },
  });
  return rendered.html;
}
