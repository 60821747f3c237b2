/**
 * A run of an address list (RFC 5322 §3.4). `quoted` and `angle` carry their delimiters. `unclosed`: a quote, comment
 * or angle bracket without an end; it reaches to the end of the text.
 */
export interface AddressToken {
  readonly kind: 'text' | 'quoted' | 'comment' | 'angle' | 'separator' | 'unclosed';
  readonly text: string;
}

/** Cuts a text into runs, each character once: time grows with the length only. */
export function addressTokens(text: string): AddressToken[] {
  const tokens: AddressToken[] = [];
  for (let at = 0; at < text.length;) {
    const { kind, end } = tokenAt(text, at);
    tokens.push({ kind, text: text.slice(at, end) });
    at = end;
  }
  return tokens;
}

function tokenAt(text: string, at: number): { kind: AddressToken['kind']; end: number } {
  switch (text[at]) {
    case ',':
    case ';':
      return { kind: 'separator', end: at + 1 };
    case '"':
      return closed('quoted', text, closingQuote(text, at, text.length));
    case '(':
      return closed('comment', text, closingParenthesis(text, at));
    case '<':
      return closed('angle', text, closingAngle(text, at));
    default: {
      let end = at + 1;
      while (end < text.length && !',;"(<'.includes(text.charAt(end))) end++;
      return { kind: 'text', end };
    }
  }
}

function closed(
  kind: AddressToken['kind'],
  text: string,
  last: number,
): { kind: AddressToken['kind']; end: number } {
  return last < 0 ? { kind: 'unclosed', end: text.length } : { kind, end: last + 1 };
}

/** The index of the `"` that ends the quoted string (RFC 5322 §3.2.4) begun at `from`, before `limit`; -1: none. */
export function closingQuote(text: string, from: number, limit: number): number {
  for (let at = from + 1; at < limit; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '"') return at;
  }
  return -1;
}

/** Comments nest (RFC 5322 §3.2.2). */
function closingParenthesis(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '(') depth++;
    else if (text[at] === ')' && --depth === 0) return at;
  }
  return -1;
}

/** A quoted local part may hold a `>`. */
function closingAngle(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at++) {
    if (text[at] === '>') return at;
    if (text[at] !== '"') continue;
    at = closingQuote(text, at, text.length);
    if (at < 0) return -1;
  }
  return -1;
}
