/** Where the header stands in a draft file. Offsets are UTF-16; `end` is where the closing `---` line begins. */
export interface HeaderBlock {
  readonly start: number;
  readonly end: number;
  readonly bodyStart: number;
  /** 0-based line on which the body begins. */
  readonly bodyLine: number;
  readonly endOfLine: '\n' | '\r\n';
}

export type HeaderSearch =
  | { readonly kind: 'found'; readonly block: HeaderBlock }
  /** `fence`: the 0-based line of a `---` that has only blank lines above it. */
  | { readonly kind: 'absent'; readonly fence?: number }
  | { readonly kind: 'unclosed' };

const fence = /^---[ \t]*$/u;

/** Finds the YAML header: a first line `---`, up to the next line `---`. A byte order mark before it is allowed. */
export function findHeader(text: string): HeaderSearch {
  const begin = text.startsWith('\uFEFF') ? 1 : 0;
  const first = lineAt(text, begin);
  if (!fence.test(first.content)) return absent(text.slice(begin));
  const endOfLine = text.slice(first.next - 2, first.next) === '\r\n' ? '\r\n' : '\n';
  let line = 1;
  for (let at = first.next; at < text.length; line++) {
    const { content, next } = lineAt(text, at);
    if (fence.test(content)) {
      return {
        kind: 'found',
        block: { start: first.next, end: at, bodyStart: next, bodyLine: line + 1, endOfLine },
      };
    }
    at = next;
  }
  return { kind: 'unclosed' };
}

function absent(text: string): HeaderSearch {
  const blank = text.slice(0, text.length - text.trimStart().length);
  const line = blank.split('\n').length - 1;
  const indented = !/(?:^|\n)$/u.test(blank);
  return indented || !fence.test(lineAt(text, blank.length).content)
    ? { kind: 'absent' }
    : { kind: 'absent', fence: line };
}

function lineAt(text: string, at: number): { content: string; next: number } {
  const newline = text.indexOf('\n', at);
  const next = newline < 0 ? text.length : newline + 1;
  const content = text.slice(at, newline < 0 ? next : newline).replace(/\r$/u, '');
  return { content, next };
}
