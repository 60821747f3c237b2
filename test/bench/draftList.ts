import { isUtf8 } from 'node:buffer';
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseDraft } from '../../src/draft/parseDraft.js';
import { readChanged, type Stamp } from '../../src/editor/drafts/bulkReading.js';
import { DraftShelf, stateOrder } from '../../src/editor/drafts/draftShelf.js';
import { headOfFile } from '../../src/editor/drafts/headOfFile.js';
import { readLocal, stampOfLocal } from '../../src/editor/drafts/localFile.js';
import { rowText } from '../../src/editor/drafts/rowText.js';
import { type Draft } from '../../src/draft/draft.js';
import { inEnglish, sentence } from '../../src/failure.js';
import { type DraftState } from '../../src/outbox/draftState.js';
import { milliseconds, printTable, ratio } from './report.js';
import { median } from './timing.js';

const drafts = 10_000;
const rounds = 5;
/** Rows that a group shows at first. */
const firstRows = 500;
const changes = 300;

const decoder = new TextDecoder();

interface Entry {
  readonly uri: string;
  readonly reading: number;
  readonly modified: number;
  readonly stamp?: Stamp;
  readonly draft: Draft;
  readonly state: DraftState;
}

const body = 'Dear Ada,\n\nthe **table** below shows what the engine does with numbers.\n\n'.repeat(40);

/** One in five was sent; headers as people write them, some of which are no YAML at first sight. */
function text(index: number): string {
  const to =
    index % 3 === 0 ? `Ada ${index} <ada${index}@example.com>` : '[ada@example.com, team@example.com]';
  const cc = index % 4 === 0 ? 'cc: "Babbage, Charles" <charles@example.com>\n' : '';
  const sent = index % 5 === 0 ? 'sent: 2026-11-01T08:00:00Z\n' : '';
  return `---\nto: ${to}\n${cc}subject: Notes on the engine ${index}\n${sent}---\n${body}`;
}

function write(folder: string): string[] {
  mkdirSync(folder, { recursive: true });
  return Array.from({ length: drafts }, (_, index) => {
    const file = join(folder, `draft-${index}.mail.md`);
    writeFileSync(file, text(index));
    const day = 1_750_000_000 + index * 600;
    utimesSync(file, day, day);
    return file;
  });
}

/** What the list holds and shows, as the extension puts it together, without VS Code around it. */
class List {
  readonly shelf = new DraftShelf<Entry>();
  private readings = 0;
  shown: number | undefined;

  async refresh(files: readonly string[]): Promise<void> {
    await readChanged<string, Stamp>(files, {
      stamp: stampOfLocal,
      stale: (file, stamp) => {
        const known = this.shelf.get(file)?.stamp;
        return known?.modified !== stamp?.modified || known?.size !== stamp?.size;
      },
      read: async (file, stamp) => void this.shelf.put(await this.read(file, stamp)),
      show: () => {
        this.rows();
        this.shown ??= performance.now();
      },
      wanted: () => true,
    });
    this.shelf.order();
    this.rows();
  }

  /** One file changed: it alone is read, and its row alone is made. */
  async update(file: string): Promise<void> {
    const entry = await this.read(file, await stampOfLocal(file));
    if (this.shelf.put(entry) !== 'stays') throw new Error('A draft that is written on stays at its place.');
    row(entry);
  }

  private rows(): void {
    for (const kind of stateOrder) this.shelf.group(kind, firstRows).forEach(row);
  }

  private async read(file: string, stamp: Stamp | undefined): Promise<Entry> {
    const reading = ++this.readings;
    const text = await readLocal(file, stamp?.size, (bytes) => {
      if (!isUtf8(bytes)) throw new Error('The bench writes UTF-8.');
      return decoder.decode(headOfFile(bytes));
    });
    const draft = parseDraft(text);
    const { sent } = draft.header;
    const state: DraftState =
      sent === undefined ? { kind: 'local', gone: false } : { kind: 'sent', sentAt: sent };
    return { uri: file, reading, modified: stamp?.modified ?? 0, draft, state, ...(stamp ? { stamp } : {}) };
  }
}

function row({ draft, uri, state, modified }: Entry): unknown {
  const facts = { fileName: uri, header: draft.header, state, modified };
  return rowText(facts, {
    say: (words, ...args) => inEnglish(sentence(words, ...args)),
    word: state.kind,
    language: 'en',
    now: Date.now(),
  });
}

/** The headers and nothing else: as many files at once as the list reads, each up to where its header ends. */
async function readRaw(files: readonly string[]): Promise<number> {
  let bytes = 0;
  for (let at = 0; at < files.length; at += 64)
    for (const head of await Promise.all(
      files.slice(at, at + 64).map(async (file) => headOfFile(await readFile(file))),
    ))
      bytes += head.length;
  return bytes;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

interface Figures {
  readonly raw: number[];
  readonly first: number[];
  readonly all: number[];
  readonly again: number[];
  readonly rawChange: number[];
  readonly change: number[];
}

async function measure(files: readonly string[]): Promise<Figures> {
  const figures: Figures = { raw: [], first: [], all: [], again: [], rawChange: [], change: [] };
  // The first round fills the caches of the disk and of V8; it does not count.
  for (let round = -1; round < rounds; round++) {
    const raw = await timed(() => readRaw(files));
    const list = new List();
    const begun = performance.now();
    const all = await timed(() => list.refresh(files));
    const again = await timed(() => list.refresh(files));
    const own: number[] = [];
    const change: number[] = [];
    for (let number = 0; number < changes; number++) {
      const file = files[(number * 37) % files.length] ?? '';
      own.push(await timed(() => readFile(file)));
      change.push(await timed(() => list.update(file)));
    }
    if (round < 0) continue;
    figures.raw.push(raw);
    figures.first.push((list.shown ?? NaN) - begun);
    figures.all.push(all);
    figures.again.push(again);
    figures.rawChange.push(median(own));
    figures.change.push(median(change));
  }
  return figures;
}

/** Prints what the list of ten thousand drafts takes, beside reading their headers and nothing else. */
export async function reportDraftList(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-drafts-'));
  try {
    const found = await measure(write(folder));
    const [raw, ownRead] = [median(found.raw), median(found.rawChange)];
    const line = (name: string, values: readonly number[], base: number) => [
      name,
      milliseconds(median(values)),
      ratio(median(values), base),
    ];
    printTable({
      title: `The list of ${drafts} drafts`,
      note: [
        `Milliseconds on the clock, median of ${rounds} rounds; the files are in the cache of the disk. Without VS Code:`,
        'the dates of the files, their headers, the order, and the words of the rows that are shown.',
        'Ratio: to reading the headers and nothing else; of one change, to reading its file.',
      ],
      head: ['what', 'ms', 'ratio'],
      rows: [
        line('headers read raw', found.raw, raw),
        line('first rows are shown', found.first, raw),
        line('all are read and in order', found.all, raw),
        line('looked at again, nothing changed', found.again, raw),
        line('one file read', found.rawChange, ownRead),
        line('one change', found.change, ownRead),
      ],
    });
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
