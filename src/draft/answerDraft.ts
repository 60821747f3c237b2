import { addressKey, formatAddress } from './addresses.js';
import { type Address, type Answered, type Header } from './draft.js';
import { originalMarker } from './quotedOriginal.js';

/** The message that is answered, as its writer reads it. `sent`: as it is to be shown, or empty. */
export interface Original {
  readonly subject: string;
  readonly from?: Address;
  readonly replyTo: readonly Address[];
  readonly to: readonly Address[];
  readonly cc: readonly Address[];
  readonly sent: string;
  readonly text: string;
}

export interface AnswerDraft {
  readonly answers: Answered;
  readonly original: Original;
  /** Whose mailbox answers; a reply to all leaves it out. */
  readonly self: string;
  /** Where the answer is made, when that is not the usual account's own mailbox. */
  readonly header: Pick<Header, 'account' | 'mailbox'>;
}

/**
 * A new draft file that answers a message, and the offset of the cursor. Who will get it stands there as a comment: the
 * mailbox decides that (Graph pages "createReply", "createReplyAll"), unless `to:` or `cc:` name others.
 */
export function answerDraft(draft: AnswerDraft): { text: string; cursor: number } {
  const { answers, original, header } = draft;
  const forward = answers.kind === 'forward';
  const top = [
    '---',
    ...(header.account === undefined ? [] : [`account: ${header.account}`]),
    ...(header.mailbox === undefined ? [] : [`mailbox: ${header.mailbox}`]),
    `${answers.kind}: ${answers.messageId}`,
    ...comments(draft).map((line) => oneLine(`# ${line}`)),
    ...(forward ? ['to: '] : []),
  ].join('\n');
  const body = `${top}\n---\n`;
  const text = `${body}\n\n${originalMarker}\n\n${quoted(original)}\n`;
  return { text, cursor: forward ? top.length : body.length };
}

function comments({ answers, original, self }: AnswerDraft): string[] {
  const { from, replyTo, subject } = original;
  const answered = `${oneLine(subject) || '(no subject)'}${from ? `, from ${formatAddress(from)}` : ''}`;
  if (answers.kind === 'forward') return [`Forwards: ${answered}`];
  const to = replyTo.length > 0 ? replyTo : from ? [from] : [];
  const known = new Set([...to.map(({ address }) => addressKey(address)), addressKey(self)]);
  const others = (list: readonly Address[]) =>
    list.filter(({ address }) => !known.has(addressKey(address)) && known.add(addressKey(address)));
  const all = answers.kind === 'reply-all';
  const everybody = [...to, ...(all ? others(original.to) : [])];
  const copies = all ? others(original.cc) : [];
  return [
    `Answers: ${answered}`,
    `Goes to: ${everybody.map(formatAddress).join(', ')}`,
    ...(copies.length > 0 ? [`Cc: ${copies.map(formatAddress).join(', ')}`] : []),
    'A line to: or cc: here replaces these people.',
  ];
}

/** The message as a Markdown quote, for reading. */
function quoted({ from, to, cc, sent, subject, text }: Original): string {
  const people = (list: readonly Address[]) => list.map(formatAddress).join(', ');
  const rows = [
    ['From', from ? formatAddress(from) : ''],
    ['Sent', sent],
    ['To', people(to)],
    ['Cc', people(cc)],
    ['Subject', subject],
  ].flatMap(([name, value]) => (value ? [oneLine(`${name}: ${value}`)] : []));
  const lines = text.replace(/\n+$/u, '').split(/\r\n|[\n\r\u0085\u2028\u2029]/u);
  return [...rows, '', ...lines].map((line) => (line === '' ? '>' : `> ${line}`)).join('\n');
}

/** A comment of YAML ends with its line, and what YAML forbids in a file would make the header unreadable. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\uFEFF\uFFFE\uFFFF]+/gu, ' ').trim();
}
