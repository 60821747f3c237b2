import { type Mailbox, type MessageFacts, type PlacedMessage } from '../graph/mailbox.js';
import { refuseBorder } from './answer.js';
import { adoptCreated, type Announced, meet } from './copyAdoption.js';
import { createCopy } from './copyCreation.js';
import { findCopy, isOurs, isOursToDelete, isSomebodys } from './copyOwner.js';
import { noteLeft, updateCopy } from './copyUpdate.js';
import { type CopyWork, copyWork, type UploadParts, type UploadWatch } from './copyWork.js';
import { type DraftRecord } from './draftRecord.js';
import { type SealedMail } from './fingerprint.js';
import { type LedgerEntry, type LedgerStep, type MailboxReference } from './ledger.js';
import { type KnownCopy, type Position } from './ledgerPosition.js';
import { outboxFailures } from './outboxFailures.js';
import { giveWay } from './rivals.js';
import { deleteAsSeen } from './settlement.js';
import { clearStrays } from './strays.js';

/** Brings one mailbox copy in step with one sealed mail. Its caller holds the draft's lock. */
export class Upload {
  private readonly work: CopyWork;

  constructor(
    parts: UploadParts,
    record: DraftRecord,
    reference: MailboxReference,
    private readonly mailbox: Mailbox,
    watch: UploadWatch = {},
  ) {
    this.work = copyWork(parts, record, reference, mailbox, watch);
  }

  get id(): string {
    return this.work.id;
  }

  entries(): readonly LedgerEntry[] {
    return this.work.record.entries();
  }

  position(): Position {
    return this.work.record.position();
  }

  note(step: LedgerStep): Promise<void> {
    return this.work.record.note(step);
  }

  /** See `DraftRecord.announce`. */
  announce(step: LedgerStep, otherwise: LedgerStep): Promise<void> {
    return this.work.record.announce(step, otherwise);
  }

  markSent(message: PlacedMessage): Promise<void> {
    return this.work.record.markSent(message);
  }

  /**
   * Afterwards the position is `uploaded` with this mail's hash, `uploaded` with a conflict, or `sent`. `fresh`: the
   * draft got its id this moment, so that the mailbox need not be asked for it.
   */
  async put(sealed: SealedMail, fresh = false): Promise<Position> {
    refuseBorder(sealed.mail);
    const position = this.position();
    switch (position.kind) {
      case 'sent':
        return position;
      case 'sending':
      case 'scheduled':
      case 'cancelling':
      case 'posting':
        throw outboxFailures.unsettled();
      case 'none':
        await (fresh ? this.create(sealed) : this.createUnlessThere(sealed));
        break;
      case 'creating':
        await this.createUnlessThere(sealed, position.entry);
        break;
      case 'uploaded':
        await this.update(sealed, position.copy, !position.conflict && !position.failed);
        break;
      case 'holding':
      case 'discarding':
        await this.update(sealed, position.copy);
    }
    return this.position();
  }

  /** Another message with the tag was sent: a copy that is still as the ledger knows it is of no use any more. */
  async endAsSent(message: PlacedMessage): Promise<void> {
    const position = this.position();
    // First: nobody would look for it any more once the mail is noted as sent.
    if ('copy' in position && position.copy.last.messageId !== message.id)
      await this.clearUseless(position.copy);
    await this.markSent(message);
  }

  private async clearUseless(copy: KnownCopy): Promise<void> {
    const { mailbox, work } = this;
    if (isSomebodys(copy)) return;
    const left = await findCopy(work, copy.last.messageId);
    if (left?.isDraft && left.folder === 'drafts' && (await this.isOursToDelete(left, copy)))
      await deleteAsSeen(mailbox, left, work.signal);
  }

  /** See `adoptCreated`. `messageId`: of what was made from MIME. */
  adoptCreated(announced?: Announced, messageId = announced?.internetMessageId): Promise<boolean> {
    return adoptCreated(this.work, announced, announced?.mark, messageId);
  }

  /** See `meet`. */
  meet(sealed: SealedMail): Promise<boolean> {
    return meet(this.work, sealed);
  }

  /** See `isOurs`. */
  isOurs(remote: MessageFacts, copy: KnownCopy): Promise<boolean> {
    return isOurs(this.work, remote, copy);
  }

  /** See `isOursToDelete`. */
  isOursToDelete(remote: MessageFacts, copy: KnownCopy): Promise<boolean> {
    return isOursToDelete(this.work, remote, copy);
  }

  /** See `findCopy`. */
  findCopy(messageId: string): Promise<PlacedMessage | undefined> {
    return findCopy(this.work, messageId);
  }

  /** Deletes what a request of this computer made beside the copy that it knows. Resolves with the others. */
  clearStrays(among: readonly PlacedMessage[]): Promise<readonly PlacedMessage[]> {
    const position = this.position();
    const keep = 'copy' in position ? position.copy.last.messageId : undefined;
    return clearStrays(this.mailbox, among, this.entries(), keep);
  }

  /** See `giveWay`. */
  giveWay(copy: KnownCopy, own: PlacedMessage, others: readonly PlacedMessage[]): Promise<boolean> {
    return giveWay(this.work, copy, own, others);
  }

  /** See `noteLeft`. */
  noteLeft(copy: KnownCopy, left: PlacedMessage): Promise<void> {
    return noteLeft(this.work, copy, left);
  }

  private async createUnlessThere(sealed: SealedMail, announced?: Announced): Promise<void> {
    if (!(await meet(this.work, sealed, announced))) return this.create(sealed);
    const position = this.position();
    if (position.kind === 'uploaded' && !position.conflict) await this.update(sealed, position.copy);
  }

  private async create(sealed: SealedMail, folderId?: string): Promise<void> {
    if ((await createCopy(this.work, sealed, folderId)) !== 'adopted') return;
    const position = this.position();
    if (position.kind === 'uploaded') await this.update(sealed, position.copy);
  }

  private async update(sealed: SealedMail, copy: KnownCopy, clean = false): Promise<void> {
    const outcome = await updateCopy(this.work, sealed, copy, clean);
    if (outcome.kind === 'gone') await this.createUnlessThere(sealed);
    if (outcome.kind === 'removed') await this.create(sealed, outcome.folderId);
  }
}
