import { type Answered, type Importance } from '../../draft/draft.js';
import { type Block } from '../../render/mailHtml.js';
import { type InlineImage } from '../../render/rendered.js';
import { type PreviewView, viewOf } from './previewView.js';

/** What the preview shows: the mail as it would go, with texts that are translated already. */
export interface PreviewContent {
  /** As the reader sees it, `Name <address>`; absent: whoever is signed in. */
  readonly from?: string;
  /** The mail would go to the sandbox mailbox. */
  readonly sandbox: boolean;
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly bcc: readonly string[];
  readonly replyTo: readonly string[];
  readonly subject: string;
  readonly importance: Importance;
  /** When the mailbox is to send it, in words; absent: at once. */
  readonly sendAt?: string;
  /** The mail answers a message, whose text the mailbox adds below. */
  readonly answers?: Answered['kind'];
  /** Exactly what is sent. */
  readonly html: string;
  readonly text: string;
  readonly images: readonly InlineImage[];
  readonly attachments: readonly PreviewAttachment[];
  /** Lines are 0-based. */
  readonly problems: readonly PreviewProblem[];
  readonly blocks: readonly Block[];
}

export interface PreviewAttachment {
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  readonly contentType: string;
  /** Where the file is, as a URI; absent: it cannot be opened. */
  readonly location?: string;
}

export interface PreviewProblem {
  readonly severity: 'error' | 'warning' | 'information';
  readonly message: string;
  readonly line: number;
}

/** From the page to the panel. */
export type PageMessage =
  | { readonly type: 'ready'; readonly view: PreviewView }
  | { readonly type: 'view'; readonly view: PreviewView }
  | { readonly type: 'showRemote' }
  | { readonly type: 'print' }
  | { readonly type: 'copy' }
  | { readonly type: 'open'; readonly url: string }
  | { readonly type: 'attachment'; readonly index: number }
  | { readonly type: 'line'; readonly line: number }
  | { readonly type: 'scrolled'; readonly line: number };

/** The only links that a mail has; anything else did not come from one. */
const opened = /^(?:https?|mailto|tel):/i;

/** A message of the page, or undefined for anything else: what comes from a web page is parsed, not believed. */
export function pageMessage(value: unknown): PageMessage | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { type, view, url, index, line } = value as Readonly<Record<string, unknown>>;
  switch (type) {
    case 'ready':
    case 'view':
      return { type, view: viewOf(view) };
    case 'showRemote':
    case 'print':
    case 'copy':
      return { type };
    case 'open':
      return typeof url === 'string' && opened.test(url) ? { type, url } : undefined;
    case 'attachment':
      return isPlace(index) ? { type, index } : undefined;
    case 'line':
    case 'scrolled':
      return isPlace(line) ? { type, line } : undefined;
    default:
      return undefined;
  }
}

function isPlace(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}
