import { type Recipient, type StoredMessage } from './message.js';
import { textOf } from './messageJson.js';

/**
 * The history of an answer as Outlook on the web writes it: a rule, who wrote when to whom, and the original below.
 * `timeZone`: an IANA name, of `Prefer: outlook.timezone`.
 */
export function quotedOriginal(original: StoredMessage, timeZone: string | undefined): string {
  const { content, author, sent } = original;
  const { head, body } = partsOf(original);
  const lines: [string, string][] = [
    ['From', people([content.from ?? author])],
    ['Sent', escaped(dateOf(sent, timeZone))],
    ['To', people(content.toRecipients)],
    ['Cc', people(content.ccRecipients)],
    ['Subject', escaped(content.subject)],
  ];
  const header = lines
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `<b>${name}:</b> ${value}`)
    .join('<br>\n');
  return (
    `<html><head>${head}</head><body>` +
    '<hr tabindex="-1" style="display:inline-block; width:98%">' +
    `<div id="divRplyFwdMsg" dir="ltr"><font face="Calibri, sans-serif" color="#000000" style="font-size:11pt">${header}</font>` +
    `<div>&nbsp;</div></div>\n${body}</body></html>`
  );
}

/** A comment stands above the history, as plain text. */
export function withComment(history: string, comment: string | undefined): string {
  if (comment === undefined || comment === '') return history;
  const text = escaped(comment).replaceAll('\n', '<br>');
  return history.replace('<body>', () => `<body><div>${text}</div>\n`);
}

function partsOf({ content }: StoredMessage): { head: string; body: string } {
  if (content.body.contentType === 'text') {
    return {
      head: '',
      body: `<div class="PlainText">${escaped(textOf(content.body)).replaceAll('\n', '<br>\n')}</div>`,
    };
  }
  const html = content.body.content;
  const style = [...html.matchAll(/<style[^>]*>[^]*?<\/style>/gi)].map(([tag]) => tag).join('');
  const body = /<body[^>]*>([^]*)<\/body>/i.exec(html)?.[1] ?? html;
  return { head: style, body };
}

function people(recipients: readonly Recipient[]): string {
  return recipients
    .map(({ emailAddress: { name, address } }) =>
      name === undefined || name === address ? escaped(address) : escaped(`${name} <${address}>`),
    )
    .join('; ');
}

/** `Thursday, November 19, 2026 9:15 AM`. */
function dateOf(time: number, timeZone = 'UTC'): string {
  const options: Intl.DateTimeFormatOptions = { dateStyle: 'full', timeZone };
  const day = new Intl.DateTimeFormat('en-US', options).format(time);
  const hour = new Intl.DateTimeFormat('en-US', { timeStyle: 'short', timeZone }).format(time);
  return `${day} ${hour.replace(/\s/gu, ' ')}`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
