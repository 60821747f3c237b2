import { type Clock } from '../clock.js';
import { throwIfCancelled } from '../failure.js';
import { type Mailbox } from '../graph/mailbox.js';
import { type Log } from '../log.js';
import { type OutgoingMail } from '../render/outgoingMail.js';
import { cancelHeld, mayWait, settleScheduled } from './deferral.js';
import {
  directMessage,
  type DirectScreen,
  postDirectly,
  sentElsewhere,
  settlePosted,
  unsettledPost,
} from './directSend.js';
import { type Addressed, addressedBy, sameAddressed } from './answer.js';
import { type DraftState, stateOf } from './draftState.js';
import { type Held, type Lock } from './fileLock.js';
import { type Digests, seal, type SealedMail } from './fingerprint.js';
import { type RequestLimits } from './graphMessage.js';
import { type KnownCopy, type Ledger, type MailboxReference, type Position, positionOf } from './ledger.js';
import { outboxFailures } from './outboxFailures.js';
import {
  codeOf,
  type Evidence,
  lookForSent,
  provesNothingLeft,
  sendOnce,
  waitForSent,
} from './settlement.js';
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
  /** It got its id this moment, so that no mailbox can hold a copy of it. */
  readonly fresh?: true;
}

/** What a send asks the person. Nothing is sent unless `confirm` and then `hold` say yes. */
export interface SendScreen {
  /** How far the files are that do not fit into the first request. */
  uploading?(progress: TransferProgress): void;
  /**
   * `again`: an earlier attempt is not settled; this is what the mailbox shows now. `addressed`: the mail answers another,
   * and this is who gets it.
   */
  confirm(again?: Evidence, addressed?: Addressed): Promise<boolean>;
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
    return this.locked(job.id, async () => {
      const upload = await this.begin(job, watching(signal, progress));
      await this.settlePosition(upload, job.id);
      const before = await upload.position();
      if (before.kind === 'sent') throw outboxFailures.alreadySent();
      this.refuseHeld(before);
      const sealed = await seal(job.mail);
      throwIfCancelled(signal);
      await upload.put(sealed, job.fresh);
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
      this.refuseHeld(before);
      if (before.kind === 'sending') return this.sendAgain(job, upload, screen, held, evidence);
      const sealed = await seal(job.mail);
      const position = await upload.put(sealed, job.fresh);
      if (position.kind !== 'uploaded' || position.conflict) return this.done(job.id, sealed.hash);
      if (!job.fresh) await this.verifyOnlyCopy(job, position.copy);
      return this.confirmAndPost(job, upload, screen, held, sealed);
    });
  }

  /** Sends by one request that leaves no draft, and waits until the outcome is known or an answer is due. */
  async sendDirectly(job: Job, screen: DirectScreen): Promise<SendOutcome> {
    return this.locked(job.id, async (held) => {
      const upload = await this.begin(job, {});
      await this.settlePosition(upload, job.id);
      const sealed = await seal(job.mail);
      const message = await directMessage(job.id, sealed, await upload.position(), this.parts.limits);
      const parts = await this.directParts(upload, job.id, job.mailbox);
      if (!job.fresh && (await sentElsewhere(parts))) return this.done(job.id);
      const copy = await screen.confirm();
      if (copy === undefined || !(await screen.hold()))
        return { kind: 'cancelled', state: await this.stateNow(job.id) };
      if (!held.stillHeld()) throw outboxFailures.busy();
      screen.sending();
      this.parts.changed(job.id);
      const { hash } = sealed;
      await postDirectly(parts, message, { hash, mailbox: job.mailbox, saved: copy === 'saved' });
      return this.done(job.id, undefined, true);
    });
  }

  /** Makes a mail that the mailbox holds until its time not go: its copy there is deleted. */
  async cancelScheduled(id: string): Promise<DraftState> {
    const reference = await this.mailboxOf(id);
    if (!reference) throw outboxFailures.notScheduled();
    return this.locked(id, async () => {
      const upload = new Upload(this.parts, id, reference, await this.parts.mailbox(reference));
      await this.settlePosition(upload, id);
      await this.cancel(upload, id);
      return this.stateNow(id);
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
      if (position.kind === 'posting') throw unsettledPost(position);
      if (position.kind === 'scheduled' || (position.kind === 'sending' && this.mayWait(position))) {
        await this.cancel(upload, id);
        return this.stateNow(id);
      }
      if (position.kind === 'sending' || position.kind === 'cancelling') throw outboxFailures.unsettled();
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
        state: await this.stateNow(id),
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
    if (found?.messageId === undefined || !reference) return undefined;
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
    if (position.kind === 'posting')
      await settlePosted(await this.directParts(upload, id, position.entry.mailbox));
    if (!['sending', 'scheduled', 'cancelling'].includes(position.kind)) return undefined;
    return this.settleSend(upload, id);
  }

  private async settleSend(upload: Upload, id: string): Promise<Evidence | undefined> {
    const position = await upload.position();
    if (!('copy' in position)) return undefined;
    const mailbox = await this.parts.mailbox(position.copy.last.mailbox);
    const now = () => this.parts.clock.now();
    if (position.kind === 'scheduled') return settleScheduled({ upload, mailbox, id, position, now });
    if (position.kind === 'cancelling') await cancelHeld({ upload, mailbox, id, position, now });
    if (position.kind !== 'sending') return undefined;
    const evidence = await lookForSent(mailbox, id, position.entry.messageId);
    if (evidence.kind === 'sent') await upload.markSent(evidence.message);
    return evidence;
  }

  /** Nothing is done with a mail that the mailbox holds, or may hold, to send it later; nor with one sent without a draft. */
  private refuseHeld(position: Position): void {
    if (position.kind === 'posting') throw unsettledPost(position);
    if (position.kind === 'scheduled' || position.kind === 'cancelling') throw outboxFailures.scheduled();
    if (position.kind === 'sending' && this.mayWait(position)) throw outboxFailures.scheduleUnsettled();
  }

  private mayWait(position: Extract<Position, { kind: 'sending' }>): boolean {
    return mayWait(position, this.parts.clock.now());
  }

  private async cancel(upload: Upload, id: string): Promise<void> {
    const position = await upload.position();
    if (position.kind === 'sent') throw outboxFailures.alreadySent();
    const waits = position.kind === 'scheduled' || (position.kind === 'sending' && this.mayWait(position));
    if (!waits) throw outboxFailures.notScheduled();
    await upload.note({ step: 'cancelling' });
    this.parts.changed(id);
    await this.settleSend(upload, id);
  }

  private async directParts(upload: Upload, id: string, reference: MailboxReference) {
    const { clock, log } = this.parts;
    return { upload, id, clock, log, mailbox: await this.parts.mailbox(reference) };
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
    const addressed = await this.addressed(job, upload);
    if (!(await screen.confirm(undefined, addressed)))
      return { kind: 'cancelled', state: await this.stateNow(job.id, sealed.hash) };
    await upload.note({ step: 'holding' });
    this.parts.changed(job.id);
    const goes = await screen.hold();
    if (!goes || !held.stillHeld()) {
      await upload.note({ step: 'released' });
      if (goes) throw outboxFailures.busy();
      return { kind: 'cancelled', state: await this.stateNow(job.id, sealed.hash) };
    }
    const copy = await this.freshCopy(job, upload, addressed);
    return copy ? this.post(job, upload, copy, sealed.hash, screen) : this.done(job.id, sealed.hash);
  }

  /** Read from the mailbox, since what an answer's draft leaves open is filled in there. */
  private async addressed(job: Job, upload: Upload): Promise<Addressed | undefined> {
    const position = await upload.position();
    if (!('copy' in position)) return undefined;
    return addressedBy(await this.parts.mailbox(job.mailbox), job.mail, position.copy.last);
  }

  /** The last look before sending: the copy must be the draft that was confirmed. Absent: it is not, and that is noted. */
  private async freshCopy(
    job: Job,
    upload: Upload,
    addressed: Addressed | undefined,
  ): Promise<KnownCopy | undefined> {
    const position = await upload.position();
    if (!('copy' in position)) return undefined;
    try {
      const mailbox = await this.parts.mailbox(job.mailbox);
      const remote = await mailbox.get(position.copy.last.messageId);
      if (remote && !remote.isDraft) await upload.markSent(remote);
      else if (!remote || remote.folder === 'deleteditems') await upload.note({ step: 'gone' });
      else if (
        (await upload.isOurs(remote, position.copy)) &&
        sameAddressed(addressed, await this.addressed(job, upload))
      )
        return position.copy;
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
    const since = this.parts.clock.now();
    const { sendAt = 0 } = job.mail;
    const due = sendAt > since ? sendAt : undefined;
    await upload.note({ step: 'sending', hash, messageId, ...(due === undefined ? {} : { due }) });
    screen.sending();
    this.parts.changed(job.id);
    let accepted = false;
    try {
      await sendOnce(this.parts.clock, (signal) => mailbox.send(messageId, signal));
      accepted = true;
    } catch (error) {
      if (provesNothingLeft(error)) {
        await upload.note({ step: 'send-failed', code: error.code });
        throw error;
      }
      this.parts.log.warn(`outbox: sending ${job.id} was not answered: ${codeOf(error)}`);
    }
    // Until its time the mailbox shows a draft, whether it took the mail or not: waiting would tell nothing.
    if (due === undefined) {
      if (accepted) await upload.note({ step: 'accepted' });
      const look = (signal: AbortSignal) => lookForSent(mailbox, job.id, messageId, signal);
      const evidence = await waitForSent(look, { ...this.parts, since });
      if (evidence.kind === 'sent') await upload.markSent(evidence.message);
    } else if (accepted) await upload.note({ step: 'scheduled', until: due });
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
    const addressed = await this.addressed(job, upload);
    if (!(await screen.confirm(evidence, addressed)) || !held.stillHeld()) {
      return { kind: 'cancelled', state: await this.stateNow(job.id) };
    }
    const latest = await this.settlePosition(upload, job.id);
    if (latest?.kind !== 'draft') return this.done(job.id);
    const remote = await (await this.parts.mailbox(job.mailbox)).get(position.entry.messageId);
    if (!remote || !(await upload.isOurs(remote, position.copy))) throw outboxFailures.otherVersion();
    if (!sameAddressed(addressed, await this.addressed(job, upload))) throw outboxFailures.otherVersion();
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
    const state = stateOf(entries, hash, false, this.parts.clock.now());
    // An accepted mail that still lies in Drafts is queued: that is `sending`, not doubt.
    const queued = settled && state.kind === 'unknown' && state.accepted;
    return { kind: 'done', state: queued ? { ...state, kind: 'sending' } : state };
  }

  private async stateNow(id: string, hash?: string): Promise<DraftState> {
    return stateOf(await this.parts.ledger.read(id), hash, false, this.parts.clock.now());
  }
}

function watching(signal?: AbortSignal, progress?: UploadWatch['progress']): UploadWatch {
  return { ...(signal ? { signal } : {}), ...(progress ? { progress } : {}) };
}

function openReference(position: Position): MailboxReference | undefined {
  switch (position.kind) {
    case 'creating':
      return position.entry.mailbox;
    case 'posting':
      // Without a copy and without an answer there is nothing to look for.
      return position.entry.saved || position.acceptedAt !== undefined ? position.entry.mailbox : undefined;
    case 'holding':
    case 'sending':
    case 'scheduled':
    case 'cancelling':
    case 'discarding':
      return position.copy.last.mailbox;
    case 'none':
    case 'uploaded':
    case 'sent':
      return undefined;
  }
}

function sameMailbox(a: MailboxReference, b: MailboxReference): boolean {
  return a.environment === b.environment && a.accountId === b.accountId && a.path === b.path;
}
