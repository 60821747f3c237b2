import type * as vscode from 'vscode';
import { Failure, throwIfCancelled } from '../../failure.js';
import { type ParsedBlocks } from '../../render/parsedBlocks.js';
import { type DraftDesk, type LoadMail, type MailHalf, type OpenDraft } from '../drafts/draftDesk.js';
import { time } from '../drafts/stateWords.js';
import { settings } from '../settings.js';
import { translate } from '../translate.js';
import { type PreviewContent } from './previewContent.js';
import { type Previews, registerPreview } from './previewPanel.js';
import { MailPrinter } from './printMail.js';

/** The preview over the same composing that uploads and sends, so that what it shows is what goes. */
export function connectPreview(parts: {
  readonly context: Pick<vscode.ExtensionContext, 'extensionUri' | 'extension' | 'globalStorageUri'>;
  readonly desk: DraftDesk;
  readonly load: LoadMail;
}): Previews {
  const { desk, load } = parts;
  // As long as a document is open: a keystroke changes little of it.
  const known = new WeakMap<vscode.TextDocument, ParsedBlocks>();
  return registerPreview({
    extensionUri: parts.context.extensionUri,
    printer: new MailPrinter(parts.context),
    render: async (document: vscode.TextDocument, signal: AbortSignal): Promise<PreviewContent> => {
      const { module } = await load();
      const blocks = known.get(document) ?? new module.ParsedBlocks();
      known.set(document, blocks);
      const made = await desk.compose(document.uri, document.getText(), blocks);
      throwIfCancelled(signal);
      return contentOf(module, made);
    },
    from: async () => {
      try {
        const { mail } = await load();
        return (await mail.defaultAccount())?.userName;
      } catch (error) {
        if (error instanceof Failure) return undefined;
        throw error;
      }
    },
    classicOutlook: async (html) => (await load()).module.classicOutlook(html),
  });
}

function contentOf({ formatAddress }: MailHalf['module'], { draft, composed }: OpenDraft): PreviewContent {
  const { mail, problems, blocks } = composed;
  return {
    ...(draft.header.from ? { from: formatAddress(draft.header.from) } : {}),
    sandbox: settings.mail().cloud === 'sandbox',
    to: mail.to.map(formatAddress),
    cc: mail.cc.map(formatAddress),
    bcc: mail.bcc.map(formatAddress),
    replyTo: mail.replyTo.map(formatAddress),
    subject: mail.subject,
    ...(mail.answers ? { answers: mail.answers.kind } : {}),
    importance: mail.importance,
    ...((mail.sendAt ?? 0) > Date.now() ? { sendAt: time(mail.sendAt ?? 0) } : {}),
    html: mail.html,
    get text() {
      return mail.text;
    },
    images: mail.images,
    attachments: mail.attachments,
    problems: problems.map(({ severity, message, line }) => ({
      severity,
      message: translate(message),
      line,
    })),
    blocks,
  };
}
