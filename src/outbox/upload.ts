import { type Clock, type Random } from '../clock.js';
import { Cancelled, Failure } from '../failure.js';
import { GraphFailure } from '../graph/errors.js';
import {
  creationProperty,
  type Mailbox,
  type MessageContent,
  type MessageFacts,
  type PlacedMessage,
  type WrittenMessage,
} from '../graph/mailbox.js';
import { type Log } from '../log.js';
import { answerBody, originalIsGone, refuseBorder, requireOriginal } from './answer.js';
import { namesToSay, only, partsOf } from './changedParts.js';
import { bareMark, markOfMessage } from './contentMark.js';
import { deferralMark, type MailFile, mustBeMadeAnew, type SealedMail } from './fingerprint.js';
import {
  answerCreation,
  change,
  type Creation,
  creation,
  type RequestLimits,
  usualLimits,
} from './graphMessage.js';
import {
  adoptedHash,
  type ContentMark,
  foreignHash,
  type KnownCopy,
  type Ledger,
  type LedgerEntry,
  type LedgerStep,
  type MailboxReference,
  type Position,
  positionOf,
  type UploadedFile,
} from './ledger.js';
import { messageIdOf, type MimeCreation, mimeCreation } from './mimeCreation.js';
import { needsMime } from './mimeNeed.js';
import { outboxFailures } from './outboxFailures.js';
import { deleteDraft } from './settlement.js';
import { clearStrays, sameNames, straySince } from './strays.js';
import { type TransferProgress } from './transfer.js';
import { copyGone, sentUntagged } from './seenCopy.js';
import { matched, type OpenUploads, sameFiles, UploadFiles, without } from './uploadFiles.js';

export interface UploadParts {
  readonly ledger: Ledger;
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

/** A mailbox copy to which files are still to come. */
const partialHash = 'partial';
/** Waits (seconds) before each look for a draft whose creation was not answered. */
const creationPatience = [0, 1, 2, 4];
/** Exchange answers 412 to writes that race its own; a fresh look and another try is the remedy (msgraph-sdk-dotnet#1195). */
const mostPatches = 3;

/** Brings one mailbox copy in step with one sealed mail. Its caller holds the draft's lock. */
export class Upload {
  private readonly signal: AbortSignal | undefined;
  private readonly files: UploadFiles;
  private readonly limits: RequestLimits;
  /** Of a copy that is made from MIME. */
  private readonly messageId: string;

  constructor(
    private readonly parts: UploadParts,
    readonly id: string,
    private readonly reference: MailboxReference,
    private readonly mailbox: Mailbox,
    watch: UploadWatch = {},
  ) {
    const { clock, uploads, limits = usualLimits } = parts;
    this.signal = watch.signal;
    this.limits = limits;
    this.messageId = messageIdOf(id, watch.sender);
    this.files = new UploadFiles({
      ...{ draftId: id, mailbox, clock, limits, ...watch },
      ...(uploads ? { uploads } : {}),
      note: (step) => this.note(step),
    });
  }

  async entries(): Promise<readonly LedgerEntry[]> {
    return this.parts.ledger.read(this.id);
  }

  async position(): Promise<Position> {
    return positionOf(await this.entries());
  }

  async note(step: LedgerStep): Promise<void> {
    await this.parts.ledger.append(this.id, { ...step, at: this.parts.clock.now() });
  }

  /**
   * Afterwards the position is `uploaded` with this mail's hash, `uploaded` with a conflict, or `sent`. `fresh`: the
   * draft got its id this moment, so that the mailbox need not be asked for it.
   */
  async put(sealed: SealedMail, fresh = false): Promise<Position> {
    refuseBorder(sealed.mail);
    const position = await this.position();
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

  async markSent(message: PlacedMessage): Promise<void> {
    const sentAt = message.sentDateTime ?? new Date(this.parts.clock.now()).toISOString();
    const link = message.webLink === undefined ? {} : { webLink: message.webLink };
    const strays = straySince(await this.entries()) === undefined ? {} : { strays: true as const };
    await this.note({ step: 'sent', sentAt, messageId: message.id, ...link, ...strays });
  }

  /** Another message with the tag was sent: a copy that is still as the ledger knows it is of no use any more. */
  async endAsSent(message: PlacedMessage): Promise<void> {
    const position = await this.position();
    await this.markSent(message);
    if (!('copy' in position) || position.copy.last.messageId === message.id) return;
    const left = await this.mailbox.get(position.copy.last.messageId, this.signal);
    if (left?.isDraft && left.folder === 'drafts' && (await this.isOurs(left, position.copy)))
      await this.mailbox.delete(left.id, this.signal);
  }

  /**
   * Takes over what an unanswered create left in the mailbox. False: nothing is there. `like`: the mark that the copy
   * will be compared with; `messageId`: what it would have instead of a tag, if it was made from MIME; `wanted`: the
   * files that it should have.
   */
  async adoptCreated(
    announced?: Announced,
    like = announced?.mark,
    messageId = announced?.internetMessageId,
    wanted: readonly Pick<MailFile, 'name'>[] = announced?.files ?? [],
  ): Promise<boolean> {
    const tagged = await this.copies(messageId);
    const sent = tagged.find((message) => !message.isDraft);
    if (sent) {
      await this.markSent(sent);
      return true;
    }
    const [only, ...more] = tagged.filter(({ folder }) => folder !== 'deleteditems');
    if (!only) return false;
    const others = await clearStrays(this.mailbox, more, await this.entries(), only.id);
    if (others.length > 0) throw outboxFailures.severalCopies(1 + others.length);
    await this.adopt(only, announced, like, wanted);
    return true;
  }

  /** By the tag; what was made from MIME and has no tag yet, by its Message-ID. */
  private async copies(messageId: string | undefined): Promise<readonly PlacedMessage[]> {
    const tagged = await this.mailbox.findByTag(this.id, this.signal);
    const enough = messageId === undefined || tagged.some(({ folder }) => folder !== 'deleteditems');
    return enough ? tagged : this.mailbox.findByMessageId(messageId, this.signal);
  }

  private async adopt(
    message: MessageFacts,
    given?: Announced,
    like?: ContentMark,
    wanted: readonly Pick<MailFile, 'name'>[] = [],
  ): Promise<void> {
    const content = await this.mailbox.content(message.id, this.signal);
    const announced = given ?? (await this.requestOf(content));
    const mark = markOfMessage(content, announced?.mark ?? like);
    const listed = await this.mailbox.attachments(message.id, this.signal);
    const ours = announced?.answers ? [] : listed;
    const files = announced && mark === announced.mark ? matched(announced.files, ours) : undefined;
    const whole = announced?.answers ?? sameNames(listed, wanted);
    const strange = mark === like && whole ? adoptedHash : foreignHash;
    await this.note({
      step: 'uploaded',
      hash: files && announced ? (announced.more ? partialHash : announced.hash) : strange,
      mailbox: this.reference,
      ...factsOf(message),
      files: files ?? listed.map(({ id, name }) => ({ key: adoptedKey(name), attachmentId: id })),
      ...(files && announced?.answers ? { theirs: listed.map(({ id }) => id) } : {}),
      ...(files && announced?.internetMessageId !== undefined ? { mime: announced.hash } : {}),
      mark,
      fixed: announced && (files || !announced.answers) ? announced.fixed : fixedOf(content),
    });
    if (!announced) await this.doubtHeld(message.id, content, strange);
  }

  /**
   * Another computer may have sent the copy, to be held until its time: one that waits and one that was only uploaded
   * look the same. Sent once more it might leave twice, so its outcome counts as open until then.
   */
  private async doubtHeld(messageId: string, { deferred }: MessageContent, hash: string): Promise<void> {
    const due = Date.parse(deferred ?? '');
    if (due > this.parts.clock.now()) await this.note({ step: 'sending', hash, messageId, due });
  }

  /** The request of this ledger that made a message. Absent: it is another's. */
  private async requestOf({ creation: made }: MessageContent): Promise<Announced | undefined> {
    if (made === undefined) return undefined;
    const requests = (await this.entries()).filter((entry) => entry.step === 'creating');
    return requests.find((entry) => entry.creation === made);
  }

  private async createUnlessThere(sealed: SealedMail, announced?: Announced): Promise<void> {
    if (!(await this.meet(sealed, announced))) return this.create(sealed);
    const position = await this.position();
    if (position.kind === 'uploaded' && !position.conflict) await this.update(sealed, position.copy);
  }

  /**
   * Takes over the copy that another machine, or an unanswered request, left in the mailbox, and changes nothing there.
   * False: there is none.
   */
  async meet(sealed: SealedMail, announced?: Announced): Promise<boolean> {
    const messageId = announced?.internetMessageId ?? (needsMime(sealed.mail) ? this.messageId : undefined);
    const like = announced?.mark ?? sealed.mark;
    const wanted = announced?.files ?? sealed.files;
    if (!(await this.adoptCreated(announced, like, messageId, wanted))) return false;
    const position = await this.position();
    if (position.kind === 'uploaded' && isAnothers(position.copy, sealed))
      await this.note({ step: 'conflict', changeKey: position.copy.last.changeKey });
    return true;
  }

  private async create(sealed: SealedMail, known?: string): Promise<void> {
    const { mail, hash, fixed } = sealed;
    const { answers } = mail;
    const folderId = known ?? (await this.folderOf(mail));
    const made = await this.creationOf(sealed);
    const mime = 'mime' in made;
    const announced: Announced = {
      step: 'creating',
      hash,
      mailbox: this.reference,
      mark: answers ? bareMark(mail) : sealed.mark,
      fixed,
      files: made.fitting.map(({ key, name }) => ({ key, name })),
      ...(made.rest.length > 0 || answers || mime ? { more: true } : {}),
      ...(answers ? { answers: true } : {}),
      ...(mime ? { internetMessageId: this.messageId } : { creation: this.newCreation() }),
    };
    await this.note(announced);
    const created = await this.createOnce(withCreation(made, announced), announced, answers, folderId);
    if (created === 'adopted') {
      const position = await this.position();
      if (position.kind === 'uploaded') await this.update(sealed, position.copy);
      return;
    }
    if (!announced.more) return this.finish(created, sealed, false);
    await this.addRest(created, sealed, made, announced);
  }

  private newCreation(): string {
    const { random = Math.random } = this.parts;
    return Math.floor(random() * 2 ** 48).toString(16);
  }

  private creationOf(sealed: SealedMail): Promise<Creation | MimeCreation> {
    if (sealed.mail.answers) return Promise.resolve(answerCreation(this.id, sealed));
    if (!needsMime(sealed.mail)) return creation(this.id, sealed, this.limits);
    return mimeCreation(sealed, { messageId: this.messageId, limits: this.limits, clock: this.parts.clock });
  }

  private async folderOf({ folder, answers }: SealedMail['mail']): Promise<string | undefined> {
    return folder === undefined || answers ? undefined : this.mailbox.draftFolder(folder, this.signal);
  }

  /** The copy is there, but not whole: what it has is written down first, so that no file is sent twice. */
  private async addRest(
    created: MessageFacts,
    sealed: SealedMail,
    { fitting }: Pick<Creation, 'fitting'>,
    { mark, answers, internetMessageId }: Announced,
  ): Promise<void> {
    const mime = internetMessageId !== undefined;
    const asks = fitting.length > 0 || answers;
    const listed = asks ? await this.mailbox.attachments(created.id, this.signal) : [];
    const theirs = answers ? listed.map(({ id }) => id) : [];
    const files = matched(fitting, without(listed, theirs));
    if (!files) throw outboxFailures.filesDiffer();
    const { hash, fixed } = sealed;
    const origin = mime ? { mime: hash } : {};
    const known = { mailbox: this.reference, ...factsOf(created), files, mark, fixed, ...origin };
    await this.note({ step: 'uploaded', hash: partialHash, ...known, ...(answers ? { theirs } : {}) });
    await this.note({ step: 'updating', hash, mark: sealed.mark, names: namesOf(sealed) });
    const bare = answers !== undefined || mime;
    const current = bare ? await this.patch(sealed, created.id, [mark, sealed.mark], true) : created;
    await this.files.bring(created.id, sealed.files, files);
    await this.finish(current, sealed, true);
  }

  /** One request. A lost answer is settled by the tag, never by a second request. */
  private async createOnce(
    made: Creation | MimeCreation,
    announced: Announced,
    answers: SealedMail['mail']['answers'],
    folderId: string | undefined,
  ): Promise<MessageFacts | 'adopted'> {
    const { mailbox, signal } = this;
    try {
      if ('mime' in made) return await mailbox.createMime(made.mime, signal, folderId);
      if (!answers) return await mailbox.create(made.message, signal, folderId);
      return await mailbox.createAnswer(answers.kind, answers.messageId, made.message, signal);
    } catch (error) {
      if (answers && originalIsGone(error)) {
        await this.note({ step: 'create-refused' });
        throw outboxFailures.originalMissing();
      }
      if (error instanceof Cancelled || (error instanceof GraphFailure && !error.refused)) {
        return this.findLostCreation(announced, error);
      }
      if (error instanceof Failure) await this.note({ step: 'create-refused' });
      throw error;
    }
  }

  private async findLostCreation(announced: Announced, cause: Error): Promise<'adopted'> {
    if (cause instanceof Cancelled) throw cause;
    this.parts.log.warn(`outbox: creation of ${this.id} was not answered: ${(cause as Failure).code}`);
    for (const seconds of creationPatience) {
      await this.parts.clock.sleep(seconds * 1000, this.signal);
      if (await this.adoptCreated(announced).catch(unlessGraphFailure)) return 'adopted';
    }
    throw outboxFailures.createUnknown();
  }

  /** `clean`: the ledger says `uploaded` and nothing else, so that an equal copy needs no new line. */
  private async update(sealed: SealedMail, copy: KnownCopy, clean = false): Promise<void> {
    const { last, pending } = copy;
    const remote = await this.find(last.messageId);
    if (!remote || remote.folder === 'deleteditems') {
      const sent = await sentUntagged(this.mailbox, copy);
      if (sent) return this.markSent(sent);
      await this.note({ step: 'gone' });
      // No tag leads to it: it may have been sent, and a new one beside it would be the same mail twice.
      if (last.untagged) throw copyGone();
      return this.createUnlessThere(sealed);
    }
    if (!remote.isDraft) return this.markSent(remote);
    if (
      isAnothers(copy, sealed) ||
      !(await this.isOurs(remote, copy)) ||
      (await this.holdsMore(copy, sealed))
    )
      return this.note({ step: 'conflict', changeKey: remote.changeKey });
    if (last.hash === sealed.hash && !pending) {
      const { parts, ...known } = last;
      const same = remote.changeKey === last.changeKey;
      if (!clean || !same)
        await this.note({ ...known, ...factsOf(remote), ...(same && parts ? { parts } : {}) });
      return;
    }
    const { headers, answers, folder } = sealed.mail;
    // Of the files of another's copy nobody knows which were those of the message answered.
    const needsKnown = headers.length > 0 || answers !== undefined || folder !== undefined;
    const befores = [last.fixed, ...(pending?.fixed === undefined ? [] : [pending.fixed])];
    const otherMime = needsMime(sealed.mail) && last.mime !== sealed.hash;
    if (otherMime || befores.some((before) => mustBeMadeAnew(before, sealed.fixed, needsKnown)))
      return this.replace(sealed, last.messageId);
    const deferred = sealed.mail.sendAt === undefined ? {} : { fixed: sealed.fixed };
    const names = namesOf(sealed);
    await this.note({ step: 'updating', hash: sealed.hash, mark: sealed.mark, names, ...deferred });
    const marks = [last.mark, ...(pending ? [pending.mark] : [])];
    const before = pending || remote.changeKey !== last.changeKey ? undefined : last.parts;
    const toSay = namesToSay(before, partsOf(this.id, sealed.mail));
    const patched = toSay.length > 0 ? await this.patch(sealed, last.messageId, marks, false, toSay) : remote;
    const ours = pending && [...(pending.names ?? []), ...names];
    const known = pending ? await this.everKnown(last.files) : last.files;
    const touched = await this.files.bring(last.messageId, sealed.files, known, ours, last.theirs);
    await this.finish(patched, sealed, touched || pending !== undefined);
  }

  /** By its id; by the tag, where the mailbox does not find it by its id for a moment (olkcli#118). */
  private async find(messageId: string): Promise<PlacedMessage | undefined> {
    const found = await this.mailbox.get(messageId, this.signal);
    if (found) return found;
    const tagged = await this.mailbox.findByTag(this.id, this.signal);
    return tagged.find(({ id }) => id === messageId);
  }

  /** Whether nobody else changed the copy: a change key that moved over equal content is Exchange's own doing. */
  async isOurs(remote: MessageFacts, { last, pending }: KnownCopy): Promise<boolean> {
    if (remote.changeKey === last.changeKey) return true;
    const content = await this.mailbox.content(remote.id, this.signal);
    const has = (mark: ContentMark) => markOfMessage(content, mark) === mark;
    // How far a broken-off update came with its files is not known.
    if (pending) return has(last.mark) || has(pending.mark);
    if (!has(last.mark)) return false;
    return sameFiles(last.files, last.theirs, await this.mailbox.attachments(remote.id, this.signal));
  }

  /** Whether it has a file that neither the broken-off update nor this one would have brought, so that a person did. */
  private async holdsMore({ last, pending }: KnownCopy, sealed: SealedMail): Promise<boolean> {
    if (!pending?.names) return false;
    const files = await this.everKnown(last.files);
    const known = new Set([...files.map(({ attachmentId }) => attachmentId), ...(last.theirs ?? [])]);
    const names = [...pending.names, ...namesOf(sealed)];
    const listed = await this.mailbox.attachments(last.messageId, this.signal);
    return listed.some(({ id, name }) => !known.has(id) && !names.includes(name));
  }

  /** With those that the copy had once: a file may still be there after the mailbox said that it is not. */
  private async everKnown(now: readonly UploadedFile[]): Promise<readonly UploadedFile[]> {
    const had = (await this.entries()).flatMap((entry) =>
      entry.step === 'uploaded' ? entry.files : entry.step === 'attached' ? [entry] : [],
    );
    const ids = new Set(now.map(({ attachmentId }) => attachmentId));
    const gone = had.filter(({ attachmentId }) => !ids.has(attachmentId));
    return [...now, ...gone.map(({ attachmentId }) => ({ key: '', attachmentId }))];
  }

  /** Internet headers, and what came as MIME, can't be changed, so the copy, which is ours, is deleted and made anew. */
  private async replace(sealed: SealedMail, messageId: string): Promise<void> {
    await requireOriginal(this.mailbox, sealed.mail, this.signal);
    const folderId = await this.folderOf(sealed.mail);
    await this.note({ step: 'discarding' });
    const evidence = await deleteDraft(this.mailbox, this.id, messageId, this.signal);
    if (evidence.kind === 'sent') return this.markSent(evidence.message);
    await this.note({ step: 'discarded' });
    await this.create(sealed, folderId);
  }

  /**
   * `marks`: those that the copy of an answer may have; `fresh`: it was made this moment, without any text. `names`: the
   * properties to say; absent: all.
   */
  private async patch(
    { mail }: SealedMail,
    messageId: string,
    marks: readonly ContentMark[],
    fresh = false,
    names?: readonly string[],
  ): Promise<WrittenMessage> {
    for (let attempt = 1; ; attempt++) {
      // Somebody may have written in between: then all is said.
      const said = attempt === 1 ? names : undefined;
      try {
        const known = fresh && attempt === 1 ? undefined : marks;
        const html =
          mail.answers && (said?.includes('body') ?? true)
            ? await answerBody(this.mailbox, messageId, mail, known, this.signal)
            : mail.html;
        const whole = change(this.id, mail, html);
        return await this.mailbox.update(messageId, said ? only(whole, said) : whole, this.signal);
      } catch (error) {
        const raced = error instanceof GraphFailure && error.status === 412;
        if (!raced || attempt === mostPatches) throw error;
        await this.parts.clock.sleep(attempt * 500, this.signal);
      }
    }
  }

  /** Reads the attachments back, compares them, and writes down what the copy now is. */
  private async finish(facts: WrittenMessage, sealed: SealedMail, touched: boolean): Promise<void> {
    const position = await this.position();
    const { files: noted = [], theirs = [] } = 'copy' in position ? position.copy.last : {};
    const had = noted.length + theirs.length > 0 || facts.written?.hasAttachments === true;
    const needed = sealed.files.length > 0 || touched || had;
    // First, so that whatever comes after what is read below moves the change key again.
    const latest = touched ? ((await this.mailbox.get(facts.id, this.signal)) ?? facts) : facts;
    const listed = needed ? await this.mailbox.attachments(facts.id, this.signal) : [];
    const files = matched(sealed.files, without(listed, theirs), noted);
    if (!files) throw outboxFailures.filesDiffer();
    const { hash, mark, fixed } = sealed;
    const changed = await this.hasOtherWords(facts, latest, mark);
    await this.note({
      step: 'uploaded',
      hash,
      mailbox: this.reference,
      // Without its change key the copy is compared with what was uploaded, word for word.
      ...factsOf(changed ? { ...latest, changeKey: '' } : latest),
      files,
      ...(theirs.length > 0
        ? { theirs: theirs.filter((theirId) => listed.some(({ id }) => id === theirId)) }
        : {}),
      ...(needsMime(sealed.mail) ? { mime: hash } : {}),
      ...(touched ? {} : { parts: partsOf(this.id, sealed.mail) }),
      mark,
      fixed,
    });
    if (changed) await this.note({ step: 'conflict', changeKey: latest.changeKey });
  }

  /**
   * Whether somebody wrote into the copy just before the update, so that its answer shows it, or while files were
   * uploaded, which takes time and moves the change key.
   */
  private async hasOtherWords(
    { id, changeKey, written }: WrittenMessage,
    latest: MessageFacts,
    mark: ContentMark,
  ): Promise<boolean> {
    if (latest.changeKey !== changeKey)
      return markOfMessage(await this.mailbox.content(id, this.signal), mark) !== mark;
    return written !== undefined && markOfMessage(written.content, mark) !== mark;
  }
}

type Announced = Extract<LedgerStep, { step: 'creating' }>;

/**
 * The words and files of a copy that this machine knows nothing of are somebody's: they are overwritten only when equal.
 */
function isAnothers({ last }: KnownCopy, sealed: SealedMail): boolean {
  if (last.hash !== foreignHash) return false;
  const has = last.files.map(({ key }) => key);
  return (
    last.mark !== sealed.mark || has.sort().join('\n') !== namesOf(sealed).map(adoptedKey).sort().join('\n')
  );
}

/** Of a copy that this machine did not make. */
function fixedOf({ headers, deferred }: MessageContent): string {
  return (headers ? 'headers' : '') + deferralMark(deferred);
}

/** In place of the key of a file whose content nobody here knows. */
function adoptedKey(name: string): string {
  return `${adoptedHash} ${name}`;
}

function namesOf({ files }: SealedMail): string[] {
  return files.map(({ name }) => name);
}

/** MIME carries no properties. */
function withCreation(
  made: Creation | MimeCreation,
  { creation: value }: Announced,
): Creation | MimeCreation {
  if ('mime' in made || value === undefined) return made;
  const { singleValueExtendedProperties = [] } = made.message;
  const properties = [...singleValueExtendedProperties, { id: creationProperty, value }];
  return { ...made, message: { ...made.message, singleValueExtendedProperties: properties } };
}

function factsOf({ id, changeKey, webLink, internetMessageId }: MessageFacts) {
  return {
    messageId: id,
    changeKey,
    ...(webLink === undefined ? {} : { webLink }),
    ...(internetMessageId === undefined ? {} : { internetMessageId }),
  };
}

function unlessGraphFailure(error: unknown): false {
  if (error instanceof GraphFailure) return false;
  throw error;
}
