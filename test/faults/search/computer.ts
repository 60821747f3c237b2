import { applyChange, setHeaderKey, type WrittenKey } from '../../../src/draft/editHeader.js';
import { type LedgerEntry } from '../../../src/outbox/ledger.js';
import { endsLedger, ledgerLine, parseLedger } from '../../../src/outbox/ledgerText.js';
import { type Window } from './window.js';

/** A ledger on a disk. As long as no line is torn, its entries stand for its text. */
export class LedgerDisk {
  private entries: LedgerEntry[] = [];
  private text: string | undefined;
  /** False: a broken one, which writes on where a torn line ends. */
  closesTornLines = true;
  /** Whether it lies where a start looks for what is open. */
  open = false;

  read(): readonly LedgerEntry[] {
    return this.text === undefined ? [...this.entries] : parseLedger(this.text);
  }

  append(entry: LedgerEntry): void {
    if (this.text === undefined) this.entries.push(entry);
    else this.text += ledgerLine(entry, this.text.endsWith('\n') || !this.closesTornLines);
    this.open = !endsLedger(entry);
  }

  /** Half of the line gets to the disk. */
  tear(entry: LedgerEntry): void {
    this.text ??= this.entries.map((each) => ledgerLine(each, true)).join('');
    const line = ledgerLine(entry, this.text === '' || this.text.endsWith('\n'));
    this.text += line.slice(0, line.length / 2);
    this.open = true;
  }

  /** Power fails before the last lines were flushed. */
  forget(lines: number): void {
    this.entries = this.read().slice(0, -lines);
    this.text = undefined;
    const last = this.entries.at(-1);
    this.open = last !== undefined && !endsLedger(last);
  }
}

/** What a window holds while others must wait. */
interface Holder {
  readonly window: Window;
}

/** A computer: its clock, its disk, and the windows on it, which share both. */
export class Computer {
  readonly ledger = new LedgerDisk();
  readonly windows = new Set<Window>();
  /** Until then (milliseconds since 1970) nobody is signed in, or nothing more fits onto the disk. */
  signedOutUntil = 0;
  fullUntil = 0;
  /** How many lines were written to it, and how many of these are on disk for certain. */
  readonly lines = { written: 0, flushed: 0 };
  private readonly holders = new Map<string, Holder>();

  /** `clockError`: its clock beside the mailbox's, in milliseconds. */
  constructor(public clockError = 0) {}

  acquire(name: string, window: Window): Holder | undefined {
    if (this.holderOf(name)) return undefined;
    const holder = { window };
    this.holders.set(name, holder);
    return holder;
  }

  release(name: string, holder: Holder): void {
    if (this.holders.get(name) === holder) this.holders.delete(name);
  }

  /** A lock whose process is dead is nobody's. */
  holderOf(name: string): Holder | undefined {
    const holder = this.holders.get(name);
    return holder?.window.dead ? undefined : holder;
  }

  /** `part`: of the lines that were not flushed, how many are lost (0 to 1). */
  cutPower(part: number): void {
    const { lines } = this;
    const lost = Math.round(part * (lines.written - lines.flushed));
    if (lost > 0) this.ledger.forget(lost);
    lines.flushed = lines.written;
    for (const window of this.windows) void window.die();
  }
}

const written = new Map<string, string>();

function changed(header: string, key: WrittenKey, word: string): string {
  const asked = `${key} ${word}\n${header}`;
  const known = written.get(asked);
  if (known !== undefined) return known;
  const change = setHeaderKey(header, key, word);
  const after = change ? applyChange(header, change) : header;
  written.set(asked, after);
  return after;
}

/** The draft's file: what its writer wrote, and what the program adds to its header. */
export class DraftFile {
  version = 0;
  private header = '---\nto: ada@example.com\nsubject: Notes\n---\n';
  id: string | undefined;
  sent: string | undefined;
  /** What its writer wrote after `send-at:`, in milliseconds since 1970. */
  sendAt: number | undefined;

  constructor(id?: string) {
    if (id !== undefined) this.set('id', id);
  }

  set(key: WrittenKey, value: string): void {
    const times = key === 'sent';
    // The change is the same for every time, and thousands of runs make it.
    const word = times ? '2026-01-01T00:00:00Z' : value;
    this.header = changed(this.header, key, word).replace(word, value);
    if (times) this.sent = value;
    else this.id = value;
  }

  /** Without the lines that the program may add. */
  get writersHeader(): string {
    return this.header.replace(/^(?:id|sent): .*\n/gm, '');
  }
}
