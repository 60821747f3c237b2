import { createHash } from 'node:crypto';
import { imageSize } from 'image-size';

export interface PictureSize {
  /** In pixels, as it is to be seen: turned as a camera's orientation says. */
  readonly width: number;
  readonly height: number;
}

/** What a picture's bytes say about it, whatever the file is called. */
export interface PictureFacts {
  /** `foreign`: a picture that Word or Gmail do not show. Absent: no picture. */
  readonly type?: 'png' | 'jpeg' | 'gif' | 'foreign';
  /** Absent: a file that is too broken, or of a kind that is not measured here. */
  readonly size?: PictureSize;
  /** The file's pixels lie on their side or mirrored, which Outlook on Windows shows as it is. */
  readonly turned: boolean;
}

const known = new WeakMap<Uint8Array, PictureFacts>();
const digests = new WeakMap<Uint8Array, string>();

/** The bytes of a picture are never written to, so each array is looked at once. */
export function pictureFacts(bytes: Uint8Array): PictureFacts {
  const facts = known.get(bytes) ?? { ...typeOf(bytes), ...sizeOf(bytes) };
  known.set(bytes, facts);
  return facts;
}

/** SHA-256 in hex. */
export function digestOf(bytes: Uint8Array): string {
  const digest = digests.get(bytes) ?? createHash('sha256').update(bytes).digest('hex');
  digests.set(bytes, digest);
  return digest;
}

function typeOf(bytes: Uint8Array): Pick<PictureFacts, 'type'> {
  const ending = pictureEnding(bytes);
  if (ending === 'jpg') return { type: 'jpeg' };
  if (ending === 'png' || ending === 'gif') return { type: ending };
  return ending === undefined ? {} : { type: 'foreign' };
}

/** How the name of a file with such a picture ends, by its content. Absent: no picture. */
export function pictureEnding(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 4096)).toString(
    'latin1',
  );
  return signatures.find(([sign]) => sign.test(head))?.[1];
}

const signatures: readonly (readonly [RegExp, string])[] = [
  [/^\x89PNG\r\n\x1a\n/, 'png'],
  [/^\xff\xd8\xff/, 'jpg'],
  [/^GIF8[79]a/, 'gif'],
  [/^RIFF[^]{4}WEBP/, 'webp'],
  [/^[^]{4}ftypavi[fs]/, 'avif'],
  [/^[^]{4}ftyp(?:hei|hev|mif|msf)/, 'heic'],
  [/^BM/, 'bmp'],
  [/^(?:II\*\0|MM\0\*)/, 'tif'],
  [/^\0\0\x01\0/, 'ico'],
  [/^(?:\xff\x0a|\0\0\0\x0cJXL )/, 'jxl'],
  [/^8BPS/, 'psd'],
  // Editors put licences and document types before the root element.
  [
    /^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^]*?\?>\s*|<!--[^]*?-->\s*|<!doctype[^[>]*(?:\[[^\]]*\]\s*)?>\s*)*<svg[\s>]/i,
    'svg',
  ],
];

function sizeOf(bytes: Uint8Array): Pick<PictureFacts, 'size' | 'turned'> {
  try {
    const { width, height, orientation = 1 } = imageSize(bytes);
    const [across, down] = orientation >= 5 ? [height, width] : [width, height];
    if (!(across > 0 && down > 0)) return { turned: false };
    return { size: { width: across, height: down }, turned: orientation > 1 && orientation <= 8 };
  } catch {
    // image-size throws TypeErrors and RangeErrors on broken files: there is no size.
    return { turned: false };
  }
}
