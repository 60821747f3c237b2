import { type AttachmentReference, type Draft, type Header, type Problem } from '../draft/draft.js';
import { checkDraft } from '../draft/check.js';
import { type FileFacts, type Files, type Room } from '../draft/files.js';
import { mediaTypeOf } from '../draft/mediaTypes.js';
import { sendTimeOf } from '../draft/sendTime.js';
import { type Sentence, sentence } from '../failure.js';
import { megabytes, weightProblems } from './mailWeight.js';
import { appearanceOf } from './appearance.js';
import { type LookSettings, outsideSentence } from './lookSource.js';
import { type OutgoingAttachment, type OutgoingMail } from './outgoingMail.js';
import { type Block } from './mailHtml.js';
import { type ParsedBlocks } from './parsedBlocks.js';
import { type PictureMaker } from './pictureMaker.js';
import { readOnce } from './pictureReads.js';
import { renderMailWithLines } from './renderMail.js';
import { type ImageSource, type Rendered } from './rendered.js';

/** Bytes: Outlook takes files up to 150 MB (Graph page "Attach large files to Outlook messages"). */
const largestAttachment = 150 * 1024 * 1024;

const usualLook: LookSettings = { theme: '', css: '', signature: '' };

/** Where a draft stands, and what it may read. Locations are URIs as strings. */
export interface Surroundings {
  readonly location: string;
  /** The folder that files may be read from without asking: the workspace folder, or the draft's own. */
  readonly root: string;
  readonly files: Files;
  /** Absent: pictures that would have to be converted are refused. */
  readonly pictureMaker?: PictureMaker;
  /** The settings of the look; absent: the usual look without a signature. */
  readonly look?: LookSettings;
  /** What is known of an earlier state of the same draft; it makes the next one faster. */
  readonly known?: ParsedBlocks;
  /** Whether the user agreed to this file outside `root` for this draft. */
  approved(realLocation: string): boolean;
}

export interface Composed {
  readonly mail: OutgoingMail;
  readonly problems: readonly Problem[];
  /** Real locations of files outside `root` that the draft names and the user has not agreed to. */
  readonly outside: readonly string[];
  /** Which line of the file each top-level block of the html is from. */
  readonly blocks: readonly Block[];
  /** Locations of style sheet and signature, whose changes change the mail. */
  readonly lookFiles: readonly string[];
}

/** The mail that a draft would become, with everything that is wrong with it. Attachments are looked at, not read. */
export async function compose(draft: Draft, surroundings: Surroundings): Promise<Composed> {
  const outside = new Set<string>();
  const { header } = draft;
  const attached = await Promise.all(
    header.attachments.map((file) => attachment(file, surroundings, outside)),
  );
  const appearance = await appearanceOf(draft, surroundings.look ?? usualLook, {
    ...{ location: surroundings.location, root: surroundings.root, files: surroundings.files },
    outside: (location) => isOutside(location, surroundings, outside),
    images: (base) => imageSource(surroundings, outside, base),
  });
  const rendered = await renderMailWithLines({
    markdown: draft.body,
    firstLine: draft.bodyLine,
    subject: header.subject,
    ...(header.lang === undefined ? {} : { lang: header.lang }),
    images: imageSource(surroundings, outside, surroundings.location),
    theme: appearance.theme,
    ...(appearance.css ? { css: appearance.css } : {}),
    ...(appearance.signature ? { signature: appearance.signature } : {}),
    ...(surroundings.pictureMaker ? { pictureMaker: surroundings.pictureMaker } : {}),
    ...(surroundings.known ? { known: surroundings.known } : {}),
  });
  const mail = outgoing(header, rendered, attached);
  const refused = attached.flatMap((result) => ('problem' in result ? [result.problem] : []));
  const heavy = weightProblems(mail, draft.keyLines?.attachments ?? 0);
  const problems = [
    ...checkDraft(draft),
    ...refused,
    ...heavy,
    ...appearance.problems,
    ...rendered.problems,
  ].sort((a, b) => a.line - b.line);
  return { mail, problems, outside: [...outside], blocks: rendered.blocks, lookFiles: appearance.files };
}

function outgoing(header: Header, rendered: Rendered, attached: readonly Attached[]): OutgoingMail {
  return {
    to: header.to,
    cc: header.cc,
    bcc: header.bcc,
    replyTo: header.replyTo,
    ...(header.from === undefined ? {} : { from: header.from }),
    subject: header.subject,
    importance: header.importance,
    sensitivity: header.sensitivity,
    categories: header.categories,
    readReceipt: header.readReceipt,
    deliveryReceipt: header.deliveryReceipt,
    ...(header.sendAt === undefined ? {} : { sendAt: sendTimeOf(header.sendAt) }),
    headers: header.headers,
    html: rendered.html,
    get text() {
      return rendered.text;
    },
    images: rendered.images,
    attachments: attached.flatMap((result) => ('mail' in result ? [result.mail] : [])),
    ...(header.answers ? { answers: header.answers } : ownWay(header)),
  };
}

/** What only a mail that the draft says all of can have: an answer is made by the mailbox. */
function ownWay({
  thread,
  plainText,
  folder,
}: Header): Pick<OutgoingMail, 'thread' | 'plainText' | 'folder'> {
  return {
    ...(thread ? { thread } : {}),
    ...(plainText ? { plainText } : {}),
    ...(folder === undefined ? {} : { folder }),
  };
}

type Attached = { readonly mail: OutgoingAttachment } | { readonly problem: Problem };

async function attachment(
  file: AttachmentReference,
  around: Surroundings,
  outside: Set<string>,
): Promise<Attached> {
  const { files } = around;
  const location = files.resolve(around.location, file.path);
  const refuse = (code: string, message: Sentence): Attached => ({
    problem: { code, severity: 'error', message, line: file.line },
  });
  const facts = await files.facts(location);
  if (!facts)
    return refuse('attachment-missing', sentence('The attachment "{0}" does not exist.', file.path));
  if (facts.kind === 'folder') {
    return refuse(
      'attachment-folder',
      sentence('The attachment "{0}" is a folder. Attach files, or a zip of it.', file.path),
    );
  }
  if (await isOutside(location, around, outside))
    return refuse('attachment-outside', outsideSentence(file.path));
  if (facts.size > largestAttachment) {
    const message = sentence(
      'The attachment "{0}" has {1} MB, but {2} MB is the most. Share it by a link.',
      file.path,
      megabytes(facts.size),
      megabytes(largestAttachment),
    );
    return refuse('attachment-too-large', message);
  }
  const name = file.name ?? fileName(file.path);
  return {
    mail: {
      name,
      contentType: mediaTypeOf(name),
      size: facts.size,
      location,
      ...readingOf(files, location, facts),
    },
  };
}

function readingOf(
  files: Files,
  location: string,
  { version }: FileFacts,
): Pick<OutgoingAttachment, 'read' | 'open' | 'version'> {
  const open = files.open?.bind(files);
  return {
    read: () => files.read(location),
    ...(open ? { open: (offset: number, room?: Room) => open(location, offset, room) } : {}),
    ...(version === undefined ? {} : { version: JSON.stringify([location, version]) }),
  };
}

/** `base`: the file that names the pictures. */
function imageSource(around: Surroundings, outside: Set<string>, base: string): ImageSource {
  const { files } = around;
  return async (path) => {
    const location = files.resolve(base, path);
    const facts: FileFacts | undefined = await files.facts(location);
    if (!facts) return { kind: 'missing' };
    if (facts.kind === 'folder') return { kind: 'folder' };
    if (await isOutside(location, around, outside)) return { kind: 'outside' };
    return { kind: 'image', bytes: await readOnce(files, location, facts), name: fileName(path) };
  };
}

/** Links are resolved first: a link inside the folder may point out of it. */
async function isOutside(location: string, around: Surroundings, outside: Set<string>): Promise<boolean> {
  const [real, root] = await Promise.all([
    around.files.realLocation(location),
    around.files.realLocation(around.root),
  ]);
  const inside = real.startsWith(root.endsWith('/') ? root : `${root}/`);
  if (inside || around.approved(real)) return false;
  outside.add(real);
  return true;
}

function fileName(path: string): string {
  return path.split(/[/\\]/u).filter(Boolean).at(-1) ?? path;
}
