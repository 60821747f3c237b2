import { steadyTime } from '../clock.js';
import { type Addressed, addressedBy, sameAddressed } from './answer.js';
import { type PlacedMessage } from '../graph/mailbox.js';
import { keepTime } from './deferral.js';
import { type DraftState, stateOf } from './draftState.js';
import { type Held } from './fileLock.js';
import { seal, type SealedMail } from './fingerprint.js';
import { type KnownCopy } from './ledgerPosition.js';
import { type Job, type OutboxParts, type SendOutcome, type SendScreen } from './outboxParts.js';
import { outboxFailures } from './outboxFailures.js';
import {
  codeOf,
  type Evidence,
  lookForSent,
  provesNothingLeft,
  sendOnce,
  waitForSent,
} from './settlement.js';
import { postedAmong } from './posted.js';
import { type Settling } from './settling.js';
import { clearStrays } from './strays.js';
import { type Upload } from './upload.js';
import { dueOf, lookAt, type Moment } from './twoClocks.js';

/** A copy as the last look has shown it. `hash`: of the mail that it holds. */
interface Ready {
  readonly copy: KnownCopy;
  readonly hash: string;
  readonly moment: Moment;
}

/** Sends a mailbox copy, once. Its caller holds the draft's lock. */
export class Sending {
  constructor(
    private readonly parts: OutboxParts,
    private readonly settling: Settling,
  ) {}

  /** Asks, holds, looks once more, and sends. */
  async confirmAndPost(
    job: Job,
    upload: Upload,
    screen: SendScreen,
    held: Held,
    sealed: SealedMail,
  ): Promise<SendOutcome> {
    const addressed = await this.addressed(job, upload);
    if (!(await screen.confirm(undefined, addressed)))
      return { kind: 'cancelled', state: this.stateNow(upload, sealed.hash) };
    await upload.note({ step: 'holding' });
    this.parts.changed(job.id);
    const goes = await screen.hold();
    if (!goes || !held.stillHeld()) {
      await upload.note({ step: 'released' });
      if (goes) throw outboxFailures.busy();
      return { kind: 'cancelled', state: this.stateNow(upload, sealed.hash) };
    }
    const mailbox = await this.parts.mailbox(job.mailbox);
    const fresh = await lookAt(mailbox, this.parts.clock, () => this.freshCopy(job, upload, addressed));
    if (!fresh.value) return this.done(upload, sealed.hash);
    return this.post(job, upload, { copy: fresh.value, hash: sealed.hash, moment: fresh.moment }, screen);
  }

  /** Read from the mailbox, since what an answer's draft leaves open is filled in there. */
  private async addressed(job: Job, upload: Upload): Promise<Addressed | undefined> {
    const position = upload.position();
    if (!('copy' in position)) return undefined;
    return addressedBy(await this.parts.mailbox(job.mailbox), job.mail, position.copy.last);
  }

  /** The last look before sending: the copy must be the draft that was confirmed. Absent: it is not, and that is noted. */
  private async freshCopy(
    job: Job,
    upload: Upload,
    addressed: Addressed | undefined,
  ): Promise<KnownCopy | undefined> {
    const position = upload.position();
    if (!('copy' in position)) return undefined;
    try {
      const remote = await this.onlyCopy(job, upload, position.copy.last.messageId);
      if (remote === 'sent') return undefined;
      if (!remote || remote.folder === 'deleteditems') await upload.note({ step: 'gone' });
      else if (await this.isAsConfirmed(job, upload, remote, addressed)) return position.copy;
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

  /** Nobody changed the copy; of an answer, neither what the mailbox filled in. Nor does anybody while that is read. */
  private async isAsConfirmed(
    job: Job,
    upload: Upload,
    remote: PlacedMessage,
    addressed: Addressed | undefined,
  ): Promise<boolean> {
    const position = upload.position();
    if (!('copy' in position)) return false;
    const { copy } = position;
    if (remote.changeKey === copy.last.changeKey) return true;
    if (!(await upload.isOurs(remote, copy))) return false;
    if (!addressed) return true;
    if (!sameAddressed(addressed, await this.addressed(job, upload))) return false;
    const after = await (await this.parts.mailbox(job.mailbox)).get(remote.id);
    return after?.changeKey === remote.changeKey;
  }

  /**
   * The copy, by its id from the store itself, and by the tag, so that one sent elsewhere or a second draft is seen: a tag
   * that names two would make it a guess what is sent. Absent: it is gone.
   */
  private async onlyCopy(
    job: Job,
    upload: Upload,
    messageId: string,
  ): Promise<PlacedMessage | 'sent' | undefined> {
    const mailbox = await this.parts.mailbox(job.mailbox);
    const [known, tagged] = await Promise.all([mailbox.get(messageId), mailbox.findByTag(job.id)]);
    const sent = known?.isDraft === false ? known : tagged.find(({ isDraft }) => !isDraft);
    const others = await clearStrays(mailbox, tagged, upload.entries(), messageId);
    if (sent) await upload.endAsSent(sent);
    if (sent) return 'sent';
    if (others.length > 0 && (await postedAmong(mailbox, others)) !== undefined)
      throw outboxFailures.unsettled();
    if (others.length > 0) throw outboxFailures.severalCopies(others.length + (known ? 1 : 0));
    // A message that was just made may not be found by its id for a moment (olkcli#118).
    return known ?? tagged.find(({ id }) => id === messageId);
  }

  /** The one request that sends. It is never repeated; without an answer that settles it, the mailbox is asked. */
  private async post(
    job: Job,
    upload: Upload,
    { copy, hash, moment }: Ready,
    screen: SendScreen,
    again = false,
  ): Promise<SendOutcome> {
    const { messageId } = copy.last;
    const mailbox = await this.parts.mailbox(job.mailbox);
    const since = steadyTime(this.parts.clock);
    const due = dueOf(job.mail, moment);
    const announced = { step: 'sending', hash, messageId, ...(due === undefined ? {} : { due }) } as const;
    // Of an earlier try it is not known whether that left.
    await (again ? upload.note(announced) : upload.announce(announced, { step: 'released' }));
    screen.sending();
    this.parts.changed(job.id);
    let accepted = false;
    try {
      await sendOnce(this.parts.clock, (signal) => mailbox.send(messageId, signal));
      accepted = true;
    } catch (error) {
      // That this request was refused says nothing of an earlier one.
      if (provesNothingLeft(error) && again) throw error;
      if (provesNothingLeft(error)) {
        const why = [error.sentence, ...(error.next ? [error.next] : [])];
        await upload.note({ step: 'send-failed', code: error.code, why });
        throw error;
      }
      this.parts.log.warn(`outbox: sending ${job.id} was not answered: ${codeOf(error)}`);
    }
    if (accepted) await upload.note({ step: 'accepted' });
    // Until its time the mailbox shows a draft, whether it took the mail or not: waiting would tell nothing.
    if (due === undefined) {
      const look = (signal: AbortSignal) => lookForSent(mailbox, job.id, messageId, signal);
      const wait = () => waitForSent(look, { ...this.parts, since });
      const waited = await lookAt(mailbox, this.parts.clock, wait);
      if (waited.value.kind === 'sent') await upload.markSent(waited.value.message);
      else await keepTime(upload, waited.moment);
    } else if (accepted) await this.settling.tryLook(upload, job.id);
    return this.done(upload, hash, true);
  }

  /**
   * Only a person may say so, shown what the mailbox holds; a copy that is no draft any more, or not the mail that the
   * person sees, is never sent again.
   */
  async sendAgain(
    job: Job,
    upload: Upload,
    screen: SendScreen,
    held: Held,
    evidence: Evidence | undefined,
  ): Promise<SendOutcome> {
    const position = upload.position();
    if (evidence?.kind !== 'draft' || position.kind !== 'sending') throw outboxFailures.unsettled();
    if ((await seal(job.mail)).hash !== position.entry.hash) throw outboxFailures.otherVersion();
    const addressed = await this.addressed(job, upload);
    if (!(await screen.confirm(evidence, addressed)) || !held.stillHeld()) {
      return { kind: 'cancelled', state: this.stateNow(upload) };
    }
    const latest = await this.settling.look(upload, job.id);
    if (latest?.kind !== 'draft') return this.done(upload);
    const mailbox = await this.parts.mailbox(job.mailbox);
    const { value: remote, moment } = await lookAt(mailbox, this.parts.clock, () =>
      this.onlyCopy(job, upload, position.entry.messageId),
    );
    if (remote === 'sent') return this.done(upload);
    // Deleted at this moment: another computer may make it anew, and send that.
    if (remote?.folder === 'deleteditems') throw outboxFailures.unsettled();
    if (!remote || !(await this.isAsConfirmed(job, upload, remote, addressed)))
      throw outboxFailures.otherVersion();
    return this.post(job, upload, { copy: position.copy, hash: position.entry.hash, moment }, screen, true);
  }

  /** What is known after a send. `settled`: the mailbox was asked just now. */
  done(upload: Upload, hash?: string, settled = false): SendOutcome {
    const state = this.stateNow(upload, hash);
    // An accepted mail that still lies in Drafts is queued: that is `sending`, not doubt.
    const queued = settled && state.kind === 'unknown' && state.accepted;
    return { kind: 'done', state: queued ? { ...state, kind: 'sending' } : state };
  }

  stateNow(upload: Upload, hash?: string): DraftState {
    return stateOf(upload.entries(), hash, false, this.parts.clock.now());
  }
}
