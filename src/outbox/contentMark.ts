import { createHash } from 'node:crypto';
import { type MessageContent } from '../graph/mailbox.js';
import { type OutgoingMail } from '../render/outgoingMail.js';
import { type ContentMark } from './ledger.js';

/**
 * The mark of a message read from a mailbox. Exchange rewrites HTML on every write (wrappers, white space, entities,
 * attributes), so markup and white space are left out: two marks are equal when words and recipients are.
 */
export function markOfMessage(content: MessageContent): ContentMark {
  const people = [content.to, content.cc, content.bcc].map((list) => list.map((a) => a.toLowerCase()).sort());
  return sha256(JSON.stringify([content.subject.trim(), words(content.html), people]));
}

/** The mark that the mailbox copy of `mail` will have. */
export function markOfMail(mail: OutgoingMail): ContentMark {
  const addresses = (list: OutgoingMail['to']) => list.map(({ address }) => address);
  const { subject, html } = mail;
  return markOfMessage({
    subject,
    html,
    to: addresses(mail.to),
    cc: addresses(mail.cc),
    bcc: addresses(mail.bcc),
  });
}

export function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

function words(html: string): string {
  return html
    .replace(/<(style|script|head|title)\b[^>]*>.*?<\/\1\s*>/gisu, '')
    .replace(/<!--.*?-->/gsu, '')
    .replace(/<[^>]*>/gu, '')
    .replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]+);/giu, decodeEntity)
    .replace(/[\s\u00A0\u200B\uFEFF]+/gu, '');
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
