import * as vscode from 'vscode';
import { Cancelled, Failure } from '../../failure.js';
import { type Mailbox } from '../../graph/mailbox.js';
import { type MessageSummary } from '../../graph/received.js';
import { iconless } from '../iconless.js';
import { describe } from '../translate.js';

/** Milliseconds without a keystroke before the mailbox is asked. */
const pause = 300;
const mostMessages = 50;

interface MessageItem extends vscode.QuickPickItem {
  readonly message: MessageSummary;
}

/**
 * Lets a person choose a message: the newest of the inbox, or what the mailbox finds for what is typed. A search is
 * given up when the next one begins or the list is closed. @throws Cancelled; the Failure of the first list
 */
export async function pickMessage(mailbox: Pick<Mailbox, 'recent'>): Promise<MessageSummary> {
  const pick = vscode.window.createQuickPick<MessageItem>();
  pick.title = vscode.l10n.t('Reply or Forward');
  const placeholder = vscode.l10n.t('Type to search the mailbox, or choose a recent message');
  pick.placeholder = placeholder;
  const search = new Search(async (words, signal) => {
    pick.busy = true;
    const options = { top: mostMessages, ...(words === '' ? {} : { search: words }) };
    const found = await mailbox.recent(options, signal);
    pick.items = found.map(itemOf);
    pick.placeholder = placeholder;
    pick.title = found.length > 0 ? vscode.l10n.t('Reply or Forward') : vscode.l10n.t('No message found');
    pick.busy = false;
  });
  const subscriptions: vscode.Disposable[] = [pick, search];
  try {
    return await new Promise<MessageSummary>((resolve, reject) => {
      search.onFailure = (error) => {
        pick.busy = false;
        if (pick.items.length === 0 || !(error instanceof Failure)) reject(error);
        // What was found before stays; the next keystroke asks again.
        else pick.title = describe(error);
      };
      subscriptions.push(
        pick.onDidChangeValue((value) => search.later(value.trim())),
        pick.onDidAccept(() => {
          const [chosen] = pick.selectedItems;
          if (chosen) resolve(chosen.message);
        }),
        pick.onDidHide(() => reject(new Cancelled())),
      );
      pick.show();
      search.now('');
    });
  } finally {
    vscode.Disposable.from(...subscriptions).dispose();
  }
}

/** One search at a time, the last one asked for. */
class Search implements vscode.Disposable {
  onFailure: (error: Error) => void = () => undefined;
  private timer: NodeJS.Timeout | undefined;
  private running: AbortController | undefined;

  constructor(private readonly find: (words: string, signal: AbortSignal) => Promise<void>) {}

  later(words: string): void {
    this.dispose();
    this.timer = setTimeout(() => this.now(words), pause);
  }

  now(words: string): void {
    this.dispose();
    const { signal } = (this.running = new AbortController());
    this.find(words, signal).catch((error: unknown) => {
      if (!signal.aborted) this.onFailure(error instanceof Error ? error : new Error(String(error)));
    });
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.running?.abort();
  }
}

/** `alwaysShow`: the mailbox has searched already, also where the word stands in the text alone. */
function itemOf(message: MessageSummary): MessageItem {
  const sender = iconless(message.from?.name ?? message.from?.address ?? vscode.l10n.t('(no sender)'));
  const received = Date.parse(message.received);
  const parts = [
    ...(message.isRead ? [] : [vscode.l10n.t('unread')]),
    ...(Number.isNaN(received) ? [] : [dateText(received)]),
    ...(message.hasAttachments ? [vscode.l10n.t('with attachments')] : []),
  ];
  return {
    label: message.isRead ? sender : `$(circle-filled) ${sender}`,
    description: iconless(message.subject || vscode.l10n.t('(no subject)')),
    detail: parts.join(' · '),
    alwaysShow: true,
    message,
  };
}

function dateText(time: number): string {
  return new Intl.DateTimeFormat(vscode.env.language, { dateStyle: 'medium', timeStyle: 'short' }).format(
    time,
  );
}
