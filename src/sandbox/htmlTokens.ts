/** A piece of an HTML text. `source` is its own text; element names are in lower case. */
export type HtmlToken =
  | { readonly kind: 'text'; readonly source: string }
  | { readonly kind: 'open'; readonly source: string; readonly name: string; readonly attributes: string }
  | { readonly kind: 'close'; readonly source: string; readonly name: string }
  | { readonly kind: 'comment'; readonly source: string };

/** Their content is text up to the end tag (HTML Standard, "raw text elements"). */
const rawText = new Set(['script', 'style', 'title', 'textarea', 'iframe', 'noscript', 'noframes', 'xmp']);

/** Splits an HTML text. Joining every `source` gives the text back. */
export function* htmlTokens(html: string): Generator<HtmlToken> {
  let at = 0;
  while (at < html.length) {
    const open = html.indexOf('<', at);
    if (open < 0) break;
    const tag = tagAt(html, open);
    if (!tag) {
      yield { kind: 'text', source: html.slice(at, open + 1) };
      at = open + 1;
      continue;
    }
    if (open > at) yield { kind: 'text', source: html.slice(at, open) };
    yield tag;
    at = open + tag.source.length;
    if (tag.kind === 'open' && rawText.has(tag.name)) {
      const end = endOfRawText(html, at, tag.name);
      if (end > at) yield { kind: 'text', source: html.slice(at, end) };
      at = end;
    }
  }
  if (at < html.length) yield { kind: 'text', source: html.slice(at) };
}

function tagAt(html: string, at: number): HtmlToken | undefined {
  if (html.startsWith('<!--', at)) {
    const end = html.indexOf('-->', at + 4);
    return { kind: 'comment', source: html.slice(at, end < 0 ? html.length : end + 3) };
  }
  if (html[at + 1] === '!' || html[at + 1] === '?') {
    const end = html.indexOf('>', at);
    return { kind: 'comment', source: html.slice(at, end < 0 ? html.length : end + 1) };
  }
  const name = /^<(\/?)([a-zA-Z][^\s/>]*)/.exec(html.slice(at, at + 100));
  const word = name?.[2]?.toLowerCase();
  if (!name || !word) return undefined;
  const from = at + name[0].length;
  const end = endOfTag(html, from);
  const source = html.slice(at, end + 1);
  if (name[1] === '/') return { kind: 'close', source, name: word };
  return { kind: 'open', source, name: word, attributes: html.slice(from, end) };
}

/** The place of `>`, quotes skipped; the end of the text when there is none. */
function endOfTag(html: string, from: number): number {
  let quote = '';
  for (let i = from; i < html.length; i++) {
    const c = html[i] ?? '';
    if (quote) {
      if (c === quote) quote = '';
    } else if ((c === '"' || c === "'") && /[=\s]/.test(html[i - 1] ?? '')) quote = c;
    else if (c === '>') return i;
  }
  return html.length;
}

function endOfRawText(html: string, from: number, name: string): number {
  const end = new RegExp(`</${name}[\\s/>]`, 'gi');
  end.lastIndex = from;
  return end.exec(html)?.index ?? html.length;
}

/** Attributes in their order, names in lower case, values with character references as written. */
export function htmlAttributes(attributes: string): [name: string, value: string | undefined][] {
  const pattern = /([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+)))?/g;
  return [...attributes.matchAll(pattern)].map((match) => [
    (match[1] ?? '').toLowerCase(),
    match[2] ?? match[3] ?? match[4],
  ]);
}

const named: Readonly<Record<string, string>> = {
  amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0', shy: '', zwnj: '\u200c', zwj: '\u200d',
  copy: '©', reg: '®', trade: '™', hellip: '…', mdash: '—', ndash: '–', lsquo: '‘', rsquo: '’', sbquo: '‚',
  ldquo: '“', rdquo: '”', bdquo: '„', laquo: '«', raquo: '»', bull: '•', middot: '·', euro: '€', times: '×',
  deg: '°', sect: '§', para: '¶', larr: '←', rarr: '→', emsp: '\u2003', ensp: '\u2002', thinsp: '\u2009',
}; // prettier-ignore

/** Character references of the common names and all numbers, decoded. */
export function decodeReferences(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-zA-Z]+));/g, (whole, dec, hex, name) => {
    if (typeof name === 'string') return named[name] ?? whole;
    const point = typeof dec === 'string' ? parseInt(dec, 10) : parseInt(String(hex), 16);
    return point > 0 && point <= 0x10ffff
      ? String.fromCodePoint(point).replace(/[\uD800-\uDFFF]/gu, '\uFFFD')
      : whole;
  });
}
