import MarkdownIt, { type Token } from 'markdown-it';
import { isParsedAsLink } from './links.js';
import { markAlerts, markTasks, withoutEmptyHeads } from './marks.js';

/** Quotes and lists deeper than this lose their content in the parser, which is then a Problem. Each list counts two. */
export const maxNesting = 40;

const parser = new MarkdownIt({ html: false, linkify: true, typographer: false, maxNesting });
parser.validateLink = isParsedAsLink;

// A bare `deploy.sh` or `README.md` is a file, not a site in Saint Helena or Moldova: only `www.` links without a scheme.
parser.linkify.set({ fuzzyLink: false, fuzzyEmail: true, fuzzyIP: false });
parser.linkify.add('www.', {
  validate: (text, position) =>
    /^[^\s<>"'()]*[^\s<>"'()?!.,:;*_~]/u.exec(text.slice(position, position + 2000))?.[0].length ?? 0,
  normalize: (match) => {
    match.url = `http://${match.url}`;
  },
});

parser.core.ruler.push('tasks', ({ tokens }) => markTasks(tokens));
parser.core.ruler.push('heads', (state) => {
  state.tokens = withoutEmptyHeads(state.tokens);
});
parser.core.ruler.push('alerts', ({ tokens, Token }) => markAlerts(tokens, Token));

/** Controls that HTML forbids (tab, line feed, form feed and return stay) and halves of surrogate pairs. */
const unprintable = /[\u0001-\u0008\u000b\u000e-\u001f\u007f]|\p{Surrogate}/gu;

/** CommonMark with tables, strikethrough and bare links. Raw HTML is text. Lines in `map` are counted from 0. */
export function parseMarkdown(markdown: string): Token[] {
  return parser.parse(markdown.replace(unprintable, '\ufffd'), {});
}

/** `& < > "` as references; everything else stays the real character, sent as UTF-8. */
export function escapeHtml(text: string): string {
  return parser.utils.escapeHtml(text);
}

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
