import { type Draft, type Problem } from '../draft/draft.js';
import { type Sentence, sentence } from '../failure.js';
import {
  inRoot,
  type LookSettings,
  type LookSource,
  outsideSentence,
  type Read,
  readText,
} from './lookSource.js';
import { type Signature } from './rendered.js';

export interface Signed {
  readonly found?: Signature;
  readonly problems: readonly Problem[];
  /** Locations that it depends on. */
  readonly files: readonly string[];
}

/** A signature that the header or the settings name, and where its problems are shown. */
interface Named {
  readonly path: string;
  readonly location: string;
  readonly inHeader: boolean;
  readonly line: number;
}

/** The signature of a draft: the one its header names, else that of the settings; `signature: false` is none. */
export async function signatureOf(draft: Draft, settings: LookSettings, source: LookSource): Promise<Signed> {
  const named = nameOf(draft, settings, source);
  if (!named) return { problems: [], files: [] };
  const { path, location, line } = named;
  const read = await readText(location, source);
  if (read.kind !== 'text') return { problems: [problemOf(read.kind, named)], files: [location] };
  const markdown = /\.txt$/i.test(path) ? plainLines(read.text) : read.text;
  if (markdown.trim() === '') return { problems: [], files: [location] };
  const found = { markdown, name: path, line, images: source.images(location) };
  return { found, problems: [], files: [location] };
}

function nameOf({ header, keyLines }: Draft, settings: LookSettings, source: LookSource): Named | undefined {
  const { signature } = header;
  if (signature === false) return undefined;
  if (signature !== undefined) {
    const location = source.files.resolve(source.location, signature);
    return { path: signature, location, inHeader: true, line: keyLines?.signature ?? 0 };
  }
  const path = settings.signature;
  return path === '' ? undefined : { path, location: inRoot(path, source), inHeader: false, line: 0 };
}

function problemOf(kind: Exclude<Read['kind'], 'text'>, { path, inHeader, line }: Named): Problem {
  // A mail must not go without what its header asks for.
  const severity = inHeader || kind === 'outside' ? 'error' : 'warning';
  switch (kind) {
    case 'missing':
      return { code: 'signature-missing', severity, message: missing(path, inHeader), line };
    case 'outside':
      return { code: 'signature-outside', severity, message: outsideSentence(path), line };
    case 'unreadable': {
      const message = sentence(
        'The signature {0} can’t be read: it must be Markdown or text in UTF-8 of at most 256 KB.',
        path,
      );
      return { code: 'signature-invalid', severity, message, line };
    }
  }
}

function missing(path: string, inHeader: boolean): Sentence {
  return inHeader
    ? sentence(
        'There is no signature {0}. Check the path, which starts from the folder of this file, or write false.',
        path,
      )
    : sentence(
        'There is no signature {0}, so the mail has none. Check the setting markdownMail.signature.',
        path,
      );
}

/** Text as Markdown that shows each line as it stands. */
function plainLines(text: string): string {
  const escaped = text.replace(/\r\n?/g, '\n').replace(/[!-/:-@[-`{-~]/g, '\\$&');
  const paragraphs = escaped
    .split(/\n[ \t]*(?:\n[ \t]*)+/)
    .map((lines) => lines.split('\n').map((line) => line.trim()));
  return paragraphs.map((lines) => lines.filter((line) => line !== '').join('\\\n')).join('\n\n');
}
