import { type MarkdownIt, type StateCore, type StateInline, type Token } from 'markdown-it';
import footnote from 'markdown-it-footnote';

/** Labels of definitions, as markdown-it-footnote keeps them: with a colon before each. */
type Env = { footnotes?: { refs?: Readonly<Record<string, number>> }; labels?: ReadonlySet<string> };

/** A label may not be longer: the search for its end stays short wherever it begins. */
const reference = /\[\^([^\s[\]]{1,200})\]/y;

/**
 * GitHub's footnotes. The plugin reads the definitions; numbering and order are done here, since the plugin's own take
 * quadratic time, and lose notes within notes. `^[inline notes]` are not GitHub's, and stay text.
 *
 * Tokens: `footnote_ref` (`meta.label`, `meta.number`) in the text; at the end `footnotes_open`, for each note `footnote_open`
 * (`meta.number`) … `footnote_close`, `footnotes_close`; `footnote_unused` (`meta.label`) for what nothing refers to.
 */
export function useFootnotes(parser: MarkdownIt): void {
  parser.use(footnote);
  parser.inline.ruler.disable('footnote_inline');
  parser.inline.ruler.at('footnote_ref', readReference);
  parser.core.ruler.at('footnote_tail', gatherNotes);
}

function readReference(state: StateInline, silent: boolean): boolean {
  const env = state.env as Env;
  if (!env.footnotes?.refs || state.src.charCodeAt(state.pos + 1) !== 0x5e) return false;
  reference.lastIndex = state.pos;
  const [whole, label = ''] = reference.exec(state.src) ?? [];
  if (whole === undefined || state.pos + whole.length > state.posMax) return false;
  // All definitions are known before the first text is read. Labels are the same in either case, as those of links are.
  env.labels ??= new Set(Object.keys(env.footnotes.refs).map((known) => known.slice(1).toLowerCase()));
  if (!env.labels.has(label.toLowerCase())) return false;
  if (!silent) state.push('footnote_ref', '', 0).meta = { label: label.toLowerCase() };
  state.pos += whole.length;
  return true;
}

interface Note {
  readonly label: string;
  readonly open: Token;
  readonly tokens: Token[];
}

/** Changes nothing but what it made itself when it runs again over the same text. */
export function gatherNotes(state: StateCore): void {
  if (!(state.env as Env).footnotes) return;
  const { kept, notes, extra } = partedNotes(state.tokens);
  const numbers = new Map<string, number>();
  number(kept, numbers);
  const written: Token[] = [];
  // Notes may refer to notes: the numbers grow while they are written.
  for (const [label, own] of numbers) {
    const note = notes.get(label);
    if (!note) continue;
    number(note.tokens, numbers);
    tighten(note.tokens);
    const open = new state.Token('footnote_open', 'li', 1);
    Object.assign(open, {
      meta: { number: own },
      map: note.open.map ?? firstLine(note.tokens),
      level: note.open.level,
    });
    written.push(open);
    for (const token of note.tokens) written.push(token);
    written.push(new state.Token('footnote_close', 'li', -1));
  }
  const unused = [...[...notes.values()].filter(({ label }) => !numbers.has(label)), ...extra];
  state.tokens = kept;
  if (written.length > 0) {
    const open = new state.Token('footnotes_open', 'ol', 1);
    open.map = written[0]?.map ?? null;
    kept.push(open);
    for (const token of written) kept.push(token);
    kept.push(new state.Token('footnotes_close', 'ol', -1));
  }
  for (const { label, open, tokens } of unused) {
    const token = new state.Token('footnote_unused', '', 0);
    Object.assign(token, { meta: { label }, map: open.map ?? firstLine(tokens), hidden: true });
    kept.push(token);
  }
}

/** The text without its notes, and the notes by their labels; of two with one label the first counts, as in GitHub. */
function partedNotes(tokens: readonly Token[]): { kept: Token[]; notes: Map<string, Note>; extra: Note[] } {
  const kept: Token[] = [];
  const notes = new Map<string, Note>();
  const extra: Note[] = [];
  const open: Note[] = [];
  for (const token of tokens) {
    if (token.type === 'footnote_reference_open') {
      const note = { label: String(token.meta?.['label']).toLowerCase(), open: token, tokens: [] };
      open.push(note);
      if (notes.has(note.label)) extra.push(note);
      else notes.set(note.label, note);
    } else if (token.type === 'footnote_reference_close') open.pop();
    else (open.at(-1)?.tokens ?? kept).push(token);
  }
  return { kept, notes, extra };
}

/** Numbers in the order of the first references. */
function number(tokens: readonly Token[], numbers: Map<string, number>): void {
  for (const { children } of tokens) {
    for (const child of children ?? []) {
      if (child.type !== 'footnote_ref') continue;
      const label = String(child.meta?.['label']);
      const own = numbers.get(label) ?? numbers.size + 1;
      numbers.set(label, own);
      child.meta = { label, number: own };
    }
  }
}

/** A note of one paragraph is a line of a list, not a paragraph in it. */
function tighten(tokens: readonly Token[]): void {
  const [open, , close] = tokens;
  if (tokens.length !== 3 || open?.type !== 'paragraph_open' || !close) return;
  open.hidden = true;
  close.hidden = true;
}

function firstLine(tokens: readonly Token[]): [number, number] | null {
  return tokens.find(({ map }) => map)?.map ?? null;
}
