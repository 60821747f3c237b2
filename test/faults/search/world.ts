import { type Random } from '../../../src/clock.js';
import { type OutboxParts } from '../../../src/outbox/outbox.js';
import { memoryStore } from '../../../src/sandbox/memoryStore.js';
import { type StoredMessage } from '../../../src/sandbox/message.js';
import { createSandbox, type Sandbox } from '../../../src/sandbox/sandbox.js';
import { type WireRequest, type WireResponse } from '../../../src/wire.js';
import { seededRandom } from '../simulation.js';
import { Audit } from './audit.js';
import { Computer, DraftFile } from './computer.js';
import { type Fate, type StepKind, type Strike } from './faults.js';
import { Outlook } from './outlook.js';
import { type Scene } from './scene.js';
import { Timeline } from './timeline.js';
import { type Window } from './window.js';

const user = { id: '00000000-0000-4000-8000-000000000001', userName: 'you@example.com', displayName: 'You' };

/** Of a draft that a person writes in Outlook. */
export const foreignSubject = 'To myself';

/** The ids of folders never change, and every window asks for them: it takes no time here, and does not go wrong. */
const folders = new Map<string, WireResponse>();

export function isAboutFolders({ url }: WireRequest): boolean {
  return url.includes('/mailFolders/');
}

/** The outbox made worse on purpose. */
export interface Variant {
  parts?(parts: OutboxParts, window: Window): OutboxParts;
}

/** One mailbox, one draft file, and computers with windows on them; all of it in virtual time and by one seed. */
export class World {
  readonly time = new Timeline();
  readonly random: Random;
  readonly sandbox: Sandbox;
  readonly file: DraftFile;
  readonly outlook: Outlook;
  readonly audit: Audit;
  readonly computers: readonly Computer[];
  /** Versions that somebody said yes to sending. */
  readonly asked = new Set<number>();
  /** How often somebody said yes to sending once more. */
  askedAgain = 0;
  private ids = 0;
  private calmed = false;
  private readonly steps = new Map<string, StepKind[]>();

  constructor(
    readonly scene: Scene,
    private readonly given: Fate,
    readonly variant: Variant = {},
  ) {
    this.random = seededRandom(scene.seed);
    this.sandbox = createSandbox({
      users: [user],
      authorize: () => user,
      store: memoryStore(),
      clock: { now: () => this.time.now, sleep: (milliseconds) => this.time.wait(milliseconds) },
      random: this.random,
      switches: scene.switches,
      exchangeLimit: 0,
    });
    this.outlook = new Outlook(this);
    this.audit = new Audit(this);
    this.file = new DraftFile(scene.known ? this.newId() : undefined);
    const count = Math.max(...scene.actors.map(({ computer }) => computer)) + 1;
    this.computers = Array.from({ length: count }, () => new Computer());
  }

  /** Always the same: what is made of it need not be made again in thousands of runs. */
  newId(): string {
    return `01ARZ3NDEKTSV4RRFFQ69G5FA${this.ids++}`;
  }

  /** From now on nothing goes wrong. */
  calm(): void {
    this.calmed = true;
  }

  /** All that struck, in order. */
  get struck(): readonly Strike[] {
    return this.given.struck;
  }

  strikeAt(who: string, kind: StepKind): Strike | undefined {
    if (this.calmed) return undefined;
    const kinds = this.steps.get(who) ?? [];
    this.steps.set(who, kinds);
    return this.given.at(who, kinds.push(kind) - 1, kind);
  }

  /** What each window did, as long as things could go wrong. */
  get stepsTaken(): ReadonlyMap<string, readonly StepKind[]> {
    return this.steps;
  }

  computer(index: number): Computer {
    const computer = this.computers[index];
    if (!computer) throw new Error(`There is no computer ${index}.`);
    return computer;
  }

  private async folder(request: WireRequest): Promise<WireResponse> {
    const known = folders.get(request.url);
    if (known) return known;
    const answer = await this.sandbox.handle(request);
    folders.set(request.url, answer);
    return answer;
  }

  /** Puts something into the mailbox that is none of the program's business. */
  async furnish(): Promise<void> {
    await this.outlook.write(foreignSubject);
  }

  messages(): Promise<readonly StoredMessage[]> {
    return this.sandbox.messages(user.userName);
  }

  /** One request of a window, carried out now. `issued`: when it left. */
  async serve(window: Window, request: WireRequest, issued: number): Promise<WireResponse> {
    if (isAboutFolders(request)) return this.folder(request);
    const before = await this.audit.before(request);
    const answer = await this.sandbox.handle(request);
    await this.audit.after(window, request, { answer, issued, before });
    return answer;
  }
}
