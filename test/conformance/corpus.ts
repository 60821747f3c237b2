import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../launcher/folders.js';

/** A Markdown document that somebody wrote for readers, not for a test. */
export interface Document {
  /** Its path below `node_modules`, with `/`. */
  readonly name: string;
  readonly markdown: string;
}

/** Changelogs of many years would take most of the time and say the same over and over. */
const longest = 60_000;

/** The READMEs, changelogs and the like of the installed packages, each text once, in the order of their names. */
export function realDocuments(): readonly Document[] {
  const folder = join(projectFolder, 'node_modules');
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => /\.(?:md|markdown)$/i.test(name) && !name.startsWith('.'))
    .sort();
  const texts = new Map<string, string>();
  for (const name of names) {
    const markdown = readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n');
    if (markdown.length <= longest && markdown.trim() !== '' && !texts.has(markdown))
      texts.set(markdown, name);
  }
  return [...texts].map(([markdown, name]) => ({ name, markdown }));
}
