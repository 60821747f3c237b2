import { type Block } from '../../render/mailHtml.js';
import { type InlineImage } from '../../render/rendered.js';

/** What the preview shows: the mail as it would go, with texts that are translated already. */
export interface PreviewContent {
  /** As the reader sees it, `Name <address>`; absent: whoever is signed in. */
  readonly from?: string;
  /** The mail would go to the sandbox mailbox. */
  readonly sandbox: boolean;
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly bcc: readonly string[];
  readonly subject: string;
  /** Exactly what is sent. */
  readonly html: string;
  readonly images: readonly InlineImage[];
  /** Sizes in bytes. */
  readonly attachments: readonly { readonly name: string; readonly size: number }[];
  /** Lines are 0-based. */
  readonly problems: readonly PreviewProblem[];
  readonly blocks: readonly Block[];
}

export interface PreviewProblem {
  readonly severity: 'error' | 'warning' | 'information';
  readonly message: string;
  readonly line: number;
}

/** The words around the mail, in the language of the editor. `{0}` stands for a number or a name. */
export interface PreviewLabels {
  readonly language: string;
  readonly from: string;
  readonly to: string;
  readonly cc: string;
  readonly bcc: string;
  readonly attachments: string;
  readonly noSender: string;
  readonly noRecipients: string;
  readonly noSubject: string;
  readonly sandbox: string;
  readonly sandboxMeaning: string;
  readonly problems: string;
  readonly error: string;
  readonly warning: string;
  readonly information: string;
  readonly line: string;
  readonly mail: string;
  readonly remoteHidden: string;
  readonly showRemote: string;
}

/** From the page to the panel. */
export type PageMessage =
  | { readonly type: 'ready' }
  | { readonly type: 'showRemote' }
  | { readonly type: 'open'; readonly url: string }
  | { readonly type: 'line'; readonly line: number };

/** From the panel to the page. `head`, `problems` and `notice` are HTML of the panel, `mail` is the mail's. */
export interface ContentMessage {
  readonly type: 'content';
  readonly head: string;
  readonly problems: string;
  readonly notice: string;
  readonly mail: string;
  readonly blocks: readonly Block[];
}

/** The only links that a mail has; anything else did not come from one. */
const opened = /^(?:https?|mailto|tel):/i;

/** A message of the page, or undefined for anything else: what comes from a web page is parsed, not believed. */
export function pageMessage(value: unknown): PageMessage | undefined {
  if (typeof value !== 'object' || value === null || !('type' in value)) return undefined;
  if (value.type === 'ready' || value.type === 'showRemote') return { type: value.type };
  if (value.type === 'open' && 'url' in value && typeof value.url === 'string' && opened.test(value.url)) {
    return { type: 'open', url: value.url };
  }
  if (
    value.type === 'line' &&
    'line' in value &&
    Number.isSafeInteger(value.line) &&
    Number(value.line) >= 0
  ) {
    return { type: 'line', line: Number(value.line) };
  }
  return undefined;
}
