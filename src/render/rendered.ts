import { type Problem } from '../draft/draft.js';
import { type Overrides } from './look.js';
import { type ParsedBlocks } from './parsedBlocks.js';
import { type PictureMaker } from './pictureMaker.js';
import { type ThemeName } from './themes/themes.js';

/** A picture inside the body, referred to as `cid:<contentId>`. One id per use, plain characters only. */
export interface InlineImage {
  readonly contentId: string;
  readonly name: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

/** The body of a mail in both forms. `html` is exactly what is sent; pictures are `cid:` references into `images`. */
export interface Rendered {
  readonly html: string;
  readonly text: string;
  readonly images: readonly InlineImage[];
  readonly problems: readonly Problem[];
}

/** What the renderer asks of its surroundings, for a picture named in the Markdown. */
export type ImageSource = (
  path: string,
) => Promise<
  | { readonly kind: 'image'; readonly bytes: Uint8Array; readonly name: string }
  | { readonly kind: 'missing' | 'folder' | 'outside' }
>;

/** A Markdown text below the body. */
export interface Signature {
  readonly markdown: string;
  /** As its writer named the file, for problems. */
  readonly name: string;
  /** The 0-based line of the draft that its problems are shown on. */
  readonly line: number;
  /** Its pictures are named from where it lies. */
  readonly images: ImageSource;
}

export interface RenderInput {
  /** The Markdown below the header. */
  readonly markdown: string;
  /** 0-based line of the draft on which `markdown` begins, so that problems name lines of the file. */
  readonly firstLine: number;
  readonly subject: string;
  /** BCP 47; absent: not stated. */
  readonly lang?: string;
  readonly images: ImageSource;
  /** Absent: the usual look. */
  readonly theme?: ThemeName;
  /** What the user's style sheet says. */
  readonly css?: Overrides;
  readonly signature?: Signature;
  /** Absent: pictures that would have to be made or converted are left out, with a Problem. */
  readonly pictureMaker?: PictureMaker;
  /** What is known of an earlier state of the same draft, and is known of this one afterwards. */
  readonly known?: ParsedBlocks;
}
