import { ConnectionFailure, type WireRequest, type WireResponse } from '../../../src/wire.js';
import { waitUntil } from '../../launcher/wait.js';
import { type Company, type Interceptor } from './company.js';

/**
 * The requests of one upload-and-send in a window that knows nothing of the mailbox yet, in their order. The draft has an
 * id from elsewhere, so its copy is looked for; where the id is made on the spot, both `find` are left out. Which folder
 * is which is asked once in a window, whenever it is first needed, and counts for nothing here.
 */
export const requests = ['find 1', 'create', 'look 1', 'find 2', 'send', 'look 2'] as const;
export type RequestName = (typeof requests)[number];

/** `before`: the mailbox does not see the request; `after`: it has carried it out, and VS Code is not told. */
export interface FatalPoint {
  readonly request: RequestName;
  readonly when: 'before' | 'after';
}

/**
 * A mailbox that falls silent at chosen requests, so that an extension host can be killed just there. A draft that is
 * stuck asks for nothing more; so several can be brought to their points one after another, and die by one kill.
 */
export class DeadlyMailbox {
  private readonly counts = new Map<string, number>();
  private asked = 0;
  private armed: { readonly point: FatalPoint; readonly strike: () => void } | undefined;

  constructor(private readonly company: Company) {
    company.intercept = this.intercept;
  }

  /** The names of the requests since the last call of this or {@link strikeAt}. */
  seen: string[] = [];

  /** From now on requests are counted afresh; the answer tells whether one is stuck at the point. */
  strikeAt(point: FatalPoint): () => boolean {
    this.countAfresh();
    let stuck = false;
    this.armed = { point, strike: () => (stuck = true) };
    return () => stuck;
  }

  /** A refresh asks about all drafts that were not sent; resolves when nothing was asked for a second after that. */
  async quietAfter(refresh: () => Promise<void>): Promise<void> {
    const before = this.asked;
    await refresh();
    await waitUntil('what a refresh asks', () => this.asked > before);
    for (let count = -1; count !== this.asked; await new Promise((resolve) => setTimeout(resolve, 1000)))
      count = this.asked;
  }

  countAfresh(): void {
    this.counts.clear();
    this.seen = [];
    this.armed = undefined;
  }

  /** Kills what runs the extension, as a crash or a full memory does: no farewell, no flush. */
  kill(): void {
    for (const pid of this.company.vsCode.extensionHostPids()) process.kill(pid, 'SIGKILL');
  }

  private readonly intercept: Interceptor = async (request, carryOut, signal) => {
    this.asked++;
    const name = this.nameOf(request);
    if (!name.startsWith('folder ')) this.seen.push(name);
    const { armed } = this;
    if (armed?.point.request !== name) return carryOut();
    this.armed = undefined;
    if (armed.point.when === 'after') await carryOut();
    armed.strike();
    return silence(signal);
  };

  private nameOf(request: WireRequest): string {
    const kind = kindOf(request);
    if (kind !== 'find' && kind !== 'look') return kind;
    const count = (this.counts.get(kind) ?? 0) + 1;
    this.counts.set(kind, count);
    return `${kind} ${count}`;
  }
}

function kindOf({ method, url }: WireRequest): string {
  const { pathname, searchParams } = new URL(url);
  const [, , , collection, id, action] = pathname.split('/');
  if (collection === 'mailFolders') return `folder ${id ?? ''}`;
  if (method === 'POST') return action ?? 'create';
  if (id !== undefined) return method === 'GET' ? 'look' : method.toLowerCase();
  return searchParams.has('$filter') ? 'find' : 'list';
}

function silence(signal: AbortSignal | undefined): Promise<WireResponse> {
  return new Promise((_resolve, reject) => {
    const cut = () => reject(new ConnectionFailure('no-answer', 'ECONNRESET'));
    if (signal?.aborted) cut();
    else signal?.addEventListener('abort', cut, { once: true });
  });
}
