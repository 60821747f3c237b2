// The place that is read: kept while the mail changes, and in step with the editor.
import { frame, mailDocument, wrapper } from './frame.js';
import { byId, keep, kept, view, vscode } from './page.js';
import { sourcePieces } from './source.js';

/** Which line each piece begins on; the n-th block may be any piece. */
let blocks = [];
let lastLine;
/** Where this script scrolled to last: the event that follows is not the reader's doing. */
let expected;
let changedAt = 0;
let saving;
let leading;

export const takeBlocks = (fresh) => {
  if (fresh) blocks = fresh;
};

const pieces = () => {
  if (view.tab === 'html') return [...(wrapper()?.children ?? [])];
  return view.tab === 'source' ? sourcePieces() : [];
};

/** Where the page's own coordinates of a piece begin: those in the frame count from its top. */
const offset = () => scrollY + (view.tab === 'html' ? frame.getBoundingClientRect().top : 0);

const margin = () => byId('toolbar').offsetHeight + 10;

const goTo = (wanted) => {
  const top = Math.round(Math.max(0, Math.min(wanted, document.documentElement.scrollHeight - innerHeight)));
  // Nothing is reported where nothing moves: the next report is then the reader's.
  expected = Math.abs(top - scrollY) < 1 ? undefined : top;
  scrollTo({ top, behavior: 'instant' });
};

const topOf = (all, block) => {
  const element = block && all[block.index];
  return element ? offset() + element.getBoundingClientRect().top : undefined;
};

// ── The editor leads.
export const follow = (line) => {
  if (line === lastLine) return;
  lastLine = line;
  const all = pieces();
  const at = blocks.findLastIndex((block) => block.line <= line);
  const from = topOf(all, blocks[at]);
  if (from === undefined || (at === 0 && line <= blocks[0].line)) return goTo(0);
  const next = blocks[at + 1];
  const to = topOf(all, next) ?? from;
  const part =
    next && next.line > blocks[at].line ? (line - blocks[at].line) / (next.line - blocks[at].line) : 0;
  goTo(from + (to - from) * part - margin());
};

// ── The page leads.
const lineAtTop = () => {
  const all = pieces();
  const top = scrollY + margin();
  const at = blocks.findLastIndex((block) => topOf(all, block) <= top);
  if (at < 0) return 0;
  const next = blocks[at + 1];
  const from = topOf(all, blocks[at]);
  const to = topOf(all, next);
  const part = to > from ? (top - from) / (to - from) : 0;
  return Math.floor(blocks[at].line + part * ((next?.line ?? blocks[at].line) - blocks[at].line));
};

const lead = () => {
  leading = undefined;
  if (blocks.length === 0 || pieces().length === 0) return;
  const line = lineAtTop();
  if (line === lastLine) return;
  lastLine = line;
  vscode.postMessage({ type: 'scrolled', line });
};

const scrolled = () => {
  clearTimeout(saving);
  saving = setTimeout(() => keep({ top: scrollY }), 200);
  const ours = expected !== undefined && Math.abs(scrollY - expected) < 2;
  expected = undefined;
  // A mail that got shorter moves the page, too.
  if (ours || performance.now() - changedAt < 250) return;
  leading ??= requestAnimationFrame(lead);
};

// ── The mail changes: the first piece that is seen stays where it is.
export const holding = (change) => {
  changedAt = performance.now();
  const above = margin() - (view.tab === 'html' ? frame.getBoundingClientRect().top : 0);
  const seen = scrollY > 0 && pieces().find((element) => element.getBoundingClientRect().bottom > above);
  const top = seen && seen.getBoundingClientRect().top;
  change();
  if (seen?.isConnected) {
    const moved = seen.getBoundingClientRect().top - top;
    if (moved !== 0) goTo(scrollY + moved);
  }
};

export const restorePlace = () => {
  const { top } = kept();
  if (top) goTo(top);
};

export const showLine = (event) => {
  const root = wrapper();
  let element = event.target;
  while (element && element.parentElement !== root) element = element.parentElement;
  if (!element) return;
  const index = [...root.children].indexOf(element);
  const block = blocks.findLast((candidate) => candidate.index <= index);
  if (block) vscode.postMessage({ type: 'line', line: block.line });
};

/** Who turns the wheel right after a change moves the page, not the change. */
const byHand = () => {
  changedAt = -Infinity;
  expected = undefined;
};

export const startScrolling = () => {
  mailDocument().addEventListener('dblclick', showLine);
  for (const target of [window, mailDocument()])
    for (const type of ['wheel', 'touchmove', 'keydown'])
      target.addEventListener(type, byHand, { capture: true, passive: true });
  addEventListener('scroll', scrolled);
};
