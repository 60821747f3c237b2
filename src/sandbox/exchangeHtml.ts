import { htmlAttributes, htmlTokens, type HtmlToken } from './htmlTokens.js';

/** Dropped with all they hold. */
const removed = new Set([
  'script',
  'iframe',
  'object',
  'applet',
  'noscript',
  'noframes',
  'frameset',
  'template',
]);
/** The tags go, what stands between them stays. */
const unwrapped = new Set([
  'form',
  'input',
  'button',
  'select',
  'option',
  'textarea',
  'embed',
  'base',
  'link',
  'frame',
]);
const inHead = new Set(['style', 'title', 'meta']);

interface Page {
  readonly head: string[];
  readonly body: string[];
  htmlAttributes: string;
  bodyAttributes: string;
  inHead: boolean;
  /** The dropped element we are in, and how deep. */
  dropping: string;
  depth: number;
}

/**
 * HTML as Exchange keeps it: wrapped in html, head and meta, CRLF line ends, without scripts, event handlers, frames
 * and forms (Graph page "outlook-create-send-messages"). The exact rules of Exchange are not public.
 */
export function asExchangeKeepsHtml(html: string): string {
  const page: Page = {
    head: [],
    body: [],
    htmlAttributes: '',
    bodyAttributes: '',
    inHead: false,
    dropping: '',
    depth: 0,
  };
  for (const token of htmlTokens(html)) place(token, page);
  const meta = '<meta http-equiv="Content-Type" content="text/html; charset=utf-8">';
  return withCrlf(
    `<html${page.htmlAttributes}><head>\n${meta}${page.head.join('')}</head>` +
      `<body${page.bodyAttributes}>${page.body.join('')}</body></html>`,
  );
}

/** Line ends of RFC 5322. */
export function withCrlf(text: string): string {
  return text.replace(/\r\n|\r|\n/g, '\r\n');
}

function place(token: HtmlToken, page: Page): void {
  if (page.dropping) {
    if (token.kind === 'open' && token.name === page.dropping) page.depth += 1;
    if (token.kind === 'close' && token.name === page.dropping && --page.depth === 0) page.dropping = '';
    return;
  }
  if (token.kind === 'comment') return;
  if (token.kind === 'text') {
    (page.inHead ? page.head : page.body).push(token.source);
    return;
  }
  if (removed.has(token.name)) {
    if (token.kind === 'open') {
      page.dropping = token.name;
      page.depth = 1;
    }
    return;
  }
  if (!unwrapped.has(token.name)) placeTag(token, page);
}

function placeTag(token: Extract<HtmlToken, { kind: 'open' | 'close' }>, page: Page): void {
  const attributes = token.kind === 'open' ? keptAttributes(token.attributes) : '';
  switch (token.name) {
    case 'html':
      if (token.kind === 'open') page.htmlAttributes = attributes;
      return;
    case 'head':
      page.inHead = token.kind === 'open';
      return;
    case 'body':
      page.inHead = false;
      if (token.kind === 'open') page.bodyAttributes = attributes;
      return;
    case 'meta':
      if (/http-equiv="content-type"|charset=/i.test(attributes)) return;
  }
  if (!inHead.has(token.name)) page.inHead = false;
  const written = token.kind === 'open' ? `<${token.name}${attributes}>` : `</${token.name}>`;
  (page.inHead ? page.head : page.body).push(written);
}

function keptAttributes(attributes: string): string {
  let kept = '';
  for (const [name, value] of htmlAttributes(attributes)) {
    if (name.startsWith('on') || name === 'srcdoc' || name === 'formaction') continue;
    if (value !== undefined && /^\s*(java|vb)script:/i.test(value)) continue;
    kept += value === undefined ? ` ${name}` : ` ${name}="${value.replaceAll('"', '&quot;')}"`;
  }
  return kept;
}
