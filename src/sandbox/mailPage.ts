import { sentence, type Sentence } from '../failure.js';
import { attachmentId } from './ids.js';
import { type Recipient, type StoredAttachment, type StoredMessage } from './message.js';
import { type MailboxTransaction } from './store.js';

type Translate = (sentence: Sentence) => string;

const style = `
:root { color-scheme: light dark }
body { font: 15px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 60rem; padding: 1.5rem }
h1 { font-size: 1.4rem; margin: 1rem 0; overflow-wrap: anywhere }
.note { background: #fff4ce; border-left: 4px solid #b88a00; color: #1f1f1f; padding: .5rem .8rem }
dl { display: grid; gap: .2rem 1rem; grid-template-columns: max-content 1fr; margin: 0 0 1rem }
dt { font-weight: 600 } dd { margin: 0; overflow-wrap: anywhere }
iframe { background: #fff; border: 1px solid #8886; height: 70vh; width: 100% }
pre { white-space: pre-wrap }
`;

/** The message as its reader sees it. `cid:` pictures become data URIs; what the mail names elsewhere is not fetched. */
export async function mailPage(
  message: StoredMessage,
  transaction: MailboxTransaction,
  translate: Translate,
): Promise<string> {
  const { content } = message;
  const rows: [Sentence, string][] = [
    [sentence('From'), people([content.from ?? message.author])],
    [sentence('To'), people(content.toRecipients)],
    [sentence('Cc'), people(content.ccRecipients)],
    [sentence('Bcc'), people(content.bccRecipients)],
    [sentence('Reply to'), people(content.replyTo)],
    [sentence('Date'), `${new Date(message.sent).toISOString().slice(0, 16).replace('T', ' ')} UTC`],
    [sentence('State'), translate(stateOf(message))],
  ];
  const header = rows
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `<dt>${escape(translate(name))}</dt><dd dir="auto">${escape(value)}</dd>`);
  const subject = content.subject || translate(sentence('(no subject)'));
  return document(
    subject,
    `${note(translate)}
<h1 dir="auto">${escape(subject)}</h1>
<dl>${header.join('')}</dl>
${attachmentList(message, translate)}
${await body(message, transaction, translate)}`,
  );
}

/** What this address is, for those who came without a message. */
export function startPage(translate: Translate, problem?: string): string {
  const about = sentence(
    'This is the sandbox mailbox of Markdown Mail. It runs on this computer only. Open a message from the editor to see it here.',
  );
  return document(
    'Markdown Mail',
    `${note(translate)}
${problem === undefined ? '' : `<p>${escape(problem)}</p>`}
<p>${escape(translate(about))}</p>`,
  );
}

function note(translate: Translate): string {
  return `<p class="note">${escape(translate(sentence('Sandbox mailbox: nothing here was sent to anyone.')))}</p>`;
}

function stateOf(message: StoredMessage): Sentence {
  if (message.folder === 'deleteditems') return sentence('Deleted');
  if (message.departs !== undefined) return sentence('Waiting to be sent');
  if (message.isDraft) return sentence('Draft');
  return message.folder === 'sentitems' ? sentence('Sent') : sentence('Received');
}

async function body(
  message: StoredMessage,
  transaction: MailboxTransaction,
  translate: Translate,
): Promise<string> {
  const { contentType, original } = message.content.body;
  if (contentType === 'text') return `<pre dir="auto">${escape(original)}</pre>`;
  let html = original;
  for (const attachment of message.attachments) {
    if (attachment.contentId) html = await withPicture(html, attachment, transaction);
  }
  const title = escape(translate(sentence('Message')));
  // Links may open, in a tab of their own; scripts, forms and plug-ins stay off.
  const allowed = 'allow-popups allow-popups-to-escape-sandbox';
  return `<iframe title="${title}" sandbox="${allowed}" referrerpolicy="no-referrer" srcdoc="${escape(`<base target="_blank">${html}`)}"></iframe>`;
}

async function withPicture(
  html: string,
  attachment: StoredAttachment,
  transaction: MailboxTransaction,
): Promise<string> {
  const reference = `cid:${attachment.contentId ?? ''}`;
  const type = /^image\/[\w.+-]+$/.exec(attachment.contentType ?? '')?.[0];
  if (!type || !html.includes(reference)) return html;
  const bytes = await transaction.content(attachment.contentName);
  const uri = `data:${type};base64,${Buffer.from(bytes).toString('base64')}`;
  // Only as a whole value: `cid:a` is also the beginning of `cid:ab`.
  return html.split(new RegExp(`${escapeExpression(reference)}(?=["'\\s>)])`)).join(uri);
}

function attachmentList(message: StoredMessage, translate: Translate): string {
  const shown = message.attachments.filter(({ isInline }) => !isInline);
  if (shown.length === 0) return '';
  const items = shown.map((each) => {
    const id = attachmentId(message, each, true);
    const href = `/mail/${encodeURIComponent(message.immutableId)}/attachments/${encodeURIComponent(id)}`;
    const name = `<a href="${escape(href)}" download="${escape(each.name)}">${escape(each.name)}</a>`;
    return `<li dir="auto">${name} (${escape(sizeOf(each.length, translate))})</li>`;
  });
  return `<h2>${escape(translate(sentence('Attachments')))}</h2><ul>${items.join('')}</ul>`;
}

function sizeOf(bytes: number, translate: Translate): string {
  if (bytes < 1024) return translate(sentence('{0} bytes', bytes));
  if (bytes < 1024 * 1024) return translate(sentence('{0} KB', Math.round(bytes / 1024)));
  return translate(sentence('{0} MB', (bytes / 1024 / 1024).toFixed(1)));
}

function people(recipients: readonly Recipient[]): string {
  return recipients
    .map(({ emailAddress: { name, address } }) =>
      name && name !== address ? `${name} <${address}>` : address,
    )
    .join(', ');
}

function document(title: string, content: string): string {
  return `<!DOCTYPE html>
<html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escape(title)}</title>
<style>${style}</style></head>
<body>
${content}
</body></html>
`;
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

function escapeExpression(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
