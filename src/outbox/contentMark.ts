import { createHash } from 'node:crypto';
import { type MessageContent } from '../graph/mailbox.js';
import { type OutgoingMail } from '../render/outgoingMail.js';
import { splitHistory } from './history.js';
import { type ContentMark } from './ledger.js';

/**
 * The mark of a message read from a mailbox. Exchange rewrites HTML on every write (wrappers, white space, entities,
 * attributes), so markup and white space are left out: two marks are equal when words and recipients are. `like`: the
 * mark that it will be compared with. That of an answer leaves out what the mailbox made of the message answered: its
 * history, and the recipients and the subject that the draft does not name.
 */
export function markOfMessage(content: MessageContent, like: ContentMark = ''): ContentMark {
  const people = [content.to, content.cc, content.bcc].map((list) => list.map((a) => a.toLowerCase()).sort());
  const given = /^answer-(\w*):/u.exec(like)?.[1];
  if (given === undefined)
    return sha256(JSON.stringify([content.subject.trim(), words(content.html), people]));
  const named = {
    subject: given.includes('s') ? content.subject.trim() : null,
    people: [given.includes('t') ? people[0] : null, given.includes('c') ? people[1] : null, people[2]],
  };
  const own = splitHistory(content.html)?.own ?? content.html;
  return `answer-${given}:${sha256(JSON.stringify([named, words(own)]))}`;
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
  return outsideMarkup(html)
    .replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]+);/giu, decodeEntity)
    .replace(/[\s\u00A0\u200B\uFEFF]+/gu, '');
}

/** The text between tags, in one pass: a regular expression takes 24 s for 100 KB of `<`, which no tag closes. */
function outsideMarkup(html: string): string {
  const end = endOfMarkup(html);
  let text = '';
  let at = 0;
  for (;;) {
    const open = html.indexOf('<', at);
    const after = open < 0 ? undefined : end(open);
    if (after === undefined) return text + html.slice(at);
    text += html.slice(at, open);
    at = after;
  }
}

/** Finds where the tag, comment or hidden element that begins at `open` ends. Absent: it is text to the end. */
function endOfMarkup(html: string): (open: number) => number | undefined {
  const missing = new Set<string>();
  const after = (pattern: string, from: number) => {
    if (missing.has(pattern)) return undefined;
    const search = new RegExp(pattern, 'giu');
    search.lastIndex = from;
    if (search.test(html)) return search.lastIndex;
    missing.add(pattern);
    return undefined;
  };
  return (open) => {
    const hidden = /^<(style|script|head|title)\b/iu.exec(html.slice(open, open + 8))?.[1];
    const whole = hidden === undefined ? undefined : after(`</${hidden.toLowerCase()}\\s*>`, open);
    const comment = html.startsWith('<!--', open) ? after('-->', open + 4) : undefined;
    return whole ?? comment ?? after('>', open);
  };
}

const named: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};

function decodeEntity(whole: string, name: string): string {
  if (!name.startsWith('#')) return named[name.toLowerCase()] ?? whole;
  const code = /^#x/iu.test(name) ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10);
  return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
}
