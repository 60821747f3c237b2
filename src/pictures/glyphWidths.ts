/** How wide the characters of one font are. */
export interface GlyphWidths {
  /** Width in parts of the font's size; undefined when the font has no such character. */
  of(codePoint: number): number | undefined;
}

/** Reads the widths of an OpenType font, or of the first one of a collection (OpenType 1.9: cmap formats 4 and 12, hmtx). */
export function glyphWidths(font: Buffer): GlyphWidths {
  const start = font.toString('latin1', 0, 4) === 'ttcf' ? font.readUInt32BE(12) : 0;
  const tables = new Map<string, number>();
  for (let index = 0; index < font.readUInt16BE(start + 4); index++) {
    const entry = start + 12 + 16 * index;
    tables.set(font.toString('latin1', entry, entry + 4), font.readUInt32BE(entry + 8));
  }
  const table = (name: string): number => {
    const offset = tables.get(name);
    if (offset === undefined) throw new RangeError(`The font has no table ${name}.`);
    return offset;
  };
  const unitsPerEm = font.readUInt16BE(table('head') + 18);
  const metrics = font.readUInt16BE(table('hhea') + 34);
  const advances = table('hmtx');
  const glyphOf = characterMap(font, table('cmap'));
  return {
    of(codePoint) {
      const glyph = glyphOf(codePoint);
      if (glyph === 0) return undefined;
      return font.readUInt16BE(advances + 4 * Math.min(glyph, metrics - 1)) / unitsPerEm;
    },
  };
}

function characterMap(font: Buffer, cmap: number): (codePoint: number) => number {
  let best: { readonly at: number; readonly format: number } | undefined;
  for (let index = 0; index < font.readUInt16BE(cmap + 2); index++) {
    const entry = cmap + 4 + 8 * index;
    const platform = font.readUInt16BE(entry);
    const at = cmap + font.readUInt32BE(entry + 4);
    const format = font.readUInt16BE(at);
    const unicode = platform === 0 || (platform === 3 && font.readUInt16BE(entry + 2) !== 0);
    if (unicode && (format === 12 || (format === 4 && !best))) best = { at, format };
  }
  if (!best) throw new RangeError('The font has no map of Unicode characters.');
  const { at, format } = best;
  return (codePoint) => (format === 12 ? inGroups(font, at, codePoint) : inSegments(font, at, codePoint));
}

/** Format 12: groups of 12 bytes (first, last, first glyph), in order. */
function inGroups(font: Buffer, at: number, codePoint: number): number {
  let low = 0;
  let high = font.readUInt32BE(at + 12) - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const group = at + 16 + 12 * middle;
    if (codePoint < font.readUInt32BE(group)) high = middle - 1;
    else if (codePoint > font.readUInt32BE(group + 4)) low = middle + 1;
    else return font.readUInt32BE(group + 8) + codePoint - font.readUInt32BE(group);
  }
  return 0;
}

/** Format 4: parallel arrays of the last, the first, the delta and the offset of each segment. */
function inSegments(font: Buffer, at: number, codePoint: number): number {
  if (codePoint > 0xffff) return 0;
  const bytes = font.readUInt16BE(at + 6);
  for (let index = 0; index < bytes; index += 2) {
    if (codePoint > font.readUInt16BE(at + 14 + index)) continue;
    const first = at + 16 + bytes + index;
    if (codePoint < font.readUInt16BE(first)) return 0;
    const delta = font.readUInt16BE(first + bytes);
    const offset = font.readUInt16BE(first + 2 * bytes);
    if (offset === 0) return (codePoint + delta) & 0xffff;
    const glyph = font.readUInt16BE(first + 2 * bytes + offset + 2 * (codePoint - font.readUInt16BE(first)));
    return glyph === 0 ? 0 : (glyph + delta) & 0xffff;
  }
  return 0;
}
