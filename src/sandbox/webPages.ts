import { sentence, type Sentence } from '../failure.js';
import { type Answer } from './call.js';
import { findAttachment } from './locate.js';
import { type StoredMessage } from './message.js';
import { mailPage, startPage } from './mailPage.js';
import { itemNotFound, methodNotAllowed } from './protocolError.js';
import { type MailboxTransaction, type SandboxStore } from './store.js';

/** What the pages are made from. */
export interface PageSource {
  readonly transaction: SandboxStore['transaction'];
  readonly mailboxes: readonly string[];
  readonly translate: (sentence: Sentence) => string;
}

/** No script, no network: a mail is shown, and nothing it names is fetched. */
const policy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const guards = {
  'content-security-policy': policy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-store',
};

/**
 * `/`, `/mail/{id}` and `/mail/{id}/attachments/{id}`: read-only pages without a token. Only who was shown a `webLink`
 * knows an id.
 */
export async function answerPage(method: string, url: URL, source: PageSource): Promise<Answer> {
  if (method !== 'GET' && method !== 'HEAD') throw methodNotAllowed();
  if (url.pathname === '/') return page(200, startPage(source.translate));
  const [, root, id, part, attachment, ...more] = url.pathname.split('/').map(decoded);
  if (root === 'mail' && id && more.length === 0) {
    for (const mailbox of source.mailboxes) {
      const answer = await source.transaction(mailbox, (transaction) =>
        answerFrom(transaction, id, part, attachment, source),
      );
      if (answer) return answer;
    }
  }
  const text = source.translate(sentence('There is no such message in the sandbox mailbox.'));
  return page(404, startPage(source.translate, text));
}

async function answerFrom(
  transaction: MailboxTransaction,
  id: string,
  part: string | undefined,
  attachment: string | undefined,
  source: PageSource,
): Promise<Answer | undefined> {
  const message = [...transaction.messages.values()].find(
    (each) => each.id === id || each.immutableId === id,
  );
  if (!message) return undefined;
  if (part === undefined) return page(200, await mailPage(message, transaction, source.translate));
  if (part === 'attachments' && attachment) return download(message, attachment, transaction);
  return undefined;
}

async function download(
  message: StoredMessage,
  id: string,
  transaction: MailboxTransaction,
): Promise<Answer> {
  const attachment = findAttachment(message, id);
  const bytes = await transaction.content(attachment.contentName);
  return {
    status: 200,
    bytes,
    // Never a type that a browser would show as a page of this origin.
    contentType: 'application/octet-stream',
    headers: {
      ...guards,
      'content-security-policy': `${policy}; sandbox`,
      'content-disposition': `attachment; filename*=UTF-8''${extendedValue(attachment.name)}`,
    },
  };
}

/** RFC 8187 §3.2.1. */
function extendedValue(text: string): string {
  const whole = text.replace(/[\uD800-\uDFFF]/gu, '\uFFFD');
  return encodeURIComponent(whole).replace(
    /['()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function page(status: number, html: string): Answer {
  return {
    status,
    bytes: new TextEncoder().encode(html),
    contentType: 'text/html; charset=utf-8',
    headers: guards,
  };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw itemNotFound();
  }
}
