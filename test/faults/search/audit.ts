import { type DraftState } from '../../../src/outbox/draftState.js';
import { positionOf } from '../../../src/outbox/ledgerPosition.js';
import { type StoredMessage } from '../../../src/sandbox/message.js';
import { type WireRequest, type WireResponse } from '../../../src/wire.js';
import { type Computer } from './computer.js';
import { type Edit, holds } from './outlook.js';
import { type Window } from './window.js';
import { type World } from './world.js';

/** A request that sends, and that the mailbox carried out. */
export interface Post {
  readonly window: Window;
  /** The same for one request that is carried out twice. */
  readonly request: WireRequest;
  /** Of the message; absent: there is none any more. */
  readonly key: string | undefined;
  readonly issued: number;
  readonly at: number;
  /** When the window had read the message last when it sent the request, and asked for all that bears the tag. */
  readonly looked: number;
  readonly lookedForTag: number;
  /** When the window had asked the person. */
  readonly askedAt: number;
  /** The message waited to leave already. */
  readonly second: boolean;
  /** The person wanted it once more, knowing that the outcome was open. */
  readonly again: boolean;
}

/** A request that wrote to a message. */
interface Write {
  readonly computer: Computer;
  readonly issued: number;
  readonly method: string;
  readonly key: string;
  readonly id: string;
  readonly at: number;
}

interface Report {
  readonly computer: Computer;
  readonly kind: DraftState['kind'];
  readonly at: number;
}

interface Served {
  readonly request: WireRequest;
  readonly answer: WireResponse;
  readonly issued: number;
  readonly before: readonly StoredMessage[];
}

/** What a window knew when it made a request that writes. Times are 0 where it had not read. */
interface Knowledge {
  readonly issued: number;
  /** When it had last read the message, and the list of its files. */
  readonly looked: number;
  readonly listed: number;
  /** When it had last asked for all that bears the draft's tag. */
  readonly lookedForTag: number;
  /** It had made the same request before, and read nothing since. */
  readonly blind: boolean;
}

/** Judges while it happens: what is reported, and what is written over or deleted. */
export class Audit {
  readonly faults: string[] = [];
  readonly posts: Post[] = [];
  readonly writes: Write[] = [];
  /** When a person last asked for the copy to be deleted, with all that was in it. */
  deletionAsked = 0;
  /** When any window had asked for all that bears the draft's tag. */
  lookedForTag = 0;
  private readonly reports: Report[] = [];
  /** The last write of each window that has read nothing since. */
  private readonly tried = new Map<Window, string>();
  private readonly known = new WeakMap<WireRequest, Knowledge>();

  constructor(private readonly world: World) {}

  fault(text: string): void {
    this.faults.push(text);
  }

  begin(window: Window, request: WireRequest): void {
    const write = `${request.method} ${request.url}`;
    const id = messageIdIn(request) ?? '';
    this.known.set(request, {
      issued: this.world.time.now,
      looked: window.looks.get(id) ?? 0,
      listed: window.listings.get(id) ?? 0,
      lookedForTag: window.lookedForTag,
      blind: this.tried.get(window) === write,
    });
    this.tried.set(window, write);
  }

  /** What the mailbox holds before a request that writes. */
  async before({ method }: WireRequest): Promise<readonly StoredMessage[]> {
    return method === 'GET' ? [] : this.world.messages();
  }

  async after(window: Window, served: Served): Promise<void> {
    const { request, answer, before } = served;
    const id = messageIdIn(request);
    if (request.method === 'GET') return this.read(window, request, id);
    const message = before.find(({ immutableId }) => immutableId === id);
    if (/\/send(?:Mail)?$/.test(request.url) && answer.status === 202)
      this.post(window, served, message ?? (await this.newest(before)));
    if (message) {
      const { key, immutableId } = message;
      const { now } = this.world.time;
      const { computer } = window;
      const { method } = request;
      this.writes.push({ computer, method, key, id: immutableId, issued: served.issued, at: now });
    }
    if (message) await this.written(window, message, request);
  }

  private read(window: Window, { url }: WireRequest, id: string | undefined): void {
    const { now } = this.world.time;
    this.tried.delete(window);
    const files = /\/attachments\b/.test(url);
    if (id !== undefined) (files ? window.listings : window.looks).set(id, now);
    else this.lookedForTag = window.lookedForTag = now;
  }

  /** The message that a request made without saying so. */
  private async newest(before: readonly StoredMessage[]): Promise<StoredMessage | undefined> {
    const now = [...(await this.world.messages()), ...this.world.left];
    const known = new Set([...before, ...this.posts].map(({ key }) => key));
    return now.find(({ key }) => !known.has(key));
  }

  private post(
    window: Window,
    { request, issued, before }: Served,
    message: StoredMessage | undefined,
  ): void {
    const { now } = this.world.time;
    const { again, askedAt } = window;
    const { looked, lookedForTag } = this.known.get(request) ?? { looked: 0, lookedForTag: 0 };
    const second = before.some(({ key, departs }) => key === message?.key && departs !== undefined);
    this.posts.push({ window, request, key: message?.key, issued, at: now, looked, lookedForTag, askedAt, second, again }); // prettier-ignore
    const early = this.reports.find(
      (report) => report.computer === window.computer && report.at > issued && deniesSending(report.kind),
    );
    if (early) this.fault(`reported as ${early.kind} while a request that sends was on its way`);
  }

  /** What a person wrote in Outlook is not lost to one who could have seen it. */
  private async written(window: Window, message: StoredMessage, request: WireRequest): Promise<void> {
    const { method } = request;
    const unwanted = method === 'DELETE' ? this.deletionAsked : 0;
    const edits = this.world.outlook.edits.filter(
      (edit) => edit.key === message.key && holds(message, edit) && edit.at >= unwanted,
    );
    const known = this.known.get(request);
    if (edits.length === 0 || window.discards || !known) return;
    const after = (await this.world.messages()).find(({ key }) => key === message.key);
    for (const edit of edits) {
      const read = edit.words === undefined ? known.listed : known.looked;
      const visible = edit.at < read || (known.blind && edit.at < known.issued);
      // Who took a mail back does not want it to leave; the words of it lie in Deleted Items.
      const taken = positionOf(window.computer.ledger.read()).kind === 'cancelling';
      const kept = method === 'DELETE' && taken && after !== undefined && holds(after, edit);
      if (visible && !kept && isLost(edit, message, after))
        this.fault(`${method} lost what was written in Outlook (${edit.words ?? edit.file})`);
    }
  }

  /**
   * Sent without a draft a mail counts as sent when the mailbox took it, since nothing else tells (of one with a copy: when
   * ten minutes later it is neither among the drafts nor among what was sent). It may still wait, or have been taken out of
   * the mailbox in Outlook before it left.
   */
  isAccepted(messages: readonly StoredMessage[]): boolean {
    const { deleted, purged } = this.world.outlook;
    const waits = (key: string | undefined) =>
      messages.some((message) => message.key === key && message.departs !== undefined);
    const direct = this.posts.filter(({ request }) => request.url.endsWith('/sendMail'));
    return direct.some(
      ({ key = '', request }) => waits(key) || (keepsCopy(request) ? purged : deleted).has(key),
    );
  }

  /** A state that was told to the person, or written where others read it. */
  async report(computer: Computer, { kind }: DraftState): Promise<void> {
    const { world } = this;
    this.reports.push({ computer, kind, at: world.time.now });
    const messages = [...(await world.messages()), ...world.left];
    const own = this.posts.filter(({ window }) => window.computer === computer);
    const leaves = ({ key, departs, isDraft }: StoredMessage) =>
      own.some((post) => post.key === key) && (!isDraft || departs !== undefined);
    const goes = messages.some(leaves);
    if (kind === 'sent' && messages.every(({ isDraft }) => isDraft) && !this.isAccepted(messages))
      this.fault('reported as sent, and was not sent');
    if (deniesSending(kind) && goes) this.fault(`reported as ${kind}, and was sent`);
    // Somebody else may have taken it back since.
    const others = world.outlook.deleted.size > 0 || world.computers.length > 1;
    if (kind === 'scheduled' && !goes && !others) this.fault('reported as scheduled, and nothing waits');
  }
}

/** Of a mail without a draft. */
function keepsCopy({ body }: WireRequest): boolean {
  const { saveToSentItems } = JSON.parse(new TextDecoder().decode(body)) as { saveToSentItems: boolean };
  return saveToSentItems;
}

/** The id of the message that a request names. */
function messageIdIn({ url }: WireRequest): string | undefined {
  const found = /\/messages\/([^/?]+)/.exec(url)?.[1];
  return found === undefined ? undefined : decodeURIComponent(found);
}

function deniesSending(kind: DraftState['kind']): boolean {
  return ['local', 'uploaded', 'changed', 'conflict', 'failed'].includes(kind);
}

function isLost(edit: Edit, before: StoredMessage, after: StoredMessage | undefined): boolean {
  if (!after || !holds(after, edit)) return true;
  return before.folder !== 'deleteditems' && after.folder === 'deleteditems';
}
