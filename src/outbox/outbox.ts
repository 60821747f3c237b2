import { throwIfCancelled } from '../failure.js';
import { type OutgoingMail } from '../render/outgoingMail.js';
import { type UploadWatch } from './copyWork.js';
import { directMessage, type DirectScreen, postDirectly, sentElsewhere } from './directSend.js';
import { type DraftRecord, withRecord } from './draftRecord.js';
import { type DraftState, stateOf } from './draftState.js';
import { lookElsewhere, type Question } from './elsewhere.js';
import { type Held } from './fileLock.js';
import { type Digests, seal, type SealedMail } from './fingerprint.js';
import { type LedgerEntry, type MailboxReference, referenceOf } from './ledger.js';
import { type KnownCopy, positionOf } from './ledgerPosition.js';
import { outboxFailures } from './outboxFailures.js';
import { type Job, type OutboxParts, type SendOutcome, type SendScreen } from './outboxParts.js';
import { Sending } from './sending.js';
import { type Evidence } from './settlement.js';
import { acceptSeen, type SeenCopy } from './seenCopy.js';
import { openReference, Settling } from './settling.js';
import { straySince } from './strays.js';
import { type TransferProgress } from './transfer.js';
import { evidenceOf, tell } from './told.js';
import { Upload } from './upload.js';

export { type Job, type OutboxParts, type SendOutcome, type SendScreen } from './outboxParts.js';

/**
 * Uploads and sends drafts, each mail at most once: every step is in the ledger before it is taken, one process at a
 * time works on a draft, and what a lost answer leaves open is read from the mailbox, never guessed.
 */
export class Outbox {
  private readonly digests: Digests = new Map();
  private readonly settling: Settling;
  private readonly sending: Sending;

  constructor(private readonly parts: OutboxParts) {
    this.settling = new Settling(parts);
    this.sending = new Sending(parts, this.settling);
  }

  /** The state by the ledger alone; `mail` absent: the file is taken as unchanged. */
  async state(id: string, mail?: OutgoingMail): Promise<DraftState> {
    const entries = await this.parts.ledger.read(id);
    const needsHash = mail !== undefined && positionOf(entries).kind === 'uploaded';
    const hash = needsHash ? (await seal(mail, this.digests)).hash : undefined;
    return stateOf(entries, hash, this.parts.lock.isHeld(id), this.parts.clock.now());
  }

  /**
   * Creates or updates the mailbox draft. On a conflict nothing is written, and the state says so. Cancelled amid a
   * file, it leaves the copy without that file, and the draft `changed`.
   */
  async upload(
    job: Job,
    signal?: AbortSignal,
    progress?: (progress: TransferProgress) => void,
  ): Promise<DraftState> {
    return this.locked(job.id, async (record) => {
      const upload = await this.begin(record, job, watching(signal, progress));
      await this.settling.look(upload, job.id);
      const before = upload.position();
      if (before.kind === 'sent') throw outboxFailures.alreadySent();
      this.settling.refuseHeld(before);
      const sealed = await this.seal(job);
      throwIfCancelled(signal);
      if (job.replaces) await acceptSeen(upload, await this.parts.mailbox(job.mailbox), job.replaces);
      await upload.put(sealed, job.fresh);
      return this.sending.stateNow(upload, sealed.hash);
    });
  }

  /** Uploads what changed, asks, holds, sends once, and waits until the outcome is known or an answer is due. */
  async send(job: Job, screen: SendScreen, signal?: AbortSignal): Promise<SendOutcome> {
    return this.locked(job.id, async (record, held) => {
      const upload = await this.begin(record, job, watching(signal, screen.uploading?.bind(screen)));
      const evidence = await this.settling.look(upload, job.id);
      const before = upload.position();
      if (before.kind === 'sent') {
        if (evidence) return this.sending.done(upload);
        throw outboxFailures.alreadySent();
      }
      this.settling.refuseHeld(before);
      if (before.kind === 'sending') return this.sending.sendAgain(job, upload, screen, held, evidence);
      const sealed = await this.seal(job);
      const position = await upload.put(sealed, job.fresh);
      if (position.kind !== 'uploaded' || position.conflict) return this.sending.done(upload, sealed.hash);
      return this.sending.confirmAndPost(job, upload, screen, held, sealed);
    });
  }

  /** Sends by one request that leaves no draft, and waits until the outcome is known or an answer is due. */
  async sendDirectly(job: Job, screen: DirectScreen): Promise<SendOutcome> {
    return this.locked(job.id, async (record, held) => {
      const upload = await this.begin(record, job, {});
      await this.settling.look(upload, job.id);
      const sealed = await this.seal(job);
      const message = await directMessage(job.id, sealed, upload.position(), this.parts.limits);
      const parts = await this.settling.directParts(upload, job.id, job.mailbox);
      if (!job.fresh && (await sentElsewhere(parts, job.mailbox))) return this.sending.done(upload);
      const copy = await screen.confirm();
      if (copy === undefined || !(await screen.hold()))
        return { kind: 'cancelled', state: this.sending.stateNow(upload) };
      if (!held.stillHeld()) throw outboxFailures.busy();
      screen.sending();
      this.parts.changed(job.id);
      const { hash } = sealed;
      await postDirectly(parts, message, { hash, mailbox: job.mailbox, saved: copy === 'saved' });
      return this.sending.done(upload, undefined, true);
    });
  }

  /** Makes a mail that the mailbox holds until its time not go: its copy there is deleted. */
  async cancelScheduled(id: string): Promise<DraftState> {
    const reference = await this.mailboxOf(id);
    if (!reference) throw outboxFailures.notScheduled();
    return this.locked(id, async (record) => {
      const upload = new Upload(this.parts, record, reference, await this.parts.mailbox(reference));
      await this.settling.look(upload, id);
      await this.settling.cancel(upload, id);
      return this.sending.stateNow(upload);
    });
  }

  /**
   * The file was made of this copy, or is to replace it: from here on it is that of the draft. Nothing changes in the
   * mailbox. @throws Failure `copy-changed-again`, `copy-gone`
   */
  async accept(id: string, seen: SeenCopy): Promise<DraftState> {
    return this.locked(id, async (record) => {
      const mailbox = await this.parts.mailbox(seen.mailbox);
      const upload = new Upload(this.parts, record, seen.mailbox, mailbox);
      await this.settling.look(upload, id);
      const position = upload.position();
      if (position.kind === 'sent') throw outboxFailures.alreadySent();
      this.settling.refuseHeld(position);
      if (position.kind === 'sending') throw outboxFailures.unsettled();
      await acceptSeen(upload, mailbox, seen);
      return this.sending.stateNow(upload);
    });
  }

  /** Deletes the mailbox copy, which must be a draft of ours. */
  async discard(id: string, reference: MailboxReference, signal?: AbortSignal): Promise<DraftState> {
    return this.locked(id, async (record) => {
      const mailbox = await this.parts.mailbox(reference);
      const upload = new Upload(this.parts, record, reference, mailbox, watching(signal));
      await this.settling.discard(upload, id, reference, signal);
      return this.sending.stateNow(upload);
    });
  }

  /**
   * Settles what an earlier run left open; sends nothing. Absent: nothing was open, or somebody works on it now.
   * `interrupted`: the time for undoing had begun when the window was closed, so the mail was not sent.
   */
  async settle(id: string): Promise<{ state: DraftState; interrupted: boolean } | undefined> {
    const entries = await this.parts.ledger.read(id);
    const reference =
      openReference(positionOf(entries)) ??
      (straySince(entries) === undefined ? undefined : referenceOf(entries));
    if (!reference) return undefined;
    const held = this.parts.lock.tryAcquire(id);
    if (!held) return undefined;
    return withRecord(this.parts, id, held, async (record) => {
      const upload = new Upload(this.parts, record, reference, await this.parts.mailbox(reference));
      const interrupted = upload.position().kind === 'holding';
      await this.settling.resume(upload, id, reference);
      return { state: this.sending.stateNow(upload), interrupted };
    });
  }

  /** See `lookElsewhere`. */
  elsewhere(job: Question, signal?: AbortSignal): Promise<DraftState | undefined> {
    return lookElsewhere(this.parts, job, signal);
  }

  /** Where the mailbox copy is now, read afresh: links move with the mailbox's server. */
  async webLink(id: string, signal?: AbortSignal): Promise<string | undefined> {
    const position = positionOf(await this.parts.ledger.read(id));
    const found =
      position.kind === 'sent'
        ? { messageId: position.entry.messageId, webLink: position.entry.webLink }
        : 'copy' in position
          ? position.copy.last
          : undefined;
    const reference = await this.mailboxOf(id);
    if (found?.messageId === undefined || !reference) return undefined;
    const mailbox = await this.parts.mailbox(reference);
    return (await mailbox.get(found.messageId, signal))?.webLink ?? found.webLink;
  }

  /** See `told.ts`. */
  evidence(id: string): Promise<Evidence | undefined> {
    return evidenceOf(this.parts, id);
  }

  tell(id: string, outcome: 'sent' | 'not-sent'): Promise<DraftState> {
    return tell(this.parts, id, outcome);
  }

  /** What was written down of a draft, the oldest first. */
  history(id: string): Promise<readonly LedgerEntry[]> {
    return this.parts.ledger.read(id);
  }

  /** What the ledger knows of the mailbox copy. Absent: there is none, or it was sent. */
  async copyOf(id: string): Promise<KnownCopy['last'] | undefined> {
    const position = positionOf(await this.parts.ledger.read(id));
    return 'copy' in position ? position.copy.last : undefined;
  }

  /** The mailbox that the draft was last put into, by the ledger. */
  async mailboxOf(id: string): Promise<MailboxReference | undefined> {
    return referenceOf(await this.parts.ledger.read(id));
  }

  /** The mail as it will be uploaded, with large files tagged in the parts that they go up in. */
  private seal({ mail }: Job): Promise<SealedMail> {
    return seal(mail, undefined, this.parts.limits?.part);
  }

  private async locked<T>(id: string, work: (record: DraftRecord, held: Held) => Promise<T>): Promise<T> {
    const held = this.parts.lock.tryAcquire(id);
    if (!held) throw outboxFailures.busy();
    return withRecord(this.parts, id, held, (record) => work(record, held));
  }

  private async begin(
    record: DraftRecord,
    { mailbox: reference, sender }: Job,
    watch: UploadWatch,
  ): Promise<Upload> {
    const mailbox = await this.parts.mailbox(reference);
    const known = sender === undefined ? watch : { ...watch, sender };
    const upload = new Upload(this.parts, record, reference, mailbox, known);
    const position = upload.position();
    const home = 'copy' in position ? position.copy.last.mailbox : undefined;
    if (home && !sameMailbox(home, reference)) throw outboxFailures.otherMailbox();
    return upload;
  }
}

function watching(signal?: AbortSignal, progress?: UploadWatch['progress']): UploadWatch {
  return { ...(signal ? { signal } : {}), ...(progress ? { progress } : {}) };
}

function sameMailbox(a: MailboxReference, b: MailboxReference): boolean {
  return a.environment === b.environment && a.accountId === b.accountId && a.path === b.path;
}
