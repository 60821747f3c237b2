import { createHash } from 'node:crypto';
import { type Token } from 'markdown-it';
import { type Problem } from '../draft/draft.js';
import { type Sentence, sentence } from '../failure.js';
import { byBlock, type Search, stretchesOf } from './byBlock.js';
import { eachInline } from './findings.js';
import { type MadePicture, type NotMade, type PictureMaker } from './pictureMaker.js';
import { type Pictures, widest } from './pictures.js';

/** A formula or diagram and the 0-based line of the draft on which it stands. */
interface Source {
  readonly token: Token;
  readonly line: number;
  readonly kind: 'formula' | 'diagram';
}

/** A picture that takes the place of its source. Sizes in CSS pixels. */
export interface DrawnPicture {
  readonly source: string;
  readonly alt: string;
  readonly size: { readonly width: number; readonly height: number };
  /** How far it reaches below the line of writing; 0 for what stands alone. */
  readonly depth: number;
}

export interface DrawnPictures extends Omit<Pictures, 'byToken'> {
  /** Tokens without one are shown by their source. */
  readonly drawn: ReadonlyMap<Token, DrawnPicture>;
}

/** Fewer than a maker lets wait at a time. */
const together = 100;
const longestAlt = 500;

/** Has the formulas and Mermaid diagrams of a mail drawn. Each use is a part of its own, as with all pictures. */
export async function drawPictures(
  tokens: readonly Token[],
  firstLine: number,
  maker: PictureMaker | undefined,
  stretches = stretchesOf(tokens),
): Promise<DrawnPictures> {
  const sources = [
    ...byBlock(stretches, firstLine, formulasIn),
    ...byBlock(stretches, firstLine, diagramsIn),
  ];
  const drawn = new Map<Token, DrawnPicture>();
  const images: DrawnPictures['images'][number][] = [];
  const problems: Problem[] = [];
  for (let start = 0; start < sources.length; start += together) {
    const some = sources.slice(start, start + together);
    const outcomes = await Promise.all(some.map((source) => outcomeOf(source, maker)));
    outcomes.forEach((outcome, index) => {
      const { token, line, kind } = some[index] as Source;
      if ('reason' in outcome) {
        problems.push({ code: `${kind}-not-drawn`, severity: 'warning', message: outcome.reason, line });
        return;
      }
      const { bytes, contentType, width, height, depth = 0 } = outcome;
      const digest = createHash('sha256').update(bytes).digest('hex').slice(0, 12);
      const name = `${kind}${images.length + 1}`;
      const contentId = `${name}-${digest}`;
      images.push({ contentId, name: `${name}.${contentType.slice(6)}`, contentType, bytes });
      drawn.set(token, { source: `cid:${contentId}`, alt: altOf(token), size: { width, height }, depth });
    });
  }
  return { drawn, images, problems };
}

/** A fence with a Mermaid diagram. */
function isDiagram(token: Token): boolean {
  return token.type === 'fence' && /^mermaid(?:\s|$)/.test(token.info.trim());
}

const formulasIn: Search<Source> = (tokens) => {
  const sources: Source[] = [];
  eachInline(tokens, 0, (token, line) => {
    if (token.type === 'math_inline' || token.type === 'math_block')
      sources.push({ token, line, kind: 'formula' });
  });
  return sources;
};

const diagramsIn: Search<Source> = (tokens) =>
  tokens.filter(isDiagram).map((token) => ({ token, line: token.map?.[0] ?? 0, kind: 'diagram' }));

async function outcomeOf(
  { token, kind }: Source,
  maker: PictureMaker | undefined,
): Promise<MadePicture | NotMade> {
  if (!maker) return { reason: without[kind] };
  return kind === 'formula'
    ? maker.formula(token.content, { display: token.type === 'math_block' })
    : maker.diagram(token.content, { widest });
}

/** The source, at most {@link longestAlt} characters, cut at the end of a line where that is near. */
function altOf({ content }: Token): string {
  const text = content.trim();
  if (text.length <= longestAlt) return text;
  const cut = text.slice(0, longestAlt - 1);
  const end = cut.lastIndexOf('\n');
  return `${end > longestAlt / 2 ? cut.slice(0, end) : cut.replace(/[\ud800-\udbff]$/, '')}…`;
}

const without: Readonly<Record<Source['kind'], Sentence>> = {
  formula: sentence('Formulas are not drawn here. This one is sent as its TeX.'),
  diagram: sentence('Diagrams are not drawn here. This one is sent as its source.'),
};
