import { type Clock } from '../clock.js';
import { type AttachmentFacts, type Mailbox } from '../graph/mailbox.js';
import { type MailFile } from './fingerprint.js';
import { fileAttachment, type RequestLimits } from './graphMessage.js';
import { type AnnouncedFile, type LedgerStep, type UploadedFile } from './ledger.js';
import { transferMeter, type TransferProgress } from './transfer.js';

/** The upload of one large file of a draft that was broken off, and may be gone on with. `session` is a secret. */
export interface OpenUpload {
  readonly key: string;
  readonly messageId: string;
  readonly session: string;
}

/** Where open uploads are kept over a restart, one for each draft: in a store for secrets, never in a file. */
export interface OpenUploads {
  get(draftId: string): Promise<OpenUpload | undefined>;
  set(draftId: string, upload: OpenUpload | undefined): Promise<void>;
}

export interface FileParts {
  readonly draftId: string;
  readonly mailbox: Mailbox;
  readonly clock: Clock;
  readonly limits: RequestLimits;
  /** Absent: after a restart large files begin anew. */
  readonly uploads?: OpenUploads;
  readonly signal?: AbortSignal;
  readonly progress?: (progress: TransferProgress) => void;
  note(step: LedgerStep): Promise<void>;
}

/** Brings the attachments of a mailbox copy in step with those of a mail, one after another. */
export class UploadFiles {
  constructor(private readonly parts: FileParts) {}

  /**
   * Deletes and adds what differs; true: something did. `known`: what is there by the ledger. `ours`: an earlier
   * update was broken off, so the mailbox is asked, and what is there but not known is replaced where it has one of these
   * names. `theirs` are left alone.
   */
  async bring(
    messageId: string,
    wanted: readonly MailFile[],
    known: readonly UploadedFile[],
    ours?: readonly string[],
    theirs: readonly string[] = [],
  ): Promise<boolean> {
    const left = ours ? await this.present(messageId, known, ours, theirs) : [...known];
    const missing = wanted.filter(({ key }) => {
      const found = left.findIndex((file) => file.key === key);
      if (found >= 0) left.splice(found, 1);
      return found < 0;
    });
    for (const { attachmentId } of left) {
      await this.parts.mailbox.deleteAttachment(messageId, attachmentId, this.parts.signal);
      await this.parts.note({ step: 'detached', attachmentId });
    }
    for (const file of missing) {
      const { id } = await this.add(messageId, file);
      await this.parts.note({ step: 'attached', key: file.key, attachmentId: id });
    }
    return left.length + missing.length > 0;
  }

  private async present(
    messageId: string,
    known: readonly UploadedFile[],
    ours: readonly string[],
    theirs: readonly string[],
  ): Promise<UploadedFile[]> {
    const listed = without(await this.parts.mailbox.attachments(messageId, this.parts.signal), theirs);
    const keys = new Map(known.map(({ key, attachmentId }) => [attachmentId, key]));
    return listed
      .filter(({ id, name }) => keys.has(id) || ours.includes(name))
      .map(({ id }) => ({ key: keys.get(id) ?? '', attachmentId: id }));
  }

  private async add(messageId: string, file: MailFile): Promise<AttachmentFacts> {
    const { mailbox, limits, clock, signal, progress } = this.parts;
    const meter = progress && transferMeter(clock, file, progress);
    if (file.size > limits.file) return this.addLarge(messageId, file, meter);
    meter?.(0);
    const added = await mailbox.addAttachment(messageId, await fileAttachment(file), signal);
    meter?.(file.size);
    return added;
  }

  private async addLarge(
    messageId: string,
    file: MailFile,
    progress?: (sent: number) => void,
  ): Promise<AttachmentFacts> {
    const { mailbox, uploads, draftId, signal } = this.parts;
    const { key } = file;
    const open = await uploads?.get(draftId);
    const same = open?.key === key && open.messageId === messageId ? open.session : undefined;
    const keep = async (session: string | undefined) =>
      uploads?.set(draftId, session === undefined ? undefined : { key, messageId, session });
    return mailbox.uploadAttachment(messageId, file, {
      keep,
      ...(same === undefined ? {} : { session: same }),
      ...(signal ? { signal } : {}),
      ...(progress ? { progress } : {}),
    });
  }
}

/**
 * Pairs the files with what the mailbox lists: by what the ledger noted of each, else by name. Absent: they are not the
 * same files. Of several files with one name and no note none is told from the others, so they get no key and are
 * replaced by the next update.
 */
export function matched(
  files: readonly AnnouncedFile[],
  listed: readonly AttachmentFacts[],
  noted: readonly UploadedFile[] = [],
): readonly UploadedFile[] | undefined {
  if (files.length !== listed.length) return undefined;
  const left = [...listed];
  const notes = [...noted];
  const byNote = files.map(({ key, name }) => {
    const note = notes.findIndex((each) => each.key === key);
    const [known] = note < 0 ? [] : notes.splice(note, 1);
    return takeFirst(left, ({ id, name: shown }) => id === known?.attachmentId && shown === name);
  });
  const pairs: UploadedFile[] = [];
  for (const [index, { key, name }] of files.entries()) {
    const known = byNote[index];
    const attachment = known ?? takeFirst(left, (each) => each.name === name);
    if (!attachment) return undefined;
    const alone = known !== undefined || files.filter((file) => file.name === name).length === 1;
    pairs.push({ key: alone ? key : '', attachmentId: attachment.id });
  }
  return pairs;
}

function takeFirst<T>(list: T[], wanted: (item: T) => boolean): T | undefined {
  const found = list.findIndex(wanted);
  return found < 0 ? undefined : list.splice(found, 1)[0];
}

/** The files that are not the message's which is answered. */
export function without(
  listed: readonly AttachmentFacts[],
  theirs: readonly string[] = [],
): readonly AttachmentFacts[] {
  return listed.filter(({ id }) => !theirs.includes(id));
}

export function sameFiles(
  known: readonly UploadedFile[],
  theirs: readonly string[] | undefined,
  listed: readonly AttachmentFacts[],
): boolean {
  const ids = new Set([...known.map(({ attachmentId }) => attachmentId), ...(theirs ?? [])]);
  return ids.size === listed.length && listed.every(({ id }) => ids.has(id));
}
