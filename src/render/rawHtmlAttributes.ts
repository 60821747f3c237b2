import { type Token } from 'markdown-it';
import { type Target } from './rawHtmlElements.js';
import { type MakeToken } from './rawHtmlText.js';

/** The limits of HTML (§4.9.11) for columns; rows beyond these are nobody's. */
const mostSpanned = 1000;

/** An `img` as the token of a Markdown picture; absent: it has no source that may be shown. */
export function imageOf(
  attributes: ReadonlyMap<string, string>,
  make: MakeToken,
  target: Target,
): Token | undefined {
  const source = attributes.get('src')?.trim() ?? '';
  const src = source === '' ? undefined : target(source);
  if (src === undefined) return undefined;
  const alt = (attributes.get('alt') ?? '').replace(/\s+/g, ' ');
  const title = attributes.get('title') ?? '';
  const text = make('text', '', 0);
  text.content = alt;
  const image = make('image', 'img', 0);
  image.attrs = [['src', src], ['alt', ''], ...(title === '' ? [] : [['title', title] as [string, string]])];
  image.children = [text];
  image.content = alt;
  const width = pixelsOf(attributes.get('width'));
  const height = pixelsOf(attributes.get('height'));
  image.meta = {
    html: true,
    ...(width === undefined ? {} : { width }),
    ...(height === undefined ? {} : { height }),
    ...(attributes.get('alt')?.trim() === '' ? { decorative: true } : {}),
  };
  return image;
}

/** CSS pixels; a percentage is of a width that nobody knows. */
function pixelsOf(value: string | undefined): number | undefined {
  const digits = /^\s*(\d{1,5})(?:\.\d+)?(?:px)?\s*$/i.exec(value ?? '')?.[1];
  const pixels = Number(digits ?? 0);
  return pixels > 0 ? pixels : undefined;
}

/** The language of `<pre lang="js">`, as GitHub has it, or of `<code class="language-js">`. */
export function languageOf(attributes: ReadonlyMap<string, string>): string | undefined {
  const named = /(?:^|\s)(?:language|lang|highlight-source)-([\w#+.-]+)/.exec(
    attributes.get('class') ?? '',
  )?.[1];
  const language = named ?? attributes.get('lang');
  return language !== undefined && /^[\w#+.-]{1,30}$/.test(language) ? language : undefined;
}

/** Puts on a cell what Markdown's cells have, and what only HTML can say. `later`: it is not the first of its row. */
export function cellAttributes(
  cell: Token,
  attributes: ReadonlyMap<string, string>,
  align: string | undefined,
  later: boolean,
): void {
  cell.attrs = align === undefined ? [] : [['style', `text-align:${align}`]];
  for (const name of ['colspan', 'rowspan']) {
    const span = Math.min(
      Number(/^\s*(\d{1,6})\s*$/.exec(attributes.get(name) ?? '')?.[1] ?? 1),
      mostSpanned,
    );
    if (span > 1) cell.attrs.push([name, String(span)]);
  }
  const valign = attributes.get('valign')?.toLowerCase() ?? '';
  if (/^(?:top|middle|bottom)$/.test(valign)) cell.attrs.push(['valign', valign]);
  if (cell.tag === 'th' && attributes.get('scope')?.toLowerCase() === 'row' && !later)
    cell.attrs.push(['scope', 'row']);
}
