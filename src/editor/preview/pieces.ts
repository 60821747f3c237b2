/**
 * A mail cut at the child elements of its one wrapper. `start + children.join('') + end` is the mail, byte for byte;
 * what stands between two children is at the beginning of the second.
 */
export interface Pieces {
  readonly start: string;
  readonly children: readonly string[];
  readonly end: string;
}

/** How to get from one list of children to the next: at `from`, `removed` of them give way to `inserted`. */
export interface Change {
  readonly from: number;
  readonly removed: number;
  readonly inserted: readonly string[];
}

/** Cuts HTML as `render/` writes it: well-formed, `>` only at the end of a tag. Anything else stays in one piece. */
export function piecesOf(html: string): Pieces {
  const first = html.indexOf('>') + 1;
  const children: string[] = [];
  let depth = 1;
  let begin = first;
  let end = first;
  for (let at = html.indexOf('<', first); at >= 0; at = html.indexOf('<', end)) {
    end = html.indexOf('>', at) + 1;
    if (end === 0) break;
    const closes = html.charCodeAt(at + 1) === slash;
    const stands = !closes && standsAlone(html, at + 1);
    if (!stands) depth += closes ? -1 : 1;
    if (depth === 0) return { start: html.slice(0, first), children, end: html.slice(begin) };
    if (depth > 1 || (!closes && !stands)) continue;
    children.push(html.slice(begin, end));
    begin = end;
  }
  return { start: '', children: html === '' ? [] : [html], end: '' };
}

const slash = 47;

/** Elements without an end, and comments. */
function standsAlone(html: string, at: number): boolean {
  return (
    html.startsWith('br', at) || html.startsWith('img', at) || html.startsWith('hr', at) || html[at] === '!'
  );
}

/** The smallest run of children that differs: a keystroke changes one. */
export function changeOf(before: readonly string[], after: readonly string[]): Change {
  const most = Math.min(before.length, after.length);
  let from = 0;
  while (from < most && before[from] === after[from]) from++;
  let same = 0;
  while (same < most - from && before[before.length - 1 - same] === after[after.length - 1 - same]) same++;
  return {
    from,
    removed: before.length - from - same,
    inserted: after.slice(from, after.length - same),
  };
}
