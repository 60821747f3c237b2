/** A part of a page: text between tags as it is written, or a tag (a comment, a hidden element) with its brackets. */
export interface MarkupPart {
  readonly kind: 'text' | 'tag';
  readonly source: string;
}

/** The parts of a page, in one pass: a regular expression takes 24 s for 100 KB of `<`, which no tag closes. */
export function* markupParts(html: string): Generator<MarkupPart> {
  const end = endOfMarkup(html);
  for (let at = 0; ;) {
    const open = html.indexOf('<', at);
    const after = open < 0 ? undefined : end(open);
    if (after === undefined) {
      yield { kind: 'text', source: html.slice(at) };
      return;
    }
    if (open > at) yield { kind: 'text', source: html.slice(at, open) };
    yield { kind: 'tag', source: html.slice(open, after) };
    at = after;
  }
}

/** Finds where the tag, comment or hidden element that begins at `open` ends. Absent: it is text to the end. */
function endOfMarkup(html: string): (open: number) => number | undefined {
  const missing = new Set<string>();
  const after = (pattern: string, from: number) => {
    if (missing.has(pattern)) return undefined;
    const search = new RegExp(pattern, 'giu');
    search.lastIndex = from;
    if (search.test(html)) return search.lastIndex;
    missing.add(pattern);
    return undefined;
  };
  return (open) => {
    const hidden = /^<(style|script|head|title)\b/iu.exec(html.slice(open, open + 8))?.[1];
    const whole = hidden === undefined ? undefined : after(`</${hidden.toLowerCase()}\\s*>`, open);
    const comment = html.startsWith('<!--', open) ? after('-->', open + 4) : undefined;
    return whole ?? comment ?? after('>', open);
  };
}

const named: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};

/** With its entities as the signs that they stand for. One that is not known stays as it is written. */
export function withoutEntities(source: string): string {
  return source.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]+);/giu, decodeEntity);
}

function decodeEntity(whole: string, name: string): string {
  if (!name.startsWith('#')) return named[name.toLowerCase()] ?? whole;
  const code = /^#x/iu.test(name) ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10);
  return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
}

/** What a reader reads, without white space. */
export function visible(text: string): string {
  return withoutEntities(text).replace(/[\s\u00A0\u200B\uFEFF]+/gu, '');
}
