import { type Token } from 'markdown-it';
import { type Problem } from '../draft/draft.js';
import { sentence } from '../failure.js';
import { accessibility } from './accessibility.js';
import { type Stretch, stretchesOf } from './byBlock.js';
import { bytesOf } from './bytesOf.js';
import { codeText } from './codeText.js';
import { codeLanguage, highlight } from './highlight.js';
import { type Block, mailHtml, type MailParts, type Written } from './mailHtml.js';
import { escapeText, parseMarkdown, printable } from './markdown.js';
import { findings, placedImages } from './findings.js';
import { type Look, lookOf } from './look.js';
import { sizeProblems } from './mailSize.js';
import { drawPictures } from './madePictures.js';
import { loadPictures } from './pictures.js';
import { mailText } from './mailText.js';
import { type Rendered, type RenderInput } from './rendered.js';
import { signatureParts } from './signature.js';
import { contrastProblems } from './styleContrast.js';
import { themes, usualTheme } from './themes/themes.js';

/** A rendered mail with the lines of its top-level blocks, for a preview that follows the editor. */
export interface RenderedWithLines extends Rendered {
  readonly blocks: readonly Block[];
}

/** Gmail cuts a mail at about 102 KB of HTML (email-bugs#41); colours are the first thing a mail can do without. */
const colouredUpTo = 90_000;

/**
 * Markdown as the HTML and the text of a mail. `html` is one `<div>`, styled inline, that stands for itself in any
 * mail program; the same input gives the same bytes. What is wrong with the body is in `problems`; it does not throw
 * but for what `input.images` throws.
 */
export async function renderMail(input: RenderInput): Promise<Rendered> {
  const rendered = await renderMailWithLines(input);
  const { html, images, problems } = rendered;
  return {
    html,
    get text() {
      return rendered.text;
    },
    images,
    problems,
  };
}

/** {@link renderMail}, the same to the byte, with the line of each top-level block. */
export async function renderMailWithLines(input: RenderInput): Promise<RenderedWithLines> {
  const tokens = parseMarkdown(input.markdown, input.known);
  const stretches = stretchesOf(tokens, input.known);
  const placed = placedImages(tokens, input.firstLine, stretches);
  const { byToken, images, problems } = await loadPictures(placed, input.images, input.pictureMaker);
  const made = await drawPictures(tokens, input.firstLine, input.pictureMaker, stretches);
  const signature = input.signature && (await signatureParts(input.signature, input.pictureMaker));
  const shown = input.markdown + (input.signature?.markdown ?? '');
  const parts: MailParts = {
    tokens: [...tokens, ...(signature?.tokens ?? [])],
    signatureAt: tokens.length,
    look: lookOf(themes[input.theme ?? usualTheme], shown, input.css),
    firstLine: input.firstLine,
    ...(input.lang === undefined ? {} : { lang: input.lang }),
    pictures: signature ? new Map([...byToken, ...signature.byToken]) : byToken,
    drawn: made.drawn,
    code: (token, coloured) => (coloured ? colouredCode(token, parts.look) : plainCode(token)),
    ...(input.known ? { known: input.known } : {}),
    stretches,
  };
  const { html, blocks, problem } = withColours(parts, mailHtml(parts)) ?? asItIs(input);
  let text: string | undefined;
  return {
    html,
    blocks,
    // Written when somebody reads it: uploads and most keystrokes do not.
    get text() {
      return (text ??= mailText(tokens) + (signature?.text ?? ''));
    },
    images: [...images, ...made.images, ...(signature?.images ?? [])],
    problems: inOrder([
      ...findings(tokens, input.firstLine, stretches),
      ...readability(input, tokens, stretches),
      ...sizeProblems(html, input.firstLine),
      ...problems,
      ...made.problems,
      ...(signature?.problems ?? []),
      ...problem,
    ]),
  };
}

/**
 * The lines of the top-level blocks alone, the same as {@link renderMailWithLines} gives; no file is read for it.
 */
export function blocksOf({
  markdown,
  firstLine,
}: Pick<RenderInput, 'markdown' | 'firstLine'>): readonly Block[] {
  const tokens = parseMarkdown(markdown);
  const look = lookOf(themes[usualTheme], '');
  return mailHtml({ tokens, look, firstLine, pictures: new Map(), code: () => '' }).blocks;
}

/** What keeps some readers from following the mail. */
function readability(input: RenderInput, tokens: readonly Token[], stretches: readonly Stretch[]): Problem[] {
  const { theme = usualTheme, css = {}, firstLine, lang } = input;
  return [
    ...accessibility(tokens, firstLine, lang, stretches),
    ...contrastProblems(themes[theme], css, firstLine),
  ];
}

interface Colouring {
  readonly html: string;
  readonly blocks: readonly Block[];
  readonly problem: readonly Problem[];
}

function withColours(parts: MailParts, { html, least, blocks }: Written): Colouring | undefined {
  const coloured = parts.tokens.some(
    (token) => token.type === 'fence' && codeLanguage(token.info) !== undefined,
  );
  // Measured before anything is coloured, so that a huge mail costs no highlighting.
  if (coloured && least() <= colouredUpTo) {
    const written = html(true);
    if (written !== undefined && bytesOf(written) <= colouredUpTo)
      return { html: written, blocks, problem: [] };
  }
  const plain = html(false);
  const problem = coloured ? [{ ...uncoloured, line: parts.firstLine }] : [];
  return plain === undefined ? undefined : { html: plain, blocks, problem };
}

/** A Markdown that grows beyond what any mail can be, as tables in quotes in quotes do: nothing of it is lost. */
function asItIs({ markdown, firstLine }: RenderInput): Colouring {
  const html = `<div><pre>${escapeText(printable(markdown))}</pre></div>\n`;
  return { html, blocks: [{ line: firstLine, index: 0 }], problem: [{ ...tooLong, line: firstLine }] };
}

function plainCode(token: Token): string {
  return escapeText(codeText(token.content));
}

function colouredCode(token: Token, look: Look): string {
  const language = token.type === 'fence' ? codeLanguage(token.info) : undefined;
  return language === undefined ? plainCode(token) : highlight(codeText(token.content), language, look.code);
}

function inOrder(problems: readonly Problem[]): readonly Problem[] {
  return [...problems].sort((a, b) => a.line - b.line);
}

const tooLong = {
  code: 'mail-too-long',
  severity: 'error',
  message: sentence('This mail is longer than any mailbox takes. Attach a part of it as a file.'),
} as const;

const uncoloured = {
  code: 'code-uncoloured',
  severity: 'information',
  message: sentence(
    'This mail is long, so its code is sent without colours. Gmail cuts off mails above 102 KB.',
  ),
} as const;
