import { createHash } from 'node:crypto';
import { type Room } from '../draft/files.js';
import { usualPart } from '../graph/client.js';
import { type MessageContent } from '../graph/mailbox.js';
import { PartTagger, type PartTags } from '../graph/partTags.js';
import { attachmentChanged } from '../graph/uploadFailures.js';
import { type OutgoingAttachment, type OutgoingMail } from '../render/outgoingMail.js';
import { givenByAnswer, markOfMail, sha256 } from './contentMark.js';
import { type ContentMark } from './ledger.js';
import { needsMime } from './mimeNeed.js';

/** A file of the mail. `key` is equal for equal content under an equal name in an equal use. `size` in bytes. */
export interface MailFile {
  readonly key: string;
  readonly name: string;
  readonly contentType: string;
  readonly size: number;
  /** Of the content, hexadecimal. */
  readonly sha256: string;
  /** Of the content, part by part. Absent: the bytes are kept, or were not read for an upload. */
  readonly tags?: PartTags;
  /** Set for pictures inside the body. */
  readonly contentId?: string;
  /** The bytes, where they are few enough to be kept. Absent: they are read again, and compared, when they are uploaded. */
  readonly bytes?: Uint8Array;
  /** The bytes from `offset` on, as they are by then. */
  open(offset: number, room?: Room): AsyncIterable<Uint8Array>;
}

/** The mail with all its bytes in hand or named by their hash, and the hash that names exactly this mail. */
export interface SealedMail {
  readonly mail: OutgoingMail;
  readonly files: readonly MailFile[];
  readonly hash: string;
  readonly mark: ContentMark;
  /** Hash of what can't be changed once the mailbox copy exists. */
  readonly fixed: string;
}

/** What large files came to when they were read last, by their versions. */
export type Digests = Map<string, Digest>;

interface Digest {
  readonly sha256: string;
  readonly size: number;
}

/** Bytes of attachments that are kept in memory: about what one request holds. */
const inHand = 4 * 1024 * 1024;
const mostDigests = 1000;
/** Bytes that are read and hashed at a time. */
const pieceBytes = 512 * 1024;

/**
 * Reads the attachments once; what is hashed here is what is uploaded, or nothing is. `known`: digests of files that
 * look unchanged are taken from there, which is good enough to show a state, but not to send. `partBytes`: of the parts
 * in which large files will be uploaded.
 */
export async function seal(
  mail: OutgoingMail,
  known?: Digests,
  partBytes: number = usualPart,
): Promise<SealedMail> {
  const files = mail.images.map((image) => heldFile(image, image.bytes));
  let room = inHand;
  for (const attachment of mail.attachments) {
    const { open, size } = attachment;
    const file =
      open && size > room
        ? await (known ? shownFile(attachment, open, known) : streamedFile(attachment, open, partBytes))
        : heldFile(attachment, await attachment.read());
    if (file.bytes) room -= file.size;
    files.push(file);
  }
  return {
    mail,
    files,
    hash: hashOf(mail, files),
    mark: markOfMail(mail),
    // Graph's page "Update message" names no way to take a `from` away again.
    fixed:
      sha256(
        JSON.stringify([mail.headers, mail.from === undefined, ...fixedAnswer(mail), ...fixedCreation(mail)]),
      ) + deferralMark(mail.sendAt),
  };
}

/** Graph documents no way to take an extended property away again, so a copy that has one is told from others. */
const deferred = '+send-at';

/** What {@link SealedMail.fixed} ends with. */
export function deferralMark(sendAt: unknown): string {
  return sendAt === undefined ? '' : deferred;
}

/** Whether a copy that was uploaded with this `fixed` waits for a time. */
function isDeferred(fixed: string): boolean {
  return fixed.endsWith(deferred);
}

/** The time that the ledger keeps beside {@link SealedMail.fixed}. */
export function waitsFor(time: number | undefined): { readonly waits?: number } {
  return time === undefined ? {} : { waits: time };
}

/** When the mailbox lets the copy leave, in milliseconds. Absent: at once. */
export function timeOf({ deferred: time }: Pick<MessageContent, 'deferred'>): number | undefined {
  return time === undefined ? undefined : Date.parse(time);
}

/** Whether the copy waits as it did when it was written down; Exchange keeps whole seconds. */
export function waitsAsKnown(
  content: Pick<MessageContent, 'deferred'>,
  { fixed, waits }: { readonly fixed: string; readonly waits?: number },
): boolean {
  const time = timeOf(content);
  if (time === undefined) return true;
  return waits === undefined ? isDeferred(fixed) : Math.abs(time - waits) < 1000;
}

/**
 * Whether a copy made as `before` can't be brought to `after` by an update. A time to send at can come, but not go.
 * `needsKnown`: also where nothing else is known of the copy, because another machine made it.
 */
export function mustBeMadeAnew(before: string, after: string, needsKnown: boolean): boolean {
  if (isDeferred(before) && !isDeferred(after)) return true;
  const known = before.replace(deferred, '');
  return known === '' ? needsKnown : known !== after.replace(deferred, '');
}

/** All bytes of a file that was sealed. @throws Failure `attachment-changed` when they are not the same any more */
export async function bytesOf(file: MailFile): Promise<Uint8Array> {
  if (file.bytes) return file.bytes;
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of file.open(0)) {
    size += piece.byteLength;
    if (size > file.size) throw attachmentChanged(file.name);
    pieces.push(piece);
  }
  const bytes = Buffer.concat(pieces);
  if (sha256(bytes) !== file.sha256) throw attachmentChanged(file.name);
  return bytes;
}

type Named = Pick<MailFile, 'name' | 'contentType' | 'contentId'>;

function heldFile(named: Named, bytes: Uint8Array): MailFile {
  const open = async function* (offset: number) {
    yield bytes.subarray(offset);
  };
  return { ...mailFile(named, { sha256: sha256(bytes), size: bytes.byteLength }), bytes, open };
}

async function streamedFile(
  attachment: OutgoingAttachment,
  open: MailFile['open'],
  partBytes: number,
): Promise<MailFile> {
  const tagger = new PartTagger(partBytes);
  const digest = await digestOf(open, tagger);
  return { ...mailFile(attachment, digest), open, tags: tagger.done() };
}

/** One that will not be uploaded. */
async function shownFile(
  attachment: OutgoingAttachment,
  open: MailFile['open'],
  known: Digests,
): Promise<MailFile> {
  const { version } = attachment;
  const digest = (version === undefined ? undefined : known.get(version)) ?? (await digestOf(open));
  if (version !== undefined) {
    if (known.size >= mostDigests) known.clear();
    known.set(version, digest);
  }
  return { ...mailFile(attachment, digest), open };
}

async function digestOf(open: MailFile['open'], tagger?: PartTagger): Promise<Digest> {
  const hash = createHash('sha256');
  const memory = Buffer.allocUnsafeSlow(pieceBytes);
  let size = 0;
  for await (const piece of open(0, () => memory)) {
    hash.update(piece);
    tagger?.update(piece);
    size += piece.byteLength;
  }
  return { sha256: hash.digest('hex'), size };
}

function mailFile({ name, contentType, contentId }: Named, digest: Digest): Omit<MailFile, 'open'> {
  const key = sha256(JSON.stringify([name, contentType, contentId ?? '', digest.sha256]));
  return { key, name, contentType, ...digest, ...(contentId === undefined ? {} : { contentId }) };
}

/** What the mailbox filled in at creation can't be had back once the draft named its own. */
function fixedAnswer(mail: OutgoingMail): unknown[] {
  return mail.answers ? [mail.answers, givenByAnswer(mail)] : [];
}

/** What decides how and where the copy is made, where that is not the usual. */
function fixedCreation({ thread, plainText, folder }: OutgoingMail): unknown[] {
  return thread || plainText || folder !== undefined ? [{ thread, plainText, folder }] : [];
}

/** SHA-256 over everything that decides what the reader gets. */
function hashOf(mail: OutgoingMail, files: readonly MailFile[]): string {
  const { to, cc, bcc, replyTo, from, subject, importance, sensitivity, categories, headers, html } = mail;
  // Last and only where it is there, so that drafts of earlier versions keep their hash.
  const time = mail.sendAt === undefined ? [] : [{ sendAt: mail.sendAt }];
  const receipts = [mail.readReceipt, mail.deliveryReceipt];
  const parts = [
    to,
    cc,
    bcc,
    replyTo,
    from ?? null,
    subject,
    importance,
    sensitivity,
    categories,
    headers,
    receipts,
    html,
    ...(mail.answers ? [mail.answers] : []),
  ];
  // MIME carries a text part of ours, which an update of the HTML would make the mailbox write anew.
  const text = needsMime(mail) ? [mail.text] : [];
  return sha256(
    JSON.stringify([...parts, files.map(({ key }) => key), ...time, ...fixedCreation(mail), ...text]),
  );
}
