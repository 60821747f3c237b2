/** What kind of container an element is: what may stand in it, and what closes it. */
export type Kind =
  'flow' | 'text' | 'cell' | 'item' | 'list' | 'terms' | 'table' | 'section' | 'row' | 'paragraph';

/** Elements within a line, and the tokens that they become; those of Markdown's own elements where there are such. */
export const formats: ReadonlyMap<string, string> = new Map([
  ...['b', 'strong'].map((name) => [name, 'strong'] as const),
  ...['i', 'em', 'cite', 'dfn', 'var'].map((name) => [name, 'em'] as const),
  ...['s', 'del', 'strike'].map((name) => [name, 's'] as const),
  ...['u', 'ins'].map((name) => [name, 'u'] as const),
  ...['samp', 'tt', 'code'].map((name) => [name, 'code'] as const),
  ...['sub', 'sup', 'kbd', 'mark', 'small', 'q', 'span'].map((name) => [name, name] as const),
  // Word leaves out `abbr`, so its title stands on a span (caniemail html-abbr).
  ['abbr', 'span'],
  ['a', 'link'],
]);

/** Elements that hold blocks, or are one. */
export const blocks: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ...['p', 'div', 'center', 'details', 'summary', 'blockquote', 'caption'].map(
    (name) => [name, 'flow'] as const,
  ),
  ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((name) => [name, 'text'] as const),
  ...['ul', 'ol'].map((name) => [name, 'list'] as const),
  ['li', 'item'],
  ['dl', 'terms'],
  ['dt', 'cell'],
  ['dd', 'item'],
  ['table', 'table'],
  ...['thead', 'tbody', 'tfoot'].map((name) => [name, 'section'] as const),
  ['tr', 'row'],
  ...['td', 'th'].map((name) => [name, 'cell'] as const),
]);

/** The token that begins a block, as Markdown's own blocks have it. Absent: the element leaves no trace but its breaks. */
export const blockTokens: ReadonlyMap<string, string> = new Map([
  ['blockquote', 'blockquote'],
  ['ul', 'bullet_list'],
  ['ol', 'ordered_list'],
  ['li', 'list_item'],
  ['tfoot', 'tbody'],
  ...['dl', 'dt', 'dd', 'table', 'thead', 'tbody', 'tr', 'td', 'th'].map((name) => [name, name] as const),
]);

export const headings: ReadonlySet<string> = new Set(['h1', 'h2', 'h3', 'h4', 'h5', 'h6']);

/** What belongs to the nearest table, whatever stands open inside it. */
export const tableParts: ReadonlySet<string> = new Set([
  'table',
  'caption',
  'thead',
  'tbody',
  'tfoot',
  'tr',
  'td',
  'th',
]);

/** Elements that are one tag. `picture` shows its `img`; its `source`s are in formats that mail programs cannot show. */
export const single: ReadonlySet<string> = new Set(['br', 'hr', 'img', 'picture', 'source', 'pre']);
