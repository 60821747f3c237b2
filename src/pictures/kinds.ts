export type Readable = 'png' | 'jpeg' | 'gif' | 'webp' | 'avif' | 'svg';

/** The kind of a picture by its content, whatever the file is called. `other`: the name of one that is not read here. */
export function kindOf(
  bytes: Uint8Array,
): { readonly kind: Readable } | { readonly other: string } | undefined {
  const head = latin1(bytes, 0, 4096);
  const readable = signatures.find(([sign]) => sign.test(head));
  if (readable) return { kind: readable[1] };
  const other = others.find(([sign]) => sign.test(head));
  return other && { other: other[1] };
}

const signatures: readonly (readonly [RegExp, Readable])[] = [
  [/^\x89PNG\r\n\x1a\n/, 'png'],
  [/^\xff\xd8\xff/, 'jpeg'],
  [/^GIF8[79]a/, 'gif'],
  [/^RIFF[^]{4}WEBP/, 'webp'],
  [/^[^]{4}ftypavi[fs]/, 'avif'],
  // Editors put licences and document types before the root element.
  [
    /^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^]*?\?>\s*|<!--[^]*?-->\s*|<!doctype[^[>]*(?:\[[^\]]*\]\s*)?>\s*)*<svg[\s>]/i,
    'svg',
  ],
];

const others: readonly (readonly [RegExp, string])[] = [
  // HEIF with AVIF inside may name another brand first.
  [/^[^]{4}ftyp(?:hei|hev|mif|msf)/, 'HEIC'],
  [/^BM/, 'BMP'],
  [/^(?:II\*\0|MM\0\*)/, 'TIFF'],
  [/^\0\0\x01\0/, 'ICO'],
  [/^(?:\xff\x0a|\0\0\0\x0cJXL )/, 'JPEG XL'],
  [/^8BPS/, 'PSD'],
  [/^\x1f\x8b/, 'SVGZ'],
];

/** WebP and AVIF with several frames, PNG with an `acTL` chunk before its picture data. */
export function isAnimated(bytes: Uint8Array, kind: Readable): boolean {
  switch (kind) {
    case 'png': {
      const head = latin1(bytes, 0, 64 * 1024);
      const data = head.indexOf('IDAT');
      return head.slice(0, data < 0 ? undefined : data).includes('acTL');
    }
    case 'webp':
      return latin1(bytes, 12, 16) === 'VP8X' && ((bytes[20] ?? 0) & 0x02) !== 0;
    case 'avif':
      return latin1(bytes, 8, 12) === 'avis';
    case 'gif':
      return true;
    default:
      return false;
  }
}

/** `VP8 ` is the lossy kind of WebP; `VP8L` keeps each pixel, as it is used for drawings. */
export function isLossy(bytes: Uint8Array, kind: Readable): boolean {
  if (kind === 'webp') return latin1(bytes, 0, 64 * 1024).includes('VP8 ');
  return kind === 'jpeg' || kind === 'avif';
}

export function latin1(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1', start, end);
}
