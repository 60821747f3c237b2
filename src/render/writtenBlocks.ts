import { Buffer } from 'node:buffer';
import { type Token } from 'markdown-it';
import { type Containers, type Place, type Step } from './containers.js';
import { type Direction } from './direction.js';
import { type Look } from './look.js';
import { type ParsedBlock } from './parsedBlocks.js';

/** Where a code block stands in what was written. */
export interface CodePlace {
  readonly token: Token;
  readonly direction: Direction;
}

export type Piece = string | CodePlace | WrittenBlock;

/** UTF-16 units of a piece; of a code block without what escaping and colours add. */
export function leastUnits(piece: Piece): number {
  if (typeof piece === 'string') return piece.length;
  // The last line break of a code block is not written.
  return piece instanceof WrittenBlock ? piece.least : Math.max(0, piece.token.content.length - 1);
}

/** One block of the mail as it was written, and what it was written for. */
export class WrittenBlock {
  private readonly texts = new Map<boolean, { readonly text: string; readonly bytes: number }>();
  readonly least: number;

  constructor(
    private readonly pieces: readonly Piece[],
    private readonly look: Look,
    private readonly direction: Direction,
    private readonly before: Place['previous'],
    readonly step: Step,
  ) {
    this.least = pieces.reduce((sum, piece) => sum + leastUnits(piece), 0);
  }

  /** True where it would be written the same again: what stands before a block decides on its margin. */
  fits(look: Look, { direction, place }: Containers): boolean {
    return this.look === look && this.direction === direction && this.before === place.previous;
  }

  html(write: (piece: Piece, coloured: boolean) => string, coloured: boolean): string {
    const known = this.texts.get(coloured);
    if (known) return known.text;
    const text = this.pieces.map((piece) => write(piece, coloured)).join('');
    this.texts.set(coloured, { text, bytes: Buffer.byteLength(text) });
    return text;
  }

  /** Of the text that {@link WrittenBlock.html} gave. */
  bytes(coloured: boolean): number {
    return this.texts.get(coloured)?.bytes ?? 0;
  }
}

/** Let go with the blocks, of which one draft keeps its own. */
const known = new WeakMap<ParsedBlock, WrittenBlock>();
const counted = new WeakMap<ParsedBlock, boolean>();

/** The block as it was written last; absent: it has to be written. */
export function writtenBefore(
  block: ParsedBlock,
  look: Look,
  containers: Containers,
): WrittenBlock | undefined {
  const written = known.get(block);
  return written?.fits(look, containers) ? written : undefined;
}

/** Not of blocks with pictures or notes, which are numbered throughout the mail. */
export function keepWritten(block: ParsedBlock, written: WrittenBlock): void {
  const isCounted = counted.get(block) ?? block.tokens.some(isNumbered);
  counted.set(block, isCounted);
  if (!isCounted) known.set(block, written);
}

function isNumbered({ type, info, children }: Token): boolean {
  const drawn = type.startsWith('math') || (type === 'fence' && /\b(?:mermaid|math)\b/i.test(info));
  return drawn || type === 'image' || type === 'footnote_ref' || (children?.some(isNumbered) ?? false);
}
