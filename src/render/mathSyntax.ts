import { type MarkdownIt, type StateBlock, type StateInline, type Token } from 'markdown-it';

const dollar = 0x24;
const backslash = 0x5c;

/**
 * Math by Pandoc's rule (User's Guide, `tex_math_dollars`): `$…$` in a line, where the opening dollar is followed and
 * the closing one preceded by no blank, and no digit follows the closing one; `$$…$$` in a line or over several; fences
 * called `math`, as on GitHub. A `math_inline` or `math_block` token has the TeX as `content`; both stand among the
 * children of an `inline`, blocks alone in a paragraph of their own. Takes linear time.
 */
export function useMath(parser: MarkdownIt): void {
  parser.inline.ruler.before('escape', 'math_inline', inlineMath);
  const alt = ['paragraph', 'reference', 'blockquote', 'list'];
  parser.block.ruler.before('fence', 'math_block', blockMath, { alt });
  parser.core.ruler.after('block', 'math_fence', (state) => {
    state.tokens = state.tokens.flatMap((token) => {
      if (token.type !== 'fence' || token.info.trim() !== 'math') return [token];
      const make = (type: string, tag: string, nesting: 1 | 0 | -1): Token =>
        new state.Token(type, tag, nesting);
      return paragraphOf(token.content.trim(), make, token.map, token.level);
    });
  });
}

/** TeX as it was written, with its dollars. */
export function mathSource({ type, content }: Token): string {
  return type === 'math_block' ? `$$${content}$$` : `$${content}$`;
}

function inlineMath(state: StateInline, silent: boolean): boolean {
  const { src, pos, posMax } = state;
  if (src.charCodeAt(pos) !== dollar) return false;
  const double = src.charCodeAt(pos + 1) === dollar;
  const from = pos + (double ? 2 : 1);
  const end = closing(src, from, posMax, double ? '$$' : '$');
  const content = end === -1 ? '' : src.slice(from, end);
  if (!(double ? isDisplay(content) : isMath(content, src.charAt(end + 1)))) {
    // Both dollars of a pair that opens nothing are text.
    if (!silent) state.pending += double ? '$$' : '$';
    state.pos = from;
    return true;
  }
  if (!silent) state.push(double ? 'math_block' : 'math_inline', '', 0).content = content.trim();
  state.pos = end + (double ? 2 : 1);
  return true;
}

/** The first `mark` that is not escaped; Pandoc looks no further, and neither does linear time. */
function closing(src: string, from: number, to: number, mark: string): number {
  for (let at = src.indexOf(mark, from); at !== -1 && at < to; at = src.indexOf(mark, at + 1)) {
    if (!isEscaped(src, at, from)) return at;
  }
  return -1;
}

function isEscaped(src: string, at: number, from: number): boolean {
  let before = at;
  while (before > from && src.charCodeAt(before - 1) === backslash) before--;
  return (at - before) % 2 === 1;
}

function isMath(content: string, next: string): boolean {
  // A backtick would be the begin of code that the dollar stands in.
  return content !== '' && !/^\s|\s$|`/u.test(content) && !/^\d/.test(next);
}

function isDisplay(content: string): boolean {
  return content.trim() !== '' && !content.includes('`');
}

/** Lines from which no closing `$$` was found, so that no line is looked through twice. */
interface MathSearch {
  mathless?: { readonly from: number; readonly to: number };
}

function blockMath(state: StateBlock, startLine: number, endLine: number, silent: boolean): boolean {
  if ((state.sCount[startLine] ?? 0) - state.blkIndent >= 4) return false;
  const first = lineOf(state, startLine);
  if (!first.startsWith('$$')) return false;
  const last = closingLine(state, startLine, endLine, first.slice(2));
  if (last === -1) return false;
  if (silent) return true;
  const lines = [first.slice(2)];
  for (let line = startLine + 1; line <= last; line++) lines.push(lineOf(state, line));
  const content = lines.join('\n').trimEnd().slice(0, -2).trim();
  state.line = last + 1;
  const make = (type: string, tag: string, nesting: 1 | 0 | -1): Token => new state.Token(type, tag, nesting);
  state.tokens.push(...paragraphOf(content, make, [startLine, last + 1], state.level));
  return true;
}

/** The line that ends with `$$`, before any blank one; -1: this is no block. */
function closingLine(state: StateBlock, startLine: number, endLine: number, rest: string): number {
  const trimmed = rest.trimEnd();
  if (trimmed.includes('$$')) {
    const only = trimmed.indexOf('$$') === trimmed.length - 2 && trimmed.slice(0, -2).trim() !== '';
    return only ? startLine : -1;
  }
  const search = state.env as MathSearch;
  const { mathless } = search;
  if (mathless && startLine >= mathless.from && startLine < mathless.to) return -1;
  let filled = trimmed !== '';
  let line = startLine + 1;
  for (; line < endLine && !state.isEmpty(line); line++) {
    // A line that belongs to what stands around, such as the end of a quote.
    if ((state.sCount[line] ?? 0) < state.blkIndent) break;
    const text = lineOf(state, line).trimEnd();
    const at = text.indexOf('$$');
    if (at !== -1) return at === text.length - 2 && (filled || text.length > 2) ? line : -1;
    filled = true;
  }
  search.mathless = { from: startLine, to: line };
  return -1;
}

function lineOf(state: StateBlock, line: number): string {
  return state.src.slice((state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0), state.eMarks[line]);
}

/** A paragraph is what all that looks at tokens knows: lines, gaps, directions and plain text come by themselves. */
function paragraphOf(
  tex: string,
  make: (type: string, tag: string, nesting: 1 | 0 | -1) => Token,
  map: [number, number] | null,
  level: number,
): Token[] {
  const open = Object.assign(make('paragraph_open', 'p', 1), { map, level, block: true });
  const math = Object.assign(make('math_block', '', 0), { content: tex });
  const inline = Object.assign(make('inline', '', 0), {
    map,
    level: level + 1,
    block: true,
    children: [math],
  });
  const close = Object.assign(make('paragraph_close', 'p', -1), { level, block: true });
  return [open, inline, close];
}
