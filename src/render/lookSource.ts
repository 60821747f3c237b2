import { type Files } from '../draft/files.js';
import { type Sentence, sentence } from '../failure.js';
import { readOnce } from './pictureReads.js';
import { type ImageSource } from './rendered.js';

/** The settings `markdownMail.theme`, `.css` and `.signature`; `''` is none. Paths are relative to the root folder. */
export interface LookSettings {
  readonly theme: string;
  readonly css: string;
  readonly signature: string;
}

/** How a look is read: the same rules as for attachments and pictures. */
export interface LookSource {
  /** The draft's own location, and the folder of its workspace. */
  readonly location: string;
  readonly root: string;
  readonly files: Files;
  /** Whether a file lies outside and the user has not agreed to it. */
  outside(location: string): Promise<boolean>;
  /** Pictures that a file at `base` names. */
  images(base: string): ImageSource;
}

/** Enough for any style sheet or signature: what is larger is another file. */
const largest = 256 * 1024;

export type Read =
  | { readonly kind: 'text'; readonly text: string; readonly bytes: Uint8Array }
  | { readonly kind: 'missing' | 'outside' | 'unreadable' };

/** The text of a small file, not read again while it stays the same. */
export async function readText(location: string, source: LookSource): Promise<Read> {
  const { files } = source;
  const facts = await files.facts(location);
  if (facts?.kind !== 'file') return { kind: 'missing' };
  if (await source.outside(location)) return { kind: 'outside' };
  if (facts.size > largest) return { kind: 'unreadable' };
  const bytes = await readOnce(files, location, facts);
  try {
    return { kind: 'text', text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), bytes };
  } catch {
    // TextDecoder's only complaint: the bytes are no UTF-8.
    return { kind: 'unreadable' };
  }
}

/** For a file that the user has not agreed to yet. */
export function outsideSentence(path: string): Sentence {
  return sentence('"{0}" is outside this folder. Uploading or sending asks you before it is read.', path);
}

/** A path of the settings starts from the root folder. */
export function inRoot(path: string, { files, root }: LookSource): string {
  return files.resolve(`${root.replace(/\/$/, '')}/-`, path);
}
