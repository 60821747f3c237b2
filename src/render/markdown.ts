import MarkdownIt, { type Token } from 'markdown-it';
import deflist from 'markdown-it-deflist';
import { keepEscapedColons, mayHoldEmoji, showEmoji } from './emoji.js';
import { useFootnotes } from './footnotes.js';
import { isParsedAsLink } from './links.js';
import { markAlerts, markTasks, withoutEmptyHeads } from './marks.js';
import { useMath } from './mathSyntax.js';
import { type ParsedBlocks } from './parsedBlocks.js';
import { withoutRawHtml } from './rawHtml.js';
import { useStrikethrough } from './strikethrough.js';

/** Quotes and lists deeper than this lose their content in the parser, which is then a Problem. Each list counts two. */
export const maxNesting = 40;

const parser = new MarkdownIt({ html: true, linkify: true, typographer: false, maxNesting });
parser.validateLink = isParsedAsLink;

// A bare `deploy.sh` or `README.md` is a file, not a site in Saint Helena or Moldova: only `www.` links without a scheme.
parser.linkify.set({ fuzzyLink: false, fuzzyEmail: true, fuzzyIP: false });
/** Round brackets belong to it in pairs, punctuation at its end does not (GFM §6.9). */
const bareAddress = /^(?:[^\s<>"'()]|\([^\s<>"'()]*\))*(?:[^\s<>"'()?!.,:;*_~]|\([^\s<>"'()]*\))/u;
parser.linkify.add('www.', {
  validate: (text, position) => bareAddress.exec(text.slice(position, position + 2000))?.[0].length ?? 0,
  normalize: (match) => {
    match.url = `http://${match.url}`;
  },
});

parser.use(deflist);
useFootnotes(parser);
useStrikethrough(parser);
useMath(parser);
parser.core.ruler.push('tasks', ({ tokens }) => markTasks(tokens));
parser.core.ruler.push('heads', (state) => {
  state.tokens = withoutEmptyHeads(state.tokens);
});
parser.core.ruler.push('alerts', ({ tokens, Token }) => markAlerts(tokens, Token));
// After all that looks at Markdown's own tokens: `[!NOTE]` in an HTML quote is not one of them.
parser.core.ruler.push('raw_html', (state) => {
  const make = (type: string, tag: string, nesting: 1 | 0 | -1): Token => new state.Token(type, tag, nesting);
  const leftOpen = () => (state.env['openHtml'] = true);
  const tokens = withoutRawHtml(state.tokens, make, targetOf, leftOpen);
  if (tokens !== state.tokens) state.env['html'] = true;
  state.tokens = tokens;
});
// Afterwards nothing tells `\:tada:` from `:tada:`.
parser.core.ruler.before('text_join', 'escaped_colons', ({ src, tokens }) => {
  if (mayHoldEmoji(src)) keepEscapedColons(tokens);
});
parser.core.ruler.push('emoji', ({ src, tokens }) => {
  if (mayHoldEmoji(src)) showEmoji(tokens);
});

/** The target of a link or picture in raw HTML, by the rules of those in Markdown. */
function targetOf(url: string): string | undefined {
  const target = parser.normalizeLink(url);
  return parser.validateLink(target) ? target : undefined;
}

/** The target that a text means where it stands in a link, a picture or an attribute of HTML. */
export function writtenTarget(text: string): string {
  return parser.normalizeLink(parser.utils.unescapeAll(text));
}

/** Controls that no mail shows (tab, line feed and return stay; a form feed is a blank) and halves of surrogate pairs. */
const unprintable = /[\u0001-\u0008\u000b\u000e-\u001f\u007f-\u009f]|\p{Surrogate}/gu;

/** The same by units in place of characters, which takes a third of the time to find nothing. */
const suspicious =
  /[\u0001-\u0008\u000b\u000e-\u001f\u007f-\u009f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/**
 * CommonMark with tables, strikethrough, bare links, footnotes, definition lists and emoji; raw HTML as tokens of the
 * same kinds. Lines in `map` are counted from 0. `known` makes it faster for a text that differs little from the last.
 */
export function parseMarkdown(markdown: string, known?: ParsedBlocks): Token[] {
  const source = printable(markdown);
  return known?.parse(source.replace(/\r\n?/g, '\n'), parser) ?? parser.parse(source, {});
}

/** The Markdown as it may stand in a mail. */
export function printable(markdown: string): string {
  const text = markdown.replaceAll('\f', ' ');
  return suspicious.test(text) ? text.replace(unprintable, '\ufffd') : text;
}

/** `& < > "` as references, for attributes; everything else stays the real character, sent as UTF-8. */
export function escapeHtml(text: string): string {
  return parser.utils.escapeHtml(text);
}

/** The same for text alone, in which quotation marks are as they are: code is full of them. */
export function escapeText(text: string): string {
  return special.test(text) ? text.replace(/[&<>]/g, (sign) => signs[sign] ?? sign) : text;
}

const special = /[&<>]/;
const signs: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** A numeric or string attribute of a token as a string. */
export function attribute(token: Token, name: string): string {
  return String(token.attrGet(name) ?? '');
}

/** The text of inline tokens without markup, as `alt` and plain text want it. */
export function plainText(children: readonly Token[] | null): string {
  let text = '';
  for (const child of children ?? []) {
    if (child.type === 'softbreak' || child.type === 'hardbreak') text += ' ';
    else text += child.type === 'image' ? plainText(child.children) : child.content;
  }
  return text;
}
