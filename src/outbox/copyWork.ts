import { type Clock, type Random } from '../clock.js';
import { type Mailbox, type MessageFacts } from '../graph/mailbox.js';
import { type Log } from '../log.js';
import { type DraftRecord } from './draftRecord.js';
import { type SealedMail } from './fingerprint.js';
import { type RequestLimits, usualLimits } from './graphMessage.js';
import { type MailboxReference } from './ledger.js';
import { messageIdOf } from './mimeCreation.js';
import { type TransferProgress } from './transfer.js';
import { type OpenUploads, UploadFiles } from './uploadFiles.js';

export interface UploadParts {
  readonly clock: Clock;
  readonly log: Log;
  readonly uploads?: OpenUploads;
  readonly limits?: RequestLimits;
  /** Absent: unrepeatable. */
  readonly random?: Random;
}

/** How an upload is watched and stopped. */
export interface UploadWatch {
  readonly signal?: AbortSignal;
  readonly progress?: (progress: TransferProgress) => void;
  /** The address of the mailbox, for the Message-ID of a mail that needs one of ours. Absent: not known. */
  readonly sender?: string;
}

/** All that is needed to bring one mailbox copy in step with a mail. */
export interface CopyWork {
  readonly id: string;
  readonly record: DraftRecord;
  readonly mailbox: Mailbox;
  readonly reference: MailboxReference;
  readonly files: UploadFiles;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: Random;
  readonly limits: RequestLimits;
  /** Of a copy that is made from MIME. */
  readonly messageId: string;
  readonly signal: AbortSignal | undefined;
}

export function copyWork(
  parts: UploadParts,
  record: DraftRecord,
  reference: MailboxReference,
  mailbox: Mailbox,
  watch: UploadWatch,
): CopyWork {
  const { clock, log, uploads, limits = usualLimits, random = Math.random } = parts;
  const { id } = record;
  const files = new UploadFiles({
    ...{ draftId: id, mailbox, clock, limits, ...watch },
    ...(uploads ? { uploads } : {}),
    note: (step) => record.note(step),
  });
  const messageId = messageIdOf(id, watch.sender);
  const { signal } = watch;
  return { id, record, mailbox, reference, files, clock, log, random, limits, messageId, signal };
}

/** What the ledger keeps of a message. */
export function factsOf({ id, changeKey, webLink, internetMessageId }: MessageFacts) {
  return {
    messageId: id,
    changeKey,
    ...(webLink === undefined ? {} : { webLink }),
    ...(internetMessageId === undefined ? {} : { internetMessageId }),
  };
}

export function namesOf({ files }: Pick<SealedMail, 'files'>): string[] {
  return files.map(({ name }) => name);
}

/** Where the copy is to be made. Absent: where the mailbox makes drafts. @throws Failure `folder-unknown`, `folder-unfit` */
export async function draftFolderOf(
  { mailbox, signal }: CopyWork,
  { mail: { folder, answers } }: SealedMail,
): Promise<string | undefined> {
  return folder === undefined || answers ? undefined : mailbox.draftFolder(folder, signal);
}
