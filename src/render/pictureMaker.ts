import { type Sentence } from '../failure.js';

/** A picture that every mail program shows. Sizes in CSS pixels, as it is to be shown; the file may have more. */
export interface MadePicture {
  readonly bytes: Uint8Array;
  readonly contentType: 'image/png' | 'image/jpeg';
  readonly width: number;
  readonly height: number;
  /** How far a formula within a line reaches below the line of writing, in CSS pixels. */
  readonly depth?: number;
}

/** Why there is no picture, for the writer of the mail. */
export interface NotMade {
  readonly reason: Sentence;
}

/** Makes pictures out of what mail programs don't show. The same input gives the same bytes. Never rejects for bad input. */
export interface PictureMaker {
  /** WebP, AVIF, SVG or an oversized PNG or JPEG, as PNG or JPEG that is shown at most `widest` CSS pixels wide. */
  convert(bytes: Uint8Array, options: { readonly widest: number }): Promise<MadePicture | NotMade>;
  /** TeX between dollar signs. `display`: on lines of its own. */
  formula(tex: string, options: { readonly display: boolean }): Promise<MadePicture | NotMade>;
  /** The source of a Mermaid diagram. */
  diagram(source: string, options: { readonly widest: number }): Promise<MadePicture | NotMade>;
}
