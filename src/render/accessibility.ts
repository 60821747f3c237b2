import { type Token } from 'markdown-it';
import { type Problem } from '../draft/draft.js';
import { type Sentence, sentence } from '../failure.js';
import { byBlock, type Search, stretchesOf } from './byBlock.js';
import { eachInline } from './findings.js';
import { isLinkTarget } from './links.js';
import { saysNothing } from './linkWords.js';
import { attribute, plainText } from './markdown.js';
import { countScripts, languageOf, type Script, scriptsOf } from './scripts.js';

/**
 * What keeps a reader who hears the mail, or sees it badly, from following it (WCAG 2.2 §1.3.1, 2.4.4, 2.4.6, 3.1.1).
 * Nothing for an ordinary mail. Pictures without a description are found where pictures are loaded.
 */
export function accessibility(
  tokens: readonly Token[],
  firstLine: number,
  lang?: string,
  stretches = stretchesOf(tokens),
): Problem[] {
  const language = languageProblem(tokens, lang);
  return [
    ...skippedLevels(byBlock(stretches, firstLine, headings)),
    ...byBlock(stretches, firstLine, tables),
    ...byBlock(stretches, firstLine, links),
    ...(language ? [{ ...language, line: firstLine }] : []),
  ];
}

interface Heading {
  readonly level: number;
  readonly line: number;
}

const headings: Search<Heading> = (tokens) =>
  tokens
    .filter(({ type }) => type === 'heading_open')
    .map(({ tag, map }) => ({ level: Number(tag.slice(1)), line: map?.[0] ?? 0 }));

function skippedLevels(all: readonly Heading[]): Problem[] {
  const found: Problem[] = [];
  let last = 0;
  for (const { level, line } of all) {
    if (last > 0 && level > last + 1) {
      const message = sentence(
        'This heading jumps from level {0} to level {1}, as if one were missing. Use level {2}.',
        String(last),
        String(level),
        String(last + 1),
      );
      found.push({ code: 'heading-skip', severity: 'information', message, line });
    }
    last = level;
  }
  return found;
}

const tables: Search<Problem> = (tokens) => {
  const found: Problem[] = [];
  let line = 0;
  let [headed, rows, cells] = [false, 0, 0];
  for (const { type, map } of tokens) {
    if (type === 'table_open') [line, headed, rows, cells] = [map?.[0] ?? 0, false, 0, 0];
    else if (type === 'tr_open') rows++;
    else if (type === 'td_open') cells++;
    else if (type === 'th_open') headed = true;
    // One row needs none, nor do two columns, of which the first says what the second holds.
    else if (type === 'table_close' && !headed && rows > 1 && cells >= 3 * rows)
      found.push({ ...headless, line });
  }
  return found;
};

interface Link {
  readonly href: string;
  readonly text: string;
  readonly pictured: boolean;
  readonly line: number;
  /** The paragraph, cell or heading it stands in. */
  readonly block: Token;
}

const links: Search<Problem> = (tokens) => {
  const found: Problem[] = [];
  let before: Link | undefined;
  for (const link of linksOf(tokens)) {
    const { text, href, line, block } = link;
    const twin = before?.block === block && before.text === text && before.href !== href;
    if (text === '') found.push({ ...(link.pictured ? pictureOnly : invisible), line });
    else if (saysNothing(text)) found.push({ ...information('link-text', nothingSaid(text)), line });
    else if (twin) found.push({ ...information('link-same-text', twins(text)), line });
    before = link;
  }
  return found;
};

/** The links that arrive as links. */
function linksOf(tokens: readonly Token[]): Link[] {
  const found: Link[] = [];
  let open: { readonly href: string; readonly line: number; readonly content: Token[] } | undefined;
  eachInline(tokens, 0, (token, line, block) => {
    if (token.type === 'link_open') open = { href: attribute(token, 'href'), line, content: [] };
    else if (token.type !== 'link_close') open?.content.push(token);
    else if (open) {
      const { href, content } = open;
      const pictured = content.some(({ type }) => type === 'image');
      const text = plainText(content).trim();
      if (isLinkTarget(href)) found.push({ href, text, pictured, line: open.line, block });
      open = undefined;
    }
  });
  return found;
}

/** Enough letters to tell a language by; more would take longer and say the same. */
const sample = 10_000;
/** A name or a word in another script is no other language. */
const fewestLetters = 20;
const clearly = 0.8;

function languageProblem(
  tokens: readonly Token[],
  lang: string | undefined,
): Omit<Problem, 'line'> | undefined {
  const expected = lang === undefined ? (['Latin'] as const) : scriptsOf(lang);
  if (!expected) return undefined;
  const counts = countScripts(textOf(tokens));
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const known: ReadonlySet<Script> = new Set(expected);
  const other = [...counts].filter(([script]) => !known.has(script)).sort((a, b) => b[1] - a[1]);
  const foreign = other.reduce((sum, [, count]) => sum + count, 0);
  const [main] = other[0] ?? [];
  if (main === undefined || foreign < fewestLetters || foreign < clearly * all) return undefined;
  // Japanese mixes Han with its own letters, which are what tells it from Chinese.
  const suggested = languageOf[main === 'Han' && counts.has('Kana') ? 'Kana' : main];
  return lang === undefined
    ? information('lang-missing', withoutLang(suggested))
    : information('lang-other', otherLang(lang, suggested));
}

/** The beginning of what is written, without code. */
function textOf(tokens: readonly Token[]): string {
  let text = '';
  for (const { children } of tokens) {
    for (const child of children ?? [])
      if (child.type === 'text') text += `${child.content.slice(0, sample)} `;
    if (text.length > sample) break;
  }
  return text;
}

function information(code: string, message: Sentence): Omit<Problem, 'line'> {
  return { code, severity: 'information', message };
}

const nothingSaid = (text: string): Sentence =>
  sentence('The link "{0}" does not say where it leads. Name what it leads to.', text);
const twins = (text: string): Sentence =>
  sentence(
    'Two links here are called "{0}" and lead to different places. Name each by what it leads to.',
    text,
  );
const withoutLang = (suggested: string): Sentence =>
  sentence(
    'Programs that read this mail aloud take it for English. Write its language into the header, as lang: {0}.',
    suggested,
  );
const otherLang = (lang: string, suggested: string): Sentence =>
  sentence(
    'The header says lang: {0}, but this is written in other letters. Name the language of the text, as lang: {1}.',
    lang,
    suggested,
  );

const headless = information(
  'table-head',
  sentence('This table has no head, so nobody hears what its columns are. Name them in its first row.'),
);
const pictureOnly: Omit<Problem, 'line'> = {
  code: 'image-link-alt',
  severity: 'warning',
  message: sentence(
    'This link is a picture without a description, so some readers cannot tell where it leads. Write one between the square brackets.',
  ),
};
const invisible: Omit<Problem, 'line'> = {
  code: 'link-empty',
  severity: 'warning',
  message: sentence('This link has no text, so nobody will see it. Write some between the square brackets.'),
};
