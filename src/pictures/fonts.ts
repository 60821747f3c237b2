import { readFile } from 'node:fs/promises';
import { asset } from './assets.js';
import { type GlyphWidths, glyphWidths } from './glyphWidths.js';
import { systemFonts } from './systemFonts.js';
import { openTypeOf } from './woff.js';

/** The family of the fonts that come with the extension, Open Sans (SIL OFL 1.1). */
export const family = 'Open Sans';
export type Weight = 400 | 700;

/** Each file holds a script; the mathematical one has arrows and signs. */
const subsets = [
  'latin',
  'latin-ext',
  'cyrillic',
  'cyrillic-ext',
  'greek',
  'greek-ext',
  'vietnamese',
  'hebrew',
  'math',
  'symbols',
];

interface Font {
  readonly bytes: Buffer;
  readonly widths: GlyphWidths;
}

/** The fonts for one picture. */
export interface Fonts {
  /** OpenType files for the rasterizer. */
  readonly files: readonly Buffer[];
  /** Width of a text in parts of its size. */
  widthOf(text: string, weight: Weight): number;
  /** Characters of the text that no font at hand can draw. */
  readonly missing: readonly string[];
}

let bundled: Readonly<Record<Weight, readonly Font[]>> | undefined;
const fromSystem = new Map<string, Promise<Font | undefined>>();

/** The fonts that `text` needs: those of the extension and, for scripts they don't hold, those of the system. */
export async function fontsFor(text: string): Promise<Fonts> {
  const own = (bundled ??= { 400: loadBundled(400), 700: loadBundled(700) });
  const foreign: Font[] = [];
  const has = (font: Font, codePoint: number): boolean => font.widths.of(codePoint) !== undefined;
  let missing = [...new Set(text)].filter((character) => needsGlyph(character));
  const keepMissing = (font: Font): void => {
    missing = missing.filter((character) => !has(font, character.codePointAt(0) ?? 0));
  };
  own[400].forEach(keepMissing);
  for (const path of missing.length === 0 ? [] : await systemFonts()) {
    if (missing.length === 0) break;
    const font = await systemFont(path);
    if (!font || !missing.some((character) => has(font, character.codePointAt(0) ?? 0))) continue;
    foreign.push(font);
    keepMissing(font);
  }
  const all: Readonly<Record<Weight, readonly Font[]>> = {
    400: [...own[400], ...foreign],
    700: [...own[700], ...foreign],
  };
  return {
    files: [...own[400], ...own[700], ...foreign].map(({ bytes }) => bytes),
    widthOf: (measured, weight) => widthOf(all[weight], measured),
    missing,
  };
}

/** Marks and controls are drawn with the character before them, or not at all. */
function needsGlyph(character: string): boolean {
  return !/^[\s\p{Cc}\p{Cf}\p{M}\p{Zs}]$/u.test(character);
}

function widthOf(fonts: readonly Font[], text: string): number {
  let width = 0;
  for (const character of text) {
    if (/^[\p{M}\p{Cf}]$/u.test(character)) continue;
    const codePoint = character.codePointAt(0) ?? 0;
    // A character that no font has is drawn nowhere; a wide guess keeps its neighbours apart.
    width += fonts.find(({ widths }) => widths.of(codePoint) !== undefined)?.widths.of(codePoint) ?? 1;
  }
  return width;
}

function loadBundled(weight: Weight): readonly Font[] {
  return subsets.map((subset) => {
    const bytes = openTypeOf(asset(`open-sans-${subset}-${weight}-normal.woff`));
    return { bytes, widths: glyphWidths(bytes) };
  });
}

function systemFont(path: string): Promise<Font | undefined> {
  const known = fromSystem.get(path) ?? readSystemFont(path);
  fromSystem.set(path, known);
  return known;
}

async function readSystemFont(path: string): Promise<Font | undefined> {
  try {
    const bytes = await readFile(path);
    return { bytes, widths: glyphWidths(bytes) };
  } catch {
    // A font that cannot be read is one that is not there; what it would have drawn is reported as missing.
    return undefined;
  }
}
