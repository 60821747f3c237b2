import { type Clock } from '../clock.js';
import { Cancelled, Failure, throwIfCancelled } from '../failure.js';
import { GraphFailure } from '../graph/errors.js';
import { type Mailbox } from '../graph/mailbox.js';
import { type Log } from '../log.js';
import { type OutgoingMail } from '../render/outgoingMail.js';
import { type DraftState, stateOf } from './draftState.js';
import { type Held, type Lock } from './fileLock.js';
import { type Digests, seal, type SealedMail } from './fingerprint.js';
import { type RequestLimits } from './graphMessage.js';
import { type KnownCopy, type Ledger, type MailboxReference, type Position, positionOf } from './ledger.js';
import { outboxFailures } from './outboxFailures.js';
import { type Evidence, lookForSent, sendOnce, waitForSent } from './settlement.js';
import { type TransferProgress } from './transfer.js';
import { Upload, type UploadWatch } from './upload.js';
import { type OpenUploads } from './uploadFiles.js';

export interface OutboxParts {
  readonly ledger: Ledger;
  readonly lock: Lock;
  readonly clock: Clock;
  readonly log: Log;
  readonly uploads?: OpenUploads;
  readonly limits?: RequestLimits;
  /** Throws a `Failure` when nobody who may use this mailbox is signed in. */
  mailbox(reference: MailboxReference): Promise<Mailbox>;
  /** Called when a step changed what is known of a draft. */
  changed(id: string): void;
}

/** One draft with the mail that it makes now, and the mailbox that it goes to. */
export interface Job {
  readonly id: string;
  readonly mail: OutgoingMail;
  readonly mailbox: MailboxReference;
}

/** What a send asks the person. Nothing is sent unless `confirm` and then `hold` say yes. */
export interface SendScreen {
  /** How far the files are that do not fit into the first request. */
  uploading?(progress: TransferProgress): void;
  /** `again`: an earlier attempt is not settled; this is what the mailbox shows now. */
  confirm(again?: Evidence): Promise<boolean>;
  /** Waits out the time in which a send can be undone. False: undone. */
  hold(): Promise<boolean>;
  /** From here on nothing can be undone. */
  sending(): void;
}

export type SendOutcome =
  | { readonly kind: 'done'; readonly state: DraftState }
  | { readonly kind: 'cancelled'; readonly state: DraftState };

/**
 * Uploads and sends drafts, each mail at most once: every step is in the ledger before it is taken, one process at a
 * time works on a draft, and what a lost answer leaves open is read from the mailbox, never guessed.
 */
export class Outbox {
  private readonly digests: Digests = new Map();

  constructor(private readonly parts: OutboxParts) {}

  /** The state by the ledger alone; `mail` absent: the file is taken as unchanged. */
  async state(id: string, mail?: OutgoingMail): Promise<DraftState> {
    const entries = await this.parts.ledger.read(id);
    const needsHash = mail !== undefined && positionOf(entries).kind === 'uploaded';
    const hash = needsHash ? (await seal(mail, this.digests)).hash : undefined;
    return stateOf(entries, hash, this.parts.lock.isHeld(id));
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
    return this.locked(job.id, async () => {
      const upload = await this.begin(job, watching(signal, progress));
      await this.settlePosition(upload, job.id);
      if ((await upload.position()).kind === 'sent') throw outboxFailures.alreadySent();
      const sealed = await seal(job.mail);
      throwIfCancelled(signal);
      await upload.put(sealed);
      return this.stateNow(job.id, sealed.hash);
    });
  }

  /** Uploads what changed, asks, holds, sends once, and waits until the outcome is known or an answer is due. */
  async send(job: Job, screen: SendScreen, signal?: AbortSignal): Promise<SendOutcome> {
    return this.locked(job.id, async (held) => {
      const upload = await this.begin(job, watching(signal, screen.uploading?.bind(screen)));
      const evidence = await this.settlePosition(upload, job.id);
      const before = await upload.position();
      if (before.kind === 'sent') {
        if (evidence) return this.done(job.id);
        throw outboxFailures.alreadySent();
      }
      if (before.kind === 'sending') return this.sendAgain(job, upload, screen, held, evidence);
      const sealed = await seal(job.mail);
      const position = await upload.put(sealed);
      if (position.kind !== 'uploaded' || position.conflict) return this.done(job.id, sealed.hash);
      await this.verifyOnlyCopy(job, position.copy);
      return this.confirmAndPost(job, upload, screen, held, sealed);
    });
  }

  /** Deletes the mailbox copy, which must be a draft of ours. */
  async discard(id: string, reference: MailboxReference, signal?: AbortSignal): Promise<DraftState> {
    return this.locked(id, async () => {
      const mailbox = await this.parts.mailbox(reference);
      const upload = new Upload(this.parts, id, reference, mailbox, watching(signal));
      await this.settlePosition(upload, id);
      if ((await upload.position()).kind === 'creating') await upload.adoptCreated();
      const position = await upload.position();
      if (position.kind === 'sent') throw outboxFailures.alreadySent();
      if (position.kind === 'sending') throw outboxFailures.unsettled();
      if (!('copy' in position)) throw outboxFailures.notUploaded();
      await this.delete(upload, position.copy, reference, signal);
      return this.stateNow(id);
    });
  }

  /**
   * Settles what an earlier run left open; sends nothing. Absent: nothing was open, or somebody works on it now.
   * `interrupted`: the time for undoing had begun when the window was closed, so the mail was not sent.
   */
  async settle(id: string): Promise<{ state: DraftState; interrupted: boolean } | undefined> {
    const position = positionOf(await this.parts.ledger.read(id));
    const reference = openReference(position);
    if (!reference) return undefined;
    const held = this.parts.lock.tryAcquire(id);
    if (!held) return undefined;
    try {
      const upload = new Upload(this.parts, id, reference, await this.parts.mailbox(reference));
      const current = await upload.position();
      if (current.kind === 'holding') await upload.note({ step: 'released' });
      else if (current.kind === 'creating') await upload.adoptCreated(current.entry);
      else if (current.kind === 'discarding') await this.delete(upload, current.copy, reference);
      else await this.settlePosition(upload, id);
      return {
        state: stateOf(await this.parts.ledger.read(id), undefined, false),
        interrupted: current.kind === 'holding',
      };
    } finally {
      held.release();
      this.parts.changed(id);
    }
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
    if (!found || !reference) return undefined;
    const mailbox = await this.parts.mailbox(reference);
    return (await mailbox.get(found.messageId, signal))?.webLink ?? found.webLink;
  }

  /** The mailbox that the draft was last put into, by the ledger. */
  async mailboxOf(id: string): Promise<MailboxReference | undefined> {
    const entries = await this.parts.ledger.read(id);
    return entries.flatMap((entry) => ('mailbox' in entry ? [entry.mailbox] : [])).at(-1);
  }

  private async locked<T>(id: string, work: (held: Held) => Promise<T>): Promise<T> {
    const held = this.parts.lock.tryAcquire(id);
    if (!held) throw outboxFailures.busy();
    try {
      return await work(held);
    } finally {
      held.release();
      this.parts.changed(id);
    }
  }

  private async begin({ id, mailbox: reference }: Job, watch: UploadWatch): Promise<Upload> {
    const upload = new Upload(this.parts, id, reference, await this.parts.mailbox(reference), watch);
    const position = await upload.position();
    const known = 'copy' in position ? position.copy.last.mailbox : undefined;
    if (known && !sameMailbox(known, reference)) throw outboxFailures.otherMailbox();
    return upload;
  }

  /** Asks the mailbox once about a send that is not settled, and writes down what it shows. */
  private async settlePosition(upload: Upload, id: string): Promise<Evidence | undefined> {
    const position = await upload.position();
    if (position.kind === 'holding') await upload.note({ step: 'released' });
    if (position.kind !== 'sending') return undefined;
    const mailbox = await this.parts.mailbox(position.copy.last.mailbox);
    const evidence = await lookForSent(mailbox, id, position.entry.messageId);
    if (evidence.kind === 'sent') await upload.markSent(evidence.message);
    return evidence;
  }

  /** A tag that names two messages, or one that is no draft, would make it a guess what is sent. */
  private async verifyOnlyCopy(job: Job, copy: KnownCopy): Promise<void> {
    const mailbox = await this.parts.mailbox(job.mailbox);
    const live = (await mailbox.findByTag(job.id)).filter(({ folder }) => folder !== 'deleteditems');
    if (live.length > 1) throw outboxFailures.severalCopies(live.length);
    // The index of tags may lag behind; the id is read from the store itself.
    const only = live[0] ?? (await mailbox.get(copy.last.messageId));
    if (!only || only.id !== copy.last.messageId) throw outboxFailures.copyMissing();
  }

  private async confirmAndPost(
    job: Job,
    upload: Upload,
    screen: SendScreen,
    held: Held,
    sealed: SealedMail,
  ): Promise<SendOutcome> {
    if (!(await screen.confirm()))
      return { kind: 'cancelled', state: await this.stateNow(job.id, sealed.hash) };
    await upload.note({ step: 'holding' });
    this.parts.changed(job.id);
    const goes = await screen.hold();
    if (!goes || !held.stillHeld()) {
      await upload.note({ step: 'released' });
      if (goes) throw outboxFailures.busy();
      return { kind: 'cancelled', state: await this.stateNow(job.id, sealed.hash) };
    }
    const copy = await this.freshCopy(job, upload);
    return copy ? this.post(job, upload, copy, sealed.hash, screen) : this.done(job.id, sealed.hash);
  }

  /** The last look before sending: the copy must be the draft that was confirmed. Absent: it is not, and that is noted. */
  private async freshCopy(job: Job, upload: Upload): Promise<KnownCopy | undefined> {
    const position = await upload.position();
    if (!('copy' in position)) return undefined;
    try {
      const mailbox = await this.parts.mailbox(job.mailbox);
      const remote = await mailbox.get(position.copy.last.messageId);
      if (remote && !remote.isDraft) await upload.markSent(remote);
      else if (!remote || remote.folder === 'deleteditems') await upload.note({ step: 'gone' });
      else if (await upload.isOurs(remote, position.copy)) return position.copy;
      else {
        await upload.note({ step: 'released' });
        await upload.note({ step: 'conflict', changeKey: remote.changeKey });
      }
    } catch (error) {
      await upload.note({ step: 'released' });
      throw error;
    }
    return undefined;
  }

  /** The one request that sends. It is never repeated; without an answer that settles it, the mailbox is asked. */
  private async post(
    job: Job,
    upload: Upload,
    copy: KnownCopy,
    hash: string,
    screen: SendScreen,
  ): Promise<SendOutcome> {
    const { messageId } = copy.last;
    const mailbox = await this.parts.mailbox(job.mailbox);
    await upload.note({ step: 'sending', hash, messageId });
    screen.sending();
    this.parts.changed(job.id);
    const since = this.parts.clock.now();
    let accepted = false;
    try {
      await sendOnce(mailbox, messageId, this.parts.clock);
      accepted = true;
    } catch (error) {
      if (provesNothingLeft(error)) {
        await upload.note({ step: 'send-failed', code: (error as Failure).code });
        throw error;
      }
      this.parts.log.warn(`outbox: sending ${job.id} was not answered: ${codeOf(error)}`);
    }
    if (accepted) await upload.note({ step: 'accepted' });
    const evidence = await waitForSent(mailbox, job.id, messageId, { ...this.parts, since });
    if (evidence.kind === 'sent') await upload.markSent(evidence.message);
    return this.done(job.id, hash, true);
  }

  /**
   * Only a person may say so, shown what the mailbox holds; a copy that is no draft any more, or not the mail that the
   * person sees, is never sent again.
   */
  private async sendAgain(
    job: Job,
    upload: Upload,
    screen: SendScreen,
    held: Held,
    evidence: Evidence | undefined,
  ): Promise<SendOutcome> {
    const position = await upload.position();
    if (evidence?.kind !== 'draft' || position.kind !== 'sending') throw outboxFailures.unsettled();
    if ((await seal(job.mail)).hash !== position.entry.hash) throw outboxFailures.otherVersion();
    if (!(await screen.confirm(evidence)) || !held.stillHeld()) {
      return { kind: 'cancelled', state: await this.stateNow(job.id) };
    }
    const latest = await this.settlePosition(upload, job.id);
    if (latest?.kind !== 'draft') return this.done(job.id);
    const remote = await (await this.parts.mailbox(job.mailbox)).get(position.entry.messageId);
    if (!remote || !(await upload.isOurs(remote, position.copy))) throw outboxFailures.otherVersion();
    return this.post(job, upload, position.copy, position.entry.hash, screen);
  }

  private async delete(
    upload: Upload,
    copy: KnownCopy,
    reference: MailboxReference,
    signal?: AbortSignal,
  ): Promise<void> {
    const mailbox = await this.parts.mailbox(reference);
    const remote = await mailbox.get(copy.last.messageId, signal);
    if (remote && !remote.isDraft) return upload.markSent(remote);
    await upload.note({ step: 'discarding' });
    if (remote && remote.folder !== 'deleteditems') await mailbox.delete(remote.id, signal);
    await upload.note({ step: 'discarded' });
  }

  private async done(id: string, hash?: string, settled = false): Promise<SendOutcome> {
    const entries = await this.parts.ledger.read(id);
    const state = stateOf(entries, hash, false);
    // An accepted mail that still lies in Drafts is queued: that is `sending`, not doubt.
    const queued = settled && state.kind === 'unknown' && state.accepted;
    return { kind: 'done', state: queued ? { ...state, kind: 'sending' } : state };
  }

  private async stateNow(id: string, hash?: string): Promise<DraftState> {
    return stateOf(await this.parts.ledger.read(id), hash, false);
  }
}

function watching(signal?: AbortSignal, progress?: UploadWatch['progress']): UploadWatch {
  return { ...(signal ? { signal } : {}), ...(progress ? { progress } : {}) };
}

function openReference(position: Position): MailboxReference | undefined {
  if (position.kind === 'creating') return position.entry.mailbox;
  const open = position.kind === 'holding' || position.kind === 'sending' || position.kind === 'discarding';
  return open ? position.copy.last.mailbox : undefined;
}

function sameMailbox(a: MailboxReference, b: MailboxReference): boolean {
  return a.environment === b.environment && a.accountId === b.accountId && a.path === b.path;
}

/**
 * A refusal by the mailbox, a connection that was never made, or a token that could not be had: the request was not
 * carried out. Everything else may have been.
 */
function provesNothingLeft(error: unknown): boolean {
  if (error instanceof GraphFailure) return error.refused;
  return error instanceof Failure;
}

function codeOf(error: unknown): string {
  if (error instanceof Failure) return error.code;
  return error instanceof Cancelled ? 'cancelled' : error instanceof Error ? error.name : 'unknown';
}
