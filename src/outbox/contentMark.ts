import { createHash } from 'node:crypto';
import { type MessageContent } from '../graph/mailbox.js';
import { type OutgoingMail } from '../render/outgoingMail.js';
import { splitHistory } from './history.js';
import { type ContentMark } from './ledger.js';
import { markupParts, visible } from './markup.js';

/**
 * The mark of a message read from a mailbox. Exchange rewrites HTML on every write (wrappers, white space, entities,
 * attributes), so markup and white space are left out: two marks are equal when words and recipients are. `like`: the
 * mark that it will be compared with. That of an answer leaves out what the mailbox made of the message answered: its
 * history, and the recipients and the subject that the draft does not name.
 */
export function markOfMessage(content: MessageContent, like: ContentMark = ''): ContentMark {
  const people = peopleOf(content);
  const given = namedIn(like);
  if (given === undefined)
    return sha256(JSON.stringify([content.subject.trim(), words(content.html), people]));
  const named = {
    subject: given.includes('s') ? content.subject.trim() : null,
    people: [given.includes('t') ? people[0] : null, given.includes('c') ? people[1] : null, people[2]],
  };
  return `answer-${given}:${sha256(JSON.stringify([named, words(ownHtml(content.html))]))}`;
}

/**
 * A hash of what the mailbox fills in of an answer: the recipients and the subject that its draft does not name. Its mark
 * leaves them out, since they may be changed in Outlook without a conflict; but nothing of that is deleted unseen. Absent:
 * `like` is the mark of a mail that answers nothing.
 */
export function filledIn(content: MessageContent, like: ContentMark): string | undefined {
  const given = namedIn(like);
  if (given === undefined) return undefined;
  const [to, cc] = peopleOf(content);
  const open = [['s', content.subject.trim()] as const, ['t', to] as const, ['c', cc] as const];
  return sha256(JSON.stringify(open.filter(([letter]) => !given.includes(letter))));
}

/** Whether both are marks of answers whose files leave the same open. */
export function isLikeAnswer(a: ContentMark, b: ContentMark): boolean {
  return namedIn(a) !== undefined && namedIn(a) === namedIn(b);
}

function peopleOf({ to, cc, bcc }: MessageContent): readonly string[][] {
  return [to, cc, bcc].map((list) => list.map((address) => address.toLowerCase()).sort());
}

/** What the draft of an answer names itself, as letters. Absent: it is the mark of another mail. */
function namedIn(mark: ContentMark): string | undefined {
  return /^answer-(\w*):/u.exec(mark)?.[1];
}

/** What the writer of an answer wrote, without the history. */
export function ownHtml(html: string): string {
  return splitHistory(html)?.own ?? html;
}

/** What a draft that answers something names itself, as letters. */
export function givenByAnswer({ subject, to, cc }: OutgoingMail): string {
  return `${subject === '' ? '' : 's'}${to.length > 0 ? 't' : ''}${cc.length > 0 ? 'c' : ''}`;
}

/** The mark of an answer as the mailbox makes it, before there is any text in it. */
export function bareMark(mail: OutgoingMail): ContentMark {
  return markOfMail(mail, '');
}

/** The mark that the mailbox copy of `mail` will have. */
export function markOfMail(mail: OutgoingMail, html = mail.html): ContentMark {
  const addresses = (list: OutgoingMail['to']) => list.map(({ address }) => address);
  const { subject } = mail;
  const content = {
    subject,
    html,
    to: addresses(mail.to),
    cc: addresses(mail.cc),
    bcc: addresses(mail.bcc),
  };
  return markOfMessage(content, mail.answers ? `answer-${givenByAnswer(mail)}:` : '');
}

export function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

function words(html: string): string {
  let text = '';
  for (const { kind, source } of markupParts(html)) if (kind === 'text') text += source;
  return visible(text);
}
