import { type Address, type Header } from '../../draft/draft.js';
import { type DraftState } from '../../outbox/draftState.js';

/** Translates as `vscode.l10n.t` does. */
export type Say = (text: string, ...args: (string | number)[]) => string;

export interface RowFacts {
  /** Shown where the draft has no subject. */
  readonly fileName: string;
  readonly header?: Header;
  readonly state: DraftState;
  /** Milliseconds since 1970. */
  readonly modified: number;
}

export interface RowWords {
  readonly say: Say;
  /** The state's word. */
  readonly word: string;
  readonly language: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** A draft's row, in the words that stand in it and in those that a screen reader says. */
export interface RowText {
  readonly label: string;
  readonly description: string;
  readonly spoken: string;
}

export function rowText(facts: RowFacts, { say, word, language, now }: RowWords): RowText {
  const label = titleOf(facts);
  const people = facts.header ? recipientsOf(facts.header) : [];
  const whom = facts.header ? summaryOf(facts.header, people, say) : '';
  const when = whenOf(facts, language, now);
  const spoken = [label, word, when, ...(people.length > 0 ? people : [whom])];
  return {
    label: isolated(label),
    description: (facts.state.kind === 'scheduled' ? [when, isolated(whom)] : [isolated(whom), when])
      .filter((part) => part !== '')
      .join(' · '),
    spoken: spoken.filter((part) => part !== '').join(', '),
  };
}

export function titleOf({ header, fileName }: Pick<RowFacts, 'header' | 'fileName'>): string {
  return header?.subject || fileName;
}

export function recipientsOf({ to, cc, bcc }: Header): string[] {
  return [...to, ...cc, ...bcc].map(({ name, address }: Address) => name ?? address);
}

function summaryOf({ answers }: Header, people: readonly string[], say: Say): string {
  const [first, ...rest] = people;
  if (first !== undefined) return rest.length === 0 ? first : say('{0} and {1} more', first, rest.length);
  // A reply has the recipients that the mailbox gives it.
  return answers && answers.kind !== 'forward' ? say('as in the original') : say('no recipient');
}

/** The moment that the row is about: of today the time, of other days the day; of a scheduled mail the time always. */
function whenOf({ state, modified }: RowFacts, language: string, now: number): string {
  switch (state.kind) {
    case 'scheduled':
      return nextMoment(state.until, language, now);
    case 'sent':
      return shortMoment(Date.parse(state.sentAt), language, now);
    case 'sending':
    case 'unknown':
    case 'failed':
      return shortMoment(state.since, language, now);
    case 'local':
    case 'uploaded':
    case 'changed':
    case 'conflict':
      return shortMoment(modified, language, now);
  }
}

/** To the minute, and no longer than it must be: a narrow list shows its beginning. */
function nextMoment(moment: number, language: string, now: number): string {
  const [then, today] = [new Date(moment), new Date(now)];
  if (then.toDateString() === today.toDateString()) return format(moment, language, { timeStyle: 'short' });
  if (then.getFullYear() !== today.getFullYear())
    return format(moment, language, { dateStyle: 'medium', timeStyle: 'short' });
  return format(moment, language, { day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' });
}

export function shortMoment(moment: number, language: string, now: number): string {
  if (Number.isNaN(moment)) return '';
  const [then, today] = [new Date(moment), new Date(now)];
  if (then.toDateString() === today.toDateString()) return format(moment, language, { timeStyle: 'short' });
  return then.getFullYear() === today.getFullYear()
    ? format(moment, language, { day: 'numeric', month: 'short' })
    : format(moment, language, { dateStyle: 'medium' });
}

/** Making a format takes a hundred times as long as using it, and a list of drafts has thousands of moments. */
const formats = new Map<string, Intl.DateTimeFormat>();

function format(moment: number, language: string, options: Intl.DateTimeFormatOptions): string {
  const key = JSON.stringify([language, options]);
  const known = formats.get(key) ?? new Intl.DateTimeFormat(language, options);
  formats.set(key, known);
  return known.format(moment);
}

/** Right-to-left text would run into the text beside it (Unicode TR 9 §2.4: isolates keep them apart). */
export function isolated(text: string): string {
  return /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC]/u.test(text) ? `\u2068${text}\u2069` : text;
}

/** Bytes as people write them, in binary multiples as VS Code's explorer does. */
export function readableSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const kilo = bytes / 1024;
  return kilo < 1024 ? `${kilo.toFixed(kilo < 10 ? 1 : 0)} KB` : `${(kilo / 1024).toFixed(1)} MB`;
}
