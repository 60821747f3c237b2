import { type Random } from '../../../src/clock.js';
import { type OutboxParts } from '../../../src/outbox/outbox.js';
import { type AnswerKind } from '../../../src/graph/mailbox.js';
import { type OutgoingMail } from '../../../src/render/outgoingMail.js';
import { memoryStore } from '../../../src/sandbox/memoryStore.js';
import { type StoredMessage } from '../../../src/sandbox/message.js';
import { type SandboxStore } from '../../../src/sandbox/store.js';
import { createSandbox, type Sandbox } from '../../../src/sandbox/sandbox.js';
import { type WireRequest, type WireResponse } from '../../../src/wire.js';
import { seededRandom } from '../simulation.js';
import { refusal } from './answers.js';
import { Audit } from './audit.js';
import { Computer, DraftFile } from './computer.js';
import { type Fate, type Fault, type StepKind, type Strike } from './faults.js';
import { Outlook } from './outlook.js';
import { type Scene } from './scene.js';
import { Timeline } from './timeline.js';
import { type Asked } from './versions.js';
import { type Window } from './window.js';

const user = { id: '00000000-0000-4000-8000-000000000001', userName: 'you@example.com', displayName: 'You' };

/** Of a draft that a person writes in Outlook. */
export const foreignSubject = 'To myself';

/** The ids of folders never change, and every window asks for them: it takes no time here, and does not go wrong. */
const folders = new Map<string, Promise<WireResponse>>();

function folder(request: WireRequest): Promise<WireResponse> {
  const known = folders.get(request.url);
  if (known) return known;
  // From a mailbox of its own: the first run of a process must not take other chances than the next ones.
  const answer = createSandbox({
    users: [user],
    authorize: () => user,
    store: memoryStore(),
    clock: { now: () => 0, sleep: async () => undefined },
    random: seededRandom(0),
  }).handle(request);
  folders.set(request.url, answer);
  return answer;
}

export function isAboutFolders({ url }: WireRequest): boolean {
  return url.includes('/mailFolders/');
}

/** The mailbox serves nobody for a while. */
interface Trouble {
  readonly fault: Fault;
  /** Milliseconds since 1970. */
  readonly until: number;
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
  /** What somebody said yes to sending. */
  readonly asked: Asked[] = [];
  /** Mails that left without a copy: no mailbox shows them. */
  readonly left: StoredMessage[] = [];
  /** The message that the mail answers. */
  private original = '';
  private readonly departed = new Map<string, StoredMessage>();
  private trouble: Trouble | undefined;
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
      store: this.watched(memoryStore()),
      clock: { now: () => this.time.now, sleep: (milliseconds) => this.time.wait(milliseconds) },
      random: this.random,
      switches: scene.switches,
      exchangeLimit: 0,
    });
    this.outlook = new Outlook(this);
    this.audit = new Audit(this);
    this.file = new DraftFile(scene.known ? this.newId() : undefined);
    const count = Math.max(...scene.actors.map(({ computer }) => computer)) + 1;
    this.computers = Array.from({ length: count }, (_none, index) => new Computer(scene.clocks?.[index]));
  }

  /** Always the same: what is made of it need not be made again in thousands of runs. */
  newId(): string {
    return `01ARZ3NDEKTSV4RRFFQ69G5FA${this.ids++}`;
  }

  /** From now on nothing goes wrong. */
  calm(): void {
    this.calmed = true;
    this.trouble = undefined;
    for (const computer of this.computers) computer.signedOutUntil = computer.fullUntil = 0;
  }

  /** From now on the mailbox turns away every window. `ms`: for so long. */
  begin(fault: Fault, ms: number): void {
    this.trouble = { fault, until: this.time.now + ms };
  }

  private watched(store: SandboxStore): SandboxStore {
    return {
      spool: (mailbox, name) => store.spool(mailbox, name),
      transaction: (mailbox, work) =>
        store.transaction(mailbox, async (transaction) => {
          const remove = transaction.remove.bind(transaction);
          const gone: StoredMessage[] = [];
          const put = transaction.put.bind(transaction);
          transaction.put = (message) => {
            if (!message.isDraft && !this.departed.has(message.key)) this.departed.set(message.key, message);
            put(message);
          };
          transaction.remove = (key) => {
            const message = transaction.messages.get(key);
            // What is deleted lies in Deleted Items before it is destroyed.
            if (message?.unsaved && message.folder === 'drafts')
              gone.push({ ...message, isDraft: false, sent: message.departs ?? this.time.now });
            remove(key);
          };
          const result = await work(transaction);
          this.left.push(...gone);
          return result;
        }),
    };
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

  /** Puts something into the mailbox that is none of the program's business, and what is answered. */
  async furnish(): Promise<void> {
    await this.outlook.write(foreignSubject);
    if (this.answers) this.original = await this.outlook.receive();
  }

  /** How the mail answers another; absent: it does not. */
  get answers(): AnswerKind | undefined {
    return this.scene.form;
  }

  inForm(mail: OutgoingMail): OutgoingMail {
    if (!this.answers) return mail;
    return { ...mail, subject: '', answers: { kind: this.answers, messageId: this.original } };
  }

  messages(): Promise<readonly StoredMessage[]> {
    return this.sandbox.messages(user.userName);
  }

  /** All that readers got, whether the mailbox shows it or not. */
  async delivered(): Promise<readonly StoredMessage[]> {
    const shown = (await this.messages()).filter(({ isDraft }) => !isDraft);
    // As it left: what is written into the mailbox's own copy later its readers do not get.
    return [...shown.map((message) => this.departed.get(message.key) ?? message), ...this.left];
  }

  private refuse(): WireResponse | undefined {
    const seconds = this.trouble ? Math.ceil((this.trouble.until - this.time.now) / 1000) : 0;
    if (seconds <= 0) return undefined;
    const wait = { 'retry-after': String(seconds) };
    switch (this.trouble?.fault) {
      case 'throttled for a while':
        return refusal(429, 'ApplicationThrottled', wait);
      case 'away for a while':
        return refusal(503, 'serviceNotAvailable', wait);
      default:
        return refusal(401, 'InvalidAuthenticationToken');
    }
  }

  /** One request of a window, carried out now. `issued`: when it left. */
  async serve(window: Window, request: WireRequest, issued: number): Promise<WireResponse> {
    if (isAboutFolders(request)) return folder(request);
    const refused = this.refuse();
    if (refused) return refused;
    const before = await this.audit.before(request);
    const answer = await this.sandbox.handle(request);
    await this.audit.after(window, { request, answer, issued, before });
    return answer;
  }
}
