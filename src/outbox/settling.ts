import { Failure } from '../failure.js';
import { isLiveDraft, type Mailbox, type PlacedMessage } from '../graph/mailbox.js';
import { cancelHeld, isLate, keepTime, settleScheduled } from './deferral.js';
import { type DirectParts, settlePosted, unsettledPost } from './directSend.js';
import { type LedgerEntry, type MailboxReference, referenceOf } from './ledger.js';
import { type KnownCopy, type Position, positionOf } from './ledgerPosition.js';
import { outboxFailures } from './outboxFailures.js';
import { type OutboxParts } from './outboxParts.js';
import { deleteDraft, type Evidence, lookForSent } from './settlement.js';
import { clearStrays, haveArrived, straySince } from './strays.js';
import { lookAt, markSince, newMark } from './twoClocks.js';
import { type Upload } from './upload.js';

/** Finds out what became of what was begun, and ends it. Its caller holds the draft's lock. */
export class Settling {
  /** The requests to send of which a look has shown that the mailbox does not hold what they name any more. */
  private readonly late = new WeakSet<LedgerEntry>();

  constructor(private readonly parts: OutboxParts) {}

  /** Asks the mailbox once about a send that is not settled, and writes down what it shows. */
  async look(upload: Upload, id: string): Promise<Evidence | undefined> {
    const position = upload.position();
    if (position.kind === 'holding') await upload.note({ step: 'released' });
    if (position.kind === 'posting')
      await settlePosted(await this.directParts(upload, id, position.entry.mailbox));
    if (!['sending', 'scheduled', 'cancelling'].includes(position.kind)) return undefined;
    return this.settleSend(upload, id);
  }

  private async settleSend(upload: Upload, id: string): Promise<Evidence | undefined> {
    const position = upload.position();
    if (!('copy' in position)) return undefined;
    const mailbox = await this.parts.mailbox(position.copy.last.mailbox);
    const { clock } = this.parts;
    if (position.kind === 'scheduled') return settleScheduled({ upload, mailbox, clock, id, position });
    if (position.kind === 'cancelling') await cancelHeld({ upload, mailbox, clock, id, position });
    if (position.kind !== 'sending') return undefined;
    const { value: evidence, moment } = await lookAt(mailbox, clock, () =>
      lookForSent(mailbox, id, position.entry.messageId),
    );
    const { due = 0, missing } = position.entry;
    const mark = markSince(upload.entries(), position.entry);
    const late = isLate(mark, moment, due);
    if (late) this.late.add(position.entry);
    if (evidence.kind === 'sent') await upload.markSent(evidence.message);
    // Seen where it waits after the mailbox said yes: whoever deletes it now takes it back.
    else if (evidence.kind === 'draft' && position.accepted && moment.dates && moment.dates.latest < due)
      await upload.note({ step: 'scheduled', until: due });
    // What is deleted before it leaves does not go; but the request may have come after that, or may come yet.
    else if (evidence.kind === 'deleted' && late) await upload.note({ step: 'gone' });
    // Whoever sent it before its time would be found by now.
    else if (evidence.kind === 'absent' && missing && isLate(mark, moment))
      await upload.note({ step: 'gone' });
    else if ((evidence.kind === 'draft' || evidence.kind === 'absent') && late)
      await this.endIfSentElsewhere(upload, mailbox, id);
    await keepTime(upload, moment);
    return evidence;
  }

  /**
   * The copy lies there as a draft, or nowhere, and no request comes to it any more: another of this mail may have been
   * sent, or lie there too.
   */
  private async endIfSentElsewhere(upload: Upload, mailbox: Mailbox, id: string): Promise<void> {
    const tagged = await mailbox.findByTag(id);
    const sent = tagged.find(({ isDraft }) => !isDraft);
    if (sent) await upload.endAsSent(sent);
    else await upload.clearStrays(tagged);
  }

  /** The same, where a mailbox that can't be asked leaves it as it is. */
  async tryLook(upload: Upload, id: string): Promise<void> {
    try {
      await this.look(upload, id);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      this.parts.log.warn(`outbox: could not look for a mail that is sent later: ${error.code}`);
    }
  }

  /** Nothing is done with a mail that the mailbox holds, or may hold, to send it later; nor with one sent without a draft. */
  refuseHeld(position: Position): void {
    if (position.kind === 'posting') throw unsettledPost(position);
    if (position.kind === 'scheduled' || position.kind === 'cancelling') throw outboxFailures.scheduled();
    if (position.kind === 'sending' && this.mayWait(position)) throw outboxFailures.scheduleUnsettled();
  }

  /** Whether the mailbox would still hold it, or be about to send it, if it took it. */
  private mayWait({ entry }: Extract<Position, { kind: 'sending' }>): boolean {
    return entry.due !== undefined && !this.late.has(entry);
  }

  /** @throws Failure where nothing waits */
  async cancel(upload: Upload, id: string): Promise<void> {
    const position = upload.position();
    if (position.kind === 'sent') throw outboxFailures.alreadySent();
    // An earlier try was gone on with just now, and the mailbox does not tell yet.
    if (position.kind === 'cancelling') return;
    const waits = position.kind === 'scheduled' || (position.kind === 'sending' && this.mayWait(position));
    if (!waits) throw outboxFailures.notScheduled();
    await upload.note({ step: 'cancelling' });
    this.parts.changed(id);
    await this.settleSend(upload, id);
  }

  async directParts(upload: Upload, id: string, reference: MailboxReference): Promise<DirectParts> {
    const { clock, log } = this.parts;
    return { upload, id, clock, log, mailbox: await this.parts.mailbox(reference) };
  }

  /** Deletes the mailbox copy, which must be a draft of ours. */
  async discard(
    upload: Upload,
    id: string,
    reference: MailboxReference,
    signal?: AbortSignal,
  ): Promise<void> {
    await this.look(upload, id);
    const before = upload.position();
    if (before.kind === 'creating') await upload.adoptCreated(undefined, before.entry.internetMessageId);
    const position = upload.position();
    if (position.kind === 'sent') throw outboxFailures.alreadySent();
    if (position.kind === 'posting') throw unsettledPost(position);
    if (position.kind === 'scheduled' || (position.kind === 'sending' && this.mayWait(position))) {
      return this.cancel(upload, id);
    }
    if (position.kind === 'sending' || position.kind === 'cancelling') throw outboxFailures.unsettled();
    if (!('copy' in position)) throw outboxFailures.notUploaded();
    await this.delete(upload, position.copy, reference, { signal });
  }

  private async delete(
    upload: Upload,
    copy: KnownCopy,
    reference: MailboxReference,
    { signal, ...given }: { readonly signal?: AbortSignal | undefined; readonly seen?: PlacedMessage },
  ): Promise<void> {
    const mailbox = await this.parts.mailbox(reference);
    const { messageId } = copy.last;
    let seen = given.seen ?? (await upload.findCopy(messageId));
    if (!isLiveDraft(seen)) {
      const before = await lookForSent(mailbox, upload.id, messageId, signal);
      if (before.kind === 'sent') return upload.markSent(before.message);
      // The mailbox did not show it for a moment.
      if (before.kind === 'draft') seen = await upload.findCopy(messageId);
    }
    await upload.note({ step: 'discarding' });
    if (isLiveDraft(seen)) {
      const after = await deleteDraft(mailbox, upload.id, seen, signal);
      if (after.kind === 'sent') return upload.markSent(after.message);
      if (after.kind === 'left') return upload.noteLeft(copy, after.message);
    }
    await upload.note({ step: 'discarded' });
  }

  /** Ends what an earlier run began, unless somebody has changed the copy since. */
  private async goOnDiscarding(upload: Upload, copy: KnownCopy, reference: MailboxReference): Promise<void> {
    const remote = await (await this.parts.mailbox(reference)).get(copy.last.messageId);
    const live = isLiveDraft(remote);
    if (live && !(await upload.isOursToDelete(remote, copy)))
      return upload.note({ step: 'conflict', changeKey: remote.changeKey });
    // As it was compared: what is read once more may be somebody's already.
    await this.delete(upload, copy, reference, live ? { seen: remote } : {});
  }

  /** Settles what an earlier run left open, whatever it is. */
  async resume(upload: Upload, id: string, reference: MailboxReference): Promise<void> {
    const current = upload.position();
    if (current.kind === 'holding') await upload.note({ step: 'released' });
    else if (current.kind === 'creating') await upload.adoptCreated(current.entry);
    else if (current.kind === 'discarding') await this.goOnDiscarding(upload, current.copy, reference);
    else await this.look(upload, id);
    await this.sweep(upload, id);
  }

  /** Deletes what a request left behind that was carried out late, and looks until none can come any more. */
  private async sweep(upload: Upload, id: string): Promise<void> {
    const entries = upload.entries();
    const since = straySince(entries);
    const position = positionOf(entries);
    const known = 'copy' in position ? position.copy.last : undefined;
    const swept: readonly Position['kind'][] = ['none', 'uploaded', 'sending', 'posting', 'sent'];
    if (since === undefined || !swept.includes(position.kind)) return;
    const reference = known?.mailbox ?? referenceOf(entries);
    if (!reference) return;
    const mailbox = await this.parts.mailbox(reference);
    const { value: tagged, moment } = await lookAt(mailbox, this.parts.clock, () => mailbox.findByTag(id));
    const isNews = position.kind === 'none' || position.kind === 'uploaded';
    const sent = isNews ? tagged.find(({ isDraft }) => !isDraft) : undefined;
    // A copy that is there after all is found again by the next upload, or by a refresh.
    const only = position.kind === 'none' && since.step === 'gone' && !sent;
    if (!only) await clearStrays(mailbox, tagged, entries, known?.messageId);
    // Its copy was gone because it had been sent in Outlook, and the mailbox did not show that yet.
    if (sent) return upload.endAsSent(sent);
    const mark = markSince(entries, since);
    const ended = position.kind === 'none' || position.kind === 'sent';
    if (haveArrived(mark, moment)) return upload.note({ step: 'swept', ...(ended ? { last: true } : {}) });
    const begun = newMark(mark, moment);
    if (begun) await upload.note(begun);
  }
}

/** The mailbox to ask about what is open; absent: nothing is, or nothing can tell. */
export function openReference(position: Position): MailboxReference | undefined {
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
