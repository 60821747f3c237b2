import hljs from 'highlight.js/lib/common';
import { escapeHtml } from './markdown.js';

/** Colours with a contrast of at least 4.5:1 on the shade of a code block. Classes that are absent stay uncoloured. */
export const codeColours: Readonly<Record<string, string>> = {
  comment: '#57606a',
  quote: '#57606a',
  keyword: '#cf222e',
  'template-tag': '#cf222e',
  'template-variable': '#cf222e',
  type: '#953800',
  built_in: '#953800',
  class: '#953800',
  'variable.language': '#cf222e',
  variable: '#953800',
  symbol: '#953800',
  bullet: '#953800',
  title: '#6639ba',
  section: '#0550ae',
  literal: '#0550ae',
  number: '#0550ae',
  operator: '#0550ae',
  attr: '#0550ae',
  attribute: '#0550ae',
  meta: '#0550ae',
  link: '#0550ae',
  property: '#0550ae',
  'selector-attr': '#0550ae',
  'selector-class': '#0550ae',
  'selector-id': '#0550ae',
  'selector-pseudo': '#0550ae',
  // Uncoloured again inside a string.
  subst: '',
  string: '#0a3069',
  regexp: '#0a3069',
  char: '#0a3069',
  name: '#116329',
  tag: '#116329',
  'selector-tag': '#116329',
  addition: '#116329',
  deletion: '#82071e',
};

/** Above this many UTF-16 units a block stays plain. */
const longest = 100_000;

/** The language that a fence's info string names, if it is one that can be coloured. */
export function codeLanguage(info: string): string | undefined {
  const name = /^[\w#+.-]+/.exec(info.trim())?.[0];
  return name !== undefined && hljs.getLanguage(name) ? name : undefined;
}

/** `code` as HTML with `<span style="color:…">` around what has a colour; never nested, neighbours of one colour joined. */
export function highlight(code: string, language: string): string {
  if (code.length > longest) return escapeHtml(code);
  return joined(runsOf(hljs.highlight(code, { language, ignoreIllegals: true }).value));
}

interface Run {
  readonly colour: string | undefined;
  html: string;
}

function runsOf(marked: string): Run[] {
  const runs: Run[] = [];
  const open: (string | undefined)[] = [];
  for (const piece of marked.split(/(<span class="[^"]*">|<\/span>)/)) {
    if (piece === '</span>') open.pop();
    else if (piece.startsWith('<span class="')) open.push(colourOf(piece.slice(13, -2)) ?? open.at(-1));
    else if (piece !== '') addRun(runs, open.at(-1), piece);
  }
  return runs;
}

/** `hljs-title function_` is class `title`, refined by `function`; a `language-x` is no class of a colour. */
function colourOf(classes: string): string | undefined {
  const [scope = '', refinement = ''] = classes.split(' ').map((name) => name.replace(/^hljs-|_$/g, ''));
  return codeColours[`${scope}.${refinement}`] ?? codeColours[scope];
}

function addRun(runs: Run[], colour: string | undefined, html: string): void {
  const last = runs.at(-1);
  // Blanks show no colour: they go with whatever stands before them, which joins `const` and `async` into one span.
  if (last && (last.colour === colour || /^\s+$/.test(html))) last.html += html;
  else runs.push({ colour, html });
}

function joined(runs: readonly Run[]): string {
  return runs
    .map(({ colour, html }) => (colour ? `<span style="color:${colour}">${html}</span>` : html))
    .join('');
}
