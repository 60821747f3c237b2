import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Draft } from '../../src/draft/draft.js';
import { type Files } from '../../src/draft/files.js';
import { parseDraft } from '../../src/draft/parseDraft.js';
import { projectFolder } from '../launcher/folders.js';

const folder = join(projectFolder, 'test', 'samples');

/** A sample mail, read once: the disk has no part in what is measured. */
export interface Sample {
  readonly name: string;
  /** `file:` URI. */
  readonly location: string;
  readonly text: string;
  readonly draft: Draft;
}

/** The sample mails, the shortest first. */
export function readSamples(): readonly Sample[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.mail.md'))
    .map((name) => {
      const text = readFileSync(join(folder, name), 'utf8');
      const location = pathToFileURL(join(folder, name)).href;
      return { name: basename(name, '.mail.md'), location, text, draft: parseDraft(text) };
    })
    .sort((a, b) => a.text.length - b.text.length);
}

/** Local files that are read once and then kept in memory. */
export function keptFiles(): Files {
  const kept = new Map<string, Uint8Array>();
  const read = (location: string): Uint8Array => {
    const known = kept.get(location) ?? new Uint8Array(readFileSync(new URL(location)));
    kept.set(location, known);
    return known;
  };
  return {
    resolve: (base, path) => new URL(path.replaceAll('\\', '/'), base).href,
    facts: async (location) => {
      try {
        return { kind: 'file', size: read(location).byteLength };
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code === 'ENOENT') return undefined;
        if (code === 'EISDIR') return { kind: 'folder', size: 0 };
        throw error;
      }
    },
    read: async (location) => read(location),
    realLocation: async (location) => location,
  };
}

export const samplesRoot = pathToFileURL(folder).href;
