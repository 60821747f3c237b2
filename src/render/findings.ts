import { type Token } from 'markdown-it';
import { type Problem } from '../draft/draft.js';
import { sentence } from '../failure.js';
import { byBlock, type Search, stretchesOf } from './byBlock.js';
import { isRelative, isRemoteImage } from './links.js';
import { attribute, maxNesting } from './markdown.js';
import { type PlacedImage } from './pictures.js';

/** Word does not wrap code, so a longer line widens the whole mail there. */
const widestCode = 100;

/** What is wrong with a body apart from its pictures. */
export function findings(
  tokens: readonly Token[],
  firstLine: number,
  stretches = stretchesOf(tokens),
): Problem[] {
  return [
    ...byBlock(stretches, firstLine, targets),
    ...notShown(byBlock(stretches, firstLine, shownAsTyped)),
    ...byBlock(stretches, firstLine, blockFindings),
    // One tells of all.
    ...byBlock(stretches, firstLine, tooDeepHere).slice(0, 1),
  ];
}

const targets: Search<Problem> = (tokens) => {
  const found: Problem[] = [];
  eachInline(tokens, 0, (token, line) => {
    if (token.type === 'link_open' && isRelative(attribute(token, 'href')))
      found.push({ ...relative(attribute(token, 'href')), line });
    if (token.type === 'image' && isForeignPicture(attribute(token, 'src')))
      found.push({ ...remoteType, line });
  });
  return found;
};

const blockFindings: Search<Problem> = (tokens) => {
  const found: Problem[] = [];
  for (const token of tokens) {
    const line = token.map?.[0] ?? 0;
    if (token.type === 'footnote_unused') found.push({ ...unusedNote(token), line });
    if (token.type === 'fence' || token.type === 'code_block') {
      const wide = token.content.split('\n').findIndex((text) => text.length > widestCode);
      // Only the text of a fence begins below its mark. A `br` in raw HTML begins a line that the draft has not.
      const below = wide + (token.markup === '' ? 0 : 1);
      const last = (token.map?.[1] ?? 1) - 1;
      if (wide >= 0) found.push({ ...wideCode, line: Math.min(line + below, last) });
    }
  }
  return found;
};

const tooDeepHere: Search<Problem> = (tokens) => {
  const lost = tokens.find(losesContent);
  return lost ? [{ ...tooDeep, line: lost.map?.[0] ?? 0 }] : [];
};

/** Images of a body in the order of their appearance. */
export function placedImages(
  tokens: readonly Token[],
  firstLine: number,
  stretches = stretchesOf(tokens),
): PlacedImage[] {
  return byBlock(stretches, firstLine, imagesIn);
}

const imagesIn: Search<PlacedImage> = (tokens) => {
  const placed: PlacedImage[] = [];
  eachInline(tokens, 0, (token, line) => {
    if (token.type === 'image') placed.push({ token, line });
  });
  return placed;
};

/** Visits inline tokens with their line: that of the paragraph or row, and one more for each line break before them. */
export function eachInline(
  tokens: readonly Token[],
  firstLine: number,
  visit: (token: Token, line: number, block: Token) => void,
): void {
  let blockLine = 0;
  for (const block of tokens) {
    blockLine = block.map?.[0] ?? blockLine;
    let line = firstLine + blockLine;
    for (const child of block.children ?? []) {
      if (child.type === 'softbreak' || child.type === 'hardbreak') line++;
      // Raw HTML goes over lines that no break in the text tells of, and so states its own.
      visit(child, child.map ? firstLine + child.map[0] : line, block);
    }
  }
}

/** The parser drops what stands inside a quote or list item at its limit (`maxNesting` of markdown-it). */
function losesContent(token: Token): boolean {
  return holding.has(token.type) && token.level + 1 >= maxNesting;
}

const holding = new Set(['blockquote_open', 'list_item_open', 'dd_open', 'footnote_open']);

interface NamedPlace {
  readonly name: string;
  readonly line: number;
}

/** Tags of raw HTML that stand in the mail as text. */
const shownAsTyped: Search<NamedPlace> = (tokens) => {
  const found: NamedPlace[] = [];
  eachInline(tokens, 0, ({ meta }, line) => {
    const name: unknown = meta?.['notShown'];
    if (typeof name === 'string') found.push({ name, line });
  });
  return found;
};

/** One for each name: a page pasted as it is has hundreds of the same tags. */
function notShown(places: readonly NamedPlace[]): Problem[] {
  const found = new Map<string, Problem>();
  for (const { name, line } of places) {
    if (found.has(name)) continue;
    const message = sentence(
      'Mail programs do not show the HTML {0}, so it stands in the mail as you typed it. Remove it, or put it between back quotes.',
      `<${name}>`,
    );
    found.set(name, { code: 'html-not-shown', severity: 'information', message, line });
  }
  return [...found.values()];
}

function unusedNote({ meta }: Token): Omit<Problem, 'line'> {
  const message = sentence(
    'The text has no [^{0}], so this note is left out of the mail. Put that where the note belongs, or remove the note.',
    String(meta?.['label']),
  );
  return { code: 'footnote-unused', severity: 'warning', message };
}

/** By its name, since it is not fetched: what Word or Gmail do not show (caniemail image-svg, image-webp, …). */
function isForeignPicture(url: string): boolean {
  return (
    isRemoteImage(url) && /\.(?:svg|webp|avif|hei[cf]|ico|bmp|tiff?)$/i.test(url.replace(/[?#].*$/s, ''))
  );
}

const remoteType = {
  code: 'image-remote-type',
  severity: 'warning',
  message: sentence(
    'Outlook or Gmail cannot show this picture from the internet. Save it beside the mail, or link to a PNG or JPEG.',
  ),
} as const;

function relative(href: string): Omit<Problem, 'line'> {
  const message = href.startsWith('#')
    ? sentence('Links within a mail do not work in most mail programs. The text stays, the link is left out.')
    : sentence(
        'The link to {0} leads nowhere from a mail. Attach the file, or link to where it lies on the web.',
        shown(href),
      );
  return { code: 'link-relative', severity: 'warning', message };
}

function shown(href: string): string {
  try {
    return decodeURI(href);
  } catch {
    return href;
  }
}

const wideCode = {
  code: 'code-wide',
  severity: 'information',
  message: sentence(
    'This line of code is longer than 100 characters. Outlook on Windows does not wrap it; break it if you can.',
  ),
} as const;

const tooDeep = {
  code: 'nesting-deep',
  severity: 'error',
  message: sentence('Quotes or lists are nested too deeply here, and text would be lost. Use fewer levels.'),
} as const;
