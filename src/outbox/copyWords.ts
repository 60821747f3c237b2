import { GraphFailure } from '../graph/errors.js';
import { type WrittenMessage } from '../graph/mailbox.js';
import { createPatience } from '../graph/patience.js';
import { answerBody } from './answer.js';
import { only } from './changedParts.js';
import { type Standing, standingOf } from './copyOwner.js';
import { type CopyWork } from './copyWork.js';
import { type SealedMail } from './fingerprint.js';
import { change } from './graphMessage.js';
import { aboveAll } from './history.js';
import { type ContentMark } from './ledger.js';

/** Exchange answers 412 to writes that race its own; a fresh look and another try is the remedy (msgraph-sdk-dotnet#1195). */
const mostRaces = 2;

/** Which copy is updated, and how. */
export interface Update {
  readonly messageId: string;
  /** The marks that it may have had when it was looked at before. */
  readonly marks: readonly ContentMark[];
  /** Of an answer that was made this moment: its body, which has no text yet. */
  readonly history?: string;
  /** The properties to say; absent: all. */
  readonly names?: readonly string[];
}

/**
 * `seen`: the update was not answered, and a fresh look shows that it was carried out. Any other kind: what such a look
 * shows in place of a copy of ours, so that nothing more was written.
 */
export type Said =
  | { readonly kind: 'said'; readonly message: WrittenMessage; readonly seen: boolean }
  | Exclude<Standing, { kind: 'ours' }>;

/**
 * Updates the properties and the words of a copy, after `updating` was written down. An update without an answer may
 * have been carried out, and somebody may have written since: so a fresh look comes before it is made again.
 */
export async function sayWords(work: CopyWork, sealed: SealedMail, update: Update): Promise<Said> {
  const { mailbox, clock, signal } = work;
  const { messageId, marks } = update;
  const waitAfter = pauses(work);
  for (let first = true; ; first = false) {
    try {
      const words = await wordsOf(work, sealed, first ? update : { messageId, marks });
      const message = await mailbox.update(messageId, words, signal, () => throwUnlessOurs(work, sealed));
      return { kind: 'said', message, seen: false };
    } catch (error) {
      if (error instanceof NotOurs) return error.standing;
      const wait = waitAfter(error);
      if (wait === undefined) throw error;
      await clock.sleep(wait, signal);
    }
    const standing = await lookAgain(work, sealed);
    if (standing.kind !== 'ours') return standing;
    const isNew = standing.mark === sealed.mark && !marks.includes(sealed.mark);
    if (isNew) return { kind: 'said', message: standing.remote, seen: true };
  }
}

/** What came between, while a person signed in again. */
class NotOurs extends Error {
  override readonly name = 'NotOurs';

  constructor(readonly standing: Exclude<Standing, { kind: 'ours' }>) {
    super(`The copy is ${standing.kind}.`);
  }
}

async function throwUnlessOurs(work: CopyWork, sealed: SealedMail): Promise<void> {
  const standing = await lookAgain(work, sealed);
  if (standing.kind !== 'ours') throw new NotOurs(standing);
}

async function lookAgain(work: CopyWork, sealed: SealedMail): Promise<Standing> {
  const position = work.record.position();
  return 'copy' in position ? standingOf(work, sealed, position.copy) : { kind: 'gone' };
}

/** The milliseconds to wait before an update is made again. Absent: it must not be. */
function pauses({ clock, random }: CopyWork): (error: unknown) => number | undefined {
  const patience = createPatience({ clock, random })(true);
  let races = 0;
  return (error) => {
    if (!(error instanceof GraphFailure)) return undefined;
    if (error.status === 412) return ++races <= mostRaces ? races * 500 : undefined;
    return patience(error);
  };
}

async function wordsOf(
  { id, mailbox, signal }: CopyWork,
  { mail }: SealedMail,
  { messageId, marks, history, names }: Update,
): Promise<ReturnType<typeof change>> {
  const says = names?.includes('body') ?? true;
  const ofAnswer = () =>
    history === undefined
      ? answerBody(mailbox, messageId, mail, marks, signal)
      : aboveAll(history, mail.html);
  const html = mail.answers && says ? await ofAnswer() : mail.html;
  const whole = change(id, mail, html);
  return names ? only(whole, names) : whole;
}
