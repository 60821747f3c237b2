import { draftTag } from '../../../src/graph/mailbox.js';
import { type StoredMessage } from '../../../src/sandbox/message.js';
import { type Fault } from './faults.js';
import { type World } from './world.js';

/** Something that the person wrote into a message in Outlook. */
export interface Edit {
  readonly key: string;
  readonly at: number;
  /** Absent: a file was added. */
  readonly words?: string;
  readonly file?: string;
}

/** What the message that is answered has attached. */
export const originalFiles = { file: 'plan.txt', picture: 'logo.png' };

/** The person at Outlook: works on the newest draft in the mailbox that carries the tag. */
export class Outlook {
  readonly edits: Edit[] = [];
  /** Keys of messages that were sent here, and when. */
  readonly sent = new Map<string, number>();
  /** Each time that one waited to leave already. */
  readonly sentTwice: (readonly [key: string, at: number])[] = [];
  /** Keys of messages that were deleted here. */
  readonly deleted = new Set<string>();
  /** Of these, the ones that are destroyed. */
  readonly purged = new Set<string>();
  /** The same by their ids. */
  readonly purgedIds = new Set<string>();
  /** Keys of messages that were saved here with the same words. */
  readonly saved = new Set<string>();

  constructor(private readonly world: World) {}

  async act(fault: Fault): Promise<void> {
    const draft = await this.draft();
    if (!draft) return;
    const path = `/${draft.immutableId}`;
    const { key } = draft;
    const at = this.world.time.now;
    switch (fault) {
      case 'sent in Outlook':
        if ((await this.ask('POST', `${path}/send`)) !== 202) return;
        this.sent.set(key, at);
        if (draft.departs !== undefined) this.sentTwice.push([key, at]);
        return;
      case 'deleted in Outlook':
      case 'purged in Outlook':
        this.deleted.add(key);
        await this.ask('DELETE', path);
        if (fault === 'deleted in Outlook') return;
        this.purged.add(key);
        this.purgedIds.add(draft.immutableId);
        await this.ask('DELETE', path);
        return;
      case 'edited in Outlook': {
        const words = `Edited in Outlook ${this.edits.length}`;
        this.edits.push({ key, at, words });
        await this.ask('PATCH', path, written(words, this.edits.length));
        return;
      }
      case 'saved in Outlook': {
        this.saved.add(key);
        const content = draft.content.body.original.replace('<p>', '<p class="MsoNormal">');
        await this.ask('PATCH', path, { body: { contentType: 'html', content }, categories: ['seen'] });
        return;
      }
      default: {
        const file = `mine ${this.edits.length}.txt`;
        this.edits.push({ key, at, file });
        const kind = '#microsoft.graph.fileAttachment';
        await this.ask('POST', `${path}/attachments`, {
          '@odata.type': kind,
          name: file,
          contentBytes: 'bWluZQ==',
        });
      }
    }
  }

  /** A draft of the person's own. */
  async write(subject: string): Promise<void> {
    await this.ask('POST', '', { subject });
  }

  /** What came from somebody else, with a file and a picture. Resolves with its id. */
  async receive(): Promise<string> {
    const file = { '@odata.type': '#microsoft.graph.fileAttachment', contentBytes: 'b25l' };
    await this.ask('POST', '', {
      subject: 'Question',
      body: { contentType: 'html', content: '<p>How is it?</p>' },
      from: { emailAddress: { address: 'ada@example.com' } },
      attachments: [
        { ...file, name: originalFiles.file },
        { ...file, name: originalFiles.picture, isInline: true, contentId: 'logo' },
      ],
    });
    const original = (await this.world.messages()).at(-1);
    if (!original) throw new Error('The message did not come.');
    await this.ask('POST', `/${original.immutableId}/move`, { destinationId: 'inbox' });
    return original.immutableId;
  }

  private async draft(): Promise<StoredMessage | undefined> {
    const drafts = (await this.world.messages()).filter(isTaggedDraft);
    return drafts.at(-1);
  }

  private async ask(method: string, path: string, json?: unknown): Promise<number> {
    const headers = { Authorization: 'Bearer outlook', 'Content-Type': 'application/json' };
    const body = new TextEncoder().encode(json === undefined ? '' : JSON.stringify(json));
    const url = `https://graph.test/v1.0/me/messages${path}`;
    const lengths = method === 'POST' && json === undefined ? { 'Content-Length': '0' } : {};
    const { status } = await this.world.sandbox.handle({
      ...{ method, url, headers: { ...headers, ...lengths } },
      ...(method === 'DELETE' ? {} : { body }),
    });
    return status;
  }
}

/** By turns in the text and in the subject: an update may say only one of them. */
function written(words: string, count: number): object {
  return count % 2 === 0 ? { subject: words } : { body: { contentType: 'html', content: `<p>${words}</p>` } };
}

export function isTagged({ content }: StoredMessage): boolean {
  return content.singleValueExtendedProperties.some(({ id }) => id.toLowerCase() === draftTag.toLowerCase());
}

/** A draft of ours that lies where drafts lie. */
export function isTaggedDraft(message: StoredMessage): boolean {
  return message.isDraft && message.folder === 'drafts' && isTagged(message);
}

export function holds({ content, attachments }: StoredMessage, { words, file }: Edit): boolean {
  if (words === undefined) return attachments.some(({ name }) => name === file);
  return content.subject === words || content.body.original.includes(words);
}
