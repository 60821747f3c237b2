import { type Header } from '../draft/draft.js';
import { parseDraft } from '../draft/parseDraft.js';
import { attribute, parseMarkdown } from '../render/markdown.js';
import { placedImages } from '../render/findings.js';
import { changedHeader } from './changedHeader.js';
import {
  headerOf,
  type HeaderPlace,
  type NamedFile,
  type ReceivedHeader,
  type WrittenKey,
} from './draftHeader.js';
import { type PictureTarget } from './inlineMarks.js';
import { type BlockWriter, bodyMarkdown, type ReceivedBody } from './receivedBody.js';
import { restoredBody, type UploadedText } from './restored.js';

/** A file of a message. `path`: how a draft names it. */
export interface ReceivedFile {
  readonly name: string;
  readonly path: string;
  readonly contentId?: string;
  readonly isInline: boolean;
}

/** A message of a mailbox, as far as a draft file says the same. */
export interface ReceivedMessage extends Omit<ReceivedHeader, 'attachments'> {
  readonly body: ReceivedBody;
  readonly files: readonly ReceivedFile[];
}

/** The text of a file for a draft that had none. */
export function newDraftText(message: ReceivedMessage, place: HeaderPlace, write: BlockWriter): string {
  const used = new Set<string>();
  const body = bodyMarkdown(message.body, { picture: pictures(message.files, undefined, used), write });
  return `${headerOf({ ...message, attachments: attachmentsOf(message.files, used, []) }, place)}${body}`;
}

/**
 * The text that the file of a draft would have to make the copy that the mailbox holds: what is equal stays to the byte.
 * `file`: as it is; `uploaded`: as it was uploaded, or as it would be now where that is not known.
 */
export function copyText(
  message: ReceivedMessage,
  file: string,
  uploaded: UploadedText,
  write: BlockWriter,
): string {
  const crlf = file.includes('\r\n');
  const plain = (text: string) => text.replaceAll('\r\n', '\n');
  const base = plain(uploaded.text);
  const { header, body } = parseDraft(base);
  const used = new Set<string>();
  const known = { ...uploaded, text: base };
  const words = restoredBody(message.body, known, { picture: pictures(message.files, known, used), write });
  const received = { ...message, attachments: attachmentsOf(message.files, used, header.attachments) };
  const keeps = filledIn(header);
  const top = changedHeader(plain(file), received, keeps) ?? headerOf(received, placeOf(header));
  const bodyStart = base.split('\n').slice(0, parseDraft(base).bodyLine).join('\n').length + 1;
  const text = `${top}${words}${base.slice(bodyStart + body.length)}`;
  return crlf ? text.replaceAll('\n', '\r\n') : text;
}

/** What the mailbox fills in where the file does not say it. */
function filledIn(header: Header): ReadonlySet<WrittenKey> {
  const keeps = new Set<WrittenKey>();
  if (!header.from) keeps.add('from');
  if (!header.answers) return keeps;
  if (header.to.length === 0) keeps.add('to');
  if (header.cc.length === 0) keeps.add('cc');
  if (header.subject === '') keeps.add('subject');
  return keeps;
}

function placeOf({ account, mailbox, signature, id }: Header): HeaderPlace {
  return {
    ...(account === undefined ? {} : { account }),
    ...(mailbox === undefined ? {} : { mailbox }),
    ...(signature === false ? { unsigned: true as const } : {}),
    ...(id === undefined ? {} : { id }),
  };
}

/** Pictures by their content ids. Those that were uploaded are named as the file names them. `used`: contents shown. */
function pictures(
  files: readonly ReceivedFile[],
  uploaded: UploadedText | undefined,
  used: Set<string>,
): PictureTarget {
  const known = uploaded ? namedPictures(uploaded) : new Map<string, string>();
  const byId = new Map(
    files.flatMap((file) => (file.contentId === undefined ? [] : [[plainId(file.contentId), file]])),
  );
  return (source) => {
    if (/^https?:\/\//iu.test(source)) return source;
    if (!/^cid:/iu.test(source)) return undefined;
    const id = plainId(source.slice(4));
    used.add(id);
    return known.get(id) ?? byId.get(id)?.path;
  };
}

/** The pictures of a page are numbered as they stand in the text (render/pictures.ts). */
function namedPictures({ text, html }: UploadedText): Map<string, string> {
  const found = [...html.matchAll(/\bsrc="cid:(image(\d+)-[\da-f]+)"/gu)];
  const ids = found.sort((a, b) => Number(a[2]) - Number(b[2])).map(([, id]) => id ?? '');
  const paths = placedImages(parseMarkdown(parseDraft(text).body), 0)
    .map(({ token }) => attribute(token, 'src'))
    .filter((path) => !/^https?:/iu.test(path));
  return new Map(ids.length === paths.length ? ids.map((id, at) => [plainId(id), paths[at] ?? '']) : []);
}

function plainId(id: string): string {
  return id.replace(/^<|>$/gu, '').toLowerCase();
}

/** The files that are no pictures of the text, under the paths that the draft has for them. */
function attachmentsOf(
  files: readonly ReceivedFile[],
  used: ReadonlySet<string>,
  named: Header['attachments'],
): NamedFile[] {
  const left = [...named];
  return files.flatMap(({ name, path, isInline, contentId }): NamedFile[] => {
    if (
      isInline &&
      contentId !== undefined &&
      (used.has(plainId(contentId)) || /^(?:signature-)?\w+-[\da-f]{6,}$/u.test(contentId))
    )
      return [];
    const at = left.findIndex((file) => (file.name ?? fileName(file.path)) === name);
    const [known] = at < 0 ? [] : left.splice(at, 1);
    if (known) return [{ path: known.path, ...(known.name === undefined ? {} : { name: known.name }) }];
    return [{ path, ...(fileName(path) === name || name === '' ? {} : { name }) }];
  });
}

function fileName(path: string): string {
  return path.replaceAll('\\', '/').split('/').at(-1) ?? path;
}
