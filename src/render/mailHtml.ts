import { Buffer } from 'node:buffer';
import { type Token } from 'markdown-it';
import { BlockWriter } from './blockHtml.js';
import { type Stretch, stretchesOf } from './byBlock.js';
import { bytesAre } from './bytesOf.js';
import { type Block, Containers } from './containers.js';
import { directionOfMail } from './direction.js';
import { codeElement, spacer, wrapperStart } from './elements.js';
import { type Look } from './look.js';
import { type ParsedBlocks } from './parsedBlocks.js';
import { type DrawnPicture } from './madePictures.js';
import { type Picture } from './pictures.js';
import { keepWritten, leastUnits, type Piece, WrittenBlock, writtenBefore } from './writtenBlocks.js';

export { type Block } from './containers.js';

export interface MailParts {
  readonly tokens: readonly Token[];
  /** Where the signature's tokens begin; absent or the end: there is none. */
  readonly signatureAt?: number;
  readonly look: Look;
  readonly firstLine: number;
  readonly lang?: string;
  readonly pictures: ReadonlyMap<Token, Picture>;
  /** Formulas and diagrams; the others are shown by their source. */
  readonly drawn?: ReadonlyMap<Token, DrawnPicture>;
  /** The content of a code block as HTML. */
  readonly code: (token: Token, coloured: boolean) => string;
  /** Blocks of an earlier state of the draft; what was written for them is used again. */
  readonly known?: ParsedBlocks;
  /** The tokens in front of the signature, by block. */
  readonly stretches?: readonly Stretch[];
}

/** A mail's HTML, written once: with and without the colours of code it differs in its code blocks alone. */
export interface Written {
  /** Undefined: longer than any mail can be. */
  readonly html: (coloured: boolean) => string | undefined;
  /** UTF-16 units that it has at least, told without putting it together. */
  readonly least: () => number;
  readonly blocks: readonly Block[];
}

/** In UTF-16 units. Exchange Online takes 150 MB at most; V8 holds no text of half a billion. */
const longestHtml = 100_000_000;

/** The mail as HTML: one walk over the parser's tokens, each written with its final styles. */
export function mailHtml(parts: MailParts): Written {
  return new MailWriter(parts).write();
}

const sum = (all: number, one: number): number => all + one;

function bytesOfPiece(piece: Piece | undefined, text: string, coloured: boolean): number {
  return piece instanceof WrittenBlock ? piece.bytes(coloured) : Buffer.byteLength(text);
}

class MailWriter {
  private readonly out: Piece[] = [];
  /** Tokens before this one are written. */
  private done = 0;
  private readonly container: Containers;
  private readonly look: Look;
  private readonly writer: BlockWriter;

  constructor(private readonly parts: MailParts) {
    this.look = parts.look;
    this.container = new Containers(
      parts.look,
      parts.firstLine,
      directionOfMail(parts.stretches ?? stretchesOf(parts.tokens.slice(0, parts.signatureAt))),
    );
    this.writer = new BlockWriter(parts, this.container);
  }

  write(): Written {
    const start = wrapperStart(this.look, this.parts.lang, {
      own: this.container.direction,
      outer: 'ltr',
    });
    this.parts.tokens.forEach((token, index) => {
      if (index === this.parts.signatureAt && index > 0) this.out.push(this.gap());
      if (index >= this.done) this.done = index + this.writeFrom(token, index);
    });
    return {
      html: (coloured) => this.html(start, coloured),
      least: () => this.out.map(leastUnits).reduce(sum, start.length),
      blocks: this.container.blocks,
    };
  }

  private html(start: string, coloured: boolean): string | undefined {
    const texts = this.out.map((piece) => this.text(piece, coloured));
    if (texts.map(({ length }) => length).reduce(sum, 0) > longestHtml) return undefined;
    const first = texts.some((text) => text !== '') ? `${start}\n` : start;
    const end = '</div>\n';
    const html = [first, ...texts, end].join('');
    if (this.parts.known) {
      const bytes = (text: string, index: number) => bytesOfPiece(this.out[index], text, coloured);
      bytesAre(html, texts.map(bytes).reduce(sum, Buffer.byteLength(first + end)));
    }
    return html;
  }

  private gap(): string {
    this.container.addChild();
    return spacer(this.look);
  }

  /** Writes a token, or the whole block that begins with it where that is known. Says how many tokens they were. */
  private writeFrom(token: Token, index: number): number {
    const { look, container, out } = this;
    const block = this.parts.known?.at(token);
    if (!block) {
      this.writer.write(token, index, out);
      return 1;
    }
    let written = writtenBefore(block, look, container);
    if (written) container.repeat(written.step, block.line);
    else {
      const from = container.place;
      const own: Piece[] = [];
      block.tokens.forEach((inner, place) => this.writer.write(inner, index + place, own));
      const step = container.stepFrom(from, block.line);
      written = new WrittenBlock(own, look, container.direction, from.previous, step);
      keepWritten(block, written);
    }
    out.push(written);
    return block.tokens.length;
  }

  private text(piece: Piece, coloured: boolean): string {
    if (typeof piece === 'string') return piece;
    if (piece instanceof WrittenBlock) return piece.html((part, own) => this.text(part, own), coloured);
    return codeElement(this.look, this.parts.code(piece.token, coloured), piece.direction);
  }
}
