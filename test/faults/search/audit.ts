import { type DraftState } from '../../../src/outbox/draftState.js';
import { type StoredMessage } from '../../../src/sandbox/message.js';
import { type WireRequest, type WireResponse } from '../../../src/wire.js';
import { type Computer } from './computer.js';
import { type Edit, holds } from './outlook.js';
import { type Window } from './window.js';
import { type World } from './world.js';

/** A request that sends, and that the mailbox carried out. */
export interface Post {
  readonly window: Window;
  /** Of the message; absent: there is none any more. */
  readonly key: string | undefined;
  readonly issued: number;
  readonly at: number;
  /** When the person's time to undo was over. */
  readonly heldUntil: number;
  /** When the window read the message last before. */
  readonly looked: number;
}

/** A request that wrote to a message. */
interface Write {
  readonly computer: Computer;
  readonly key: string;
  readonly at: number;
}

interface Report {
  readonly computer: Computer;
  readonly kind: DraftState['kind'];
  readonly at: number;
}

interface Served {
  readonly answer: WireResponse;
  readonly issued: number;
  readonly before: readonly StoredMessage[];
}

/** For so long (milliseconds) a client repeats one request. */
const repeating = 65_000;

/** Judges while it happens: what is reported, and what is written over or deleted. */
export class Audit {
  readonly faults: string[] = [];
  readonly posts: Post[] = [];
  readonly writes: Write[] = [];
  private readonly reports: Report[] = [];
  /** Writes whose outcome the window did not learn before it tried again. */
  private readonly tried = new Map<Window, string>();
  /** The write that a window makes, and when it tried first: what comes while it is repeated cannot be seen. */
  private readonly begun = new Map<Window, { readonly write: string; readonly at: number }>();

  constructor(private readonly world: World) {}

  fault(text: string): void {
    this.faults.push(text);
  }

  begin(window: Window, { method, url }: WireRequest): void {
    const write = `${method} ${url}`;
    const { now } = this.world.time;
    const last = this.begun.get(window);
    if (last?.write !== write || now > last.at + repeating) this.begun.set(window, { write, at: now });
  }

  /** What the mailbox holds before a request that writes. */
  async before({ method }: WireRequest): Promise<readonly StoredMessage[]> {
    return method === 'GET' ? [] : this.world.messages();
  }

  async after(window: Window, request: WireRequest, served: Served): Promise<void> {
    const found = /\/messages\/([^/?]+)/.exec(request.url)?.[1];
    const id = found === undefined ? undefined : decodeURIComponent(found);
    if (request.method === 'GET') {
      this.tried.delete(window);
      const files = /\/attachments\b/.test(request.url);
      if (id !== undefined) (files ? window.listings : window.looks).set(id, this.world.time.now);
      return;
    }
    const message = served.before.find(({ immutableId }) => immutableId === id);
    if (/\/send$/.test(request.url) && served.answer.status === 202) this.post(window, served, message);
    if (message) this.writes.push({ computer: window.computer, key: message.key, at: this.world.time.now });
    if (message && id !== undefined)
      await this.written(window, message, id, `${request.method} ${request.url}`);
  }

  private post(window: Window, { issued }: Served, message: StoredMessage | undefined): void {
    const { now } = this.world.time;
    const looked = window.looks.get(message?.immutableId ?? '') ?? 0;
    this.posts.push({ window, key: message?.key, issued, at: now, heldUntil: window.heldUntil, looked });
    const early = this.reports.find(
      (report) => report.computer === window.computer && report.at > issued && deniesSending(report.kind),
    );
    if (early) this.fault(`reported as ${early.kind} while a request that sends was on its way`);
  }

  /** What a person wrote in Outlook is not lost to one who could have seen it. */
  private async written(window: Window, message: StoredMessage, id: string, write: string): Promise<void> {
    const edits = this.world.outlook.edits.filter((edit) => edit.key === message.key && holds(message, edit));
    if (edits.length === 0 || window.discards) return void this.tried.set(window, write);
    const after = (await this.world.messages()).find(({ key }) => key === message.key);
    const again = this.tried.get(window) === write;
    this.tried.set(window, write);
    for (const edit of edits) {
      const looked = (edit.words === undefined ? window.listings : window.looks).get(id) ?? 0;
      const begun = this.begun.get(window)?.at ?? 0;
      if ((edit.at < Math.min(looked, begun) || again) && isLost(edit, message, after))
        this.fault(`${write.slice(0, 6)} lost what was written in Outlook (${edit.words ?? edit.file})`);
    }
  }

  /** A state that was told to the person, or written where others read it. */
  async report(computer: Computer, { kind }: DraftState): Promise<void> {
    const { now } = this.world.time;
    this.reports.push({ computer, kind, at: now });
    const messages = await this.world.messages();
    const delivered = messages.some(({ isDraft }) => !isDraft);
    if (kind === 'sent' && !delivered) this.fault('reported as sent, and was not sent');
    if (!deniesSending(kind)) return;
    const own = this.posts.filter(({ window }) => window.computer === computer);
    const leaves = ({ key, departs, isDraft }: StoredMessage) =>
      own.some((post) => post.key === key) && (!isDraft || departs !== undefined);
    if (messages.some(leaves)) this.fault(`reported as ${kind}, and was sent`);
  }
}

function deniesSending(kind: DraftState['kind']): boolean {
  return ['local', 'uploaded', 'changed', 'conflict', 'failed'].includes(kind);
}

function isLost(edit: Edit, before: StoredMessage, after: StoredMessage | undefined): boolean {
  if (!after || !holds(after, edit)) return true;
  return before.folder !== 'deleteditems' && after.folder === 'deleteditems';
}
