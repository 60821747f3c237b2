import hljs from 'highlight.js/lib/common';
import { escapeText } from './markdown.js';
import { type CodeColours } from './themes/theme.js';

/** What highlight.js's classes are for. Those that are absent stay uncoloured. */
const purposes: Readonly<Record<string, keyof CodeColours | ''>> = {
  comment: 'comment',
  quote: 'comment',
  keyword: 'keyword',
  'template-tag': 'keyword',
  'template-variable': 'keyword',
  type: 'name',
  built_in: 'name',
  class: 'name',
  'variable.language': 'keyword',
  variable: 'name',
  symbol: 'name',
  bullet: 'name',
  title: 'title',
  section: 'value',
  literal: 'value',
  number: 'value',
  operator: 'value',
  attr: 'value',
  attribute: 'value',
  meta: 'value',
  link: 'value',
  property: 'value',
  'selector-attr': 'value',
  'selector-class': 'value',
  'selector-id': 'value',
  'selector-pseudo': 'value',
  // Uncoloured again inside a string.
  subst: '',
  string: 'string',
  regexp: 'string',
  char: 'string',
  name: 'tag',
  tag: 'tag',
  'selector-tag': 'tag',
  addition: 'addition',
  deletion: 'deletion',
};

/** Above this many UTF-16 units a block stays plain. */
const longest = 100_000;

/** The language that a fence's info string names, if it is one that can be coloured. */
export function codeLanguage(info: string): string | undefined {
  const name = /^[\w#+.-]+/.exec(info.trim())?.[0];
  return name !== undefined && hljs.getLanguage(name) ? name : undefined;
}

/**
 * `code` as HTML with `<font color="…">` around what has a colour; never nested, neighbours of one colour joined. Gmail and
 * Apple Mail write that element themselves, and there are tens of thousands of them: a style would be a fifth longer.
 */
export function highlight(code: string, language: string, colours: CodeColours): string {
  if (code.length > longest) return escapeText(code);
  const { value } = hljs.highlight(code, { language, ignoreIllegals: true });
  return joined(runsOf(value, colours)).replaceAll('&quot;', '"').replaceAll('&#x27;', "'");
}

interface Run {
  readonly colour: string | undefined;
  html: string;
}

function runsOf(marked: string, colours: CodeColours): Run[] {
  const runs: Run[] = [];
  const open: (string | undefined)[] = [];
  for (const piece of marked.split(/(<span class="[^"]*">|<\/span>)/)) {
    if (piece === '</span>') open.pop();
    else if (piece.startsWith('<span class="'))
      open.push(colourOf(piece.slice(13, -2), colours) ?? open.at(-1));
    else if (piece !== '') addRun(runs, open.at(-1), piece);
  }
  return runs;
}

/** `hljs-title function_` is class `title`, refined by `function`; a `language-x` is no class of a colour. */
function colourOf(classes: string, colours: CodeColours): string | undefined {
  const purpose = knownPurposes.get(classes) ?? purposeOf(classes);
  knownPurposes.set(classes, purpose);
  return purpose === 'none' ? undefined : purpose && colours[purpose];
}

/** There are some dozens of classes, and thousands of uses in one mail. */
const knownPurposes = new Map<string, keyof CodeColours | '' | 'none'>();

function purposeOf(classes: string): keyof CodeColours | '' | 'none' {
  const [scope = '', refinement = ''] = classes.split(' ').map((name) => name.replace(/^hljs-|_$/g, ''));
  return purposes[`${scope}.${refinement}`] ?? purposes[scope] ?? 'none';
}

function addRun(runs: Run[], colour: string | undefined, html: string): void {
  const last = runs.at(-1);
  // Blanks show no colour: they go with whatever stands before them, which joins `const` and `async` into one span.
  if (last && (last.colour === colour || html.trim() === '')) last.html += html;
  else runs.push({ colour, html });
}

function joined(runs: readonly Run[]): string {
  return runs.map(({ colour, html }) => (colour ? `<font color="${colour}">${html}</font>` : html)).join('');
}
