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
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 4096)).toString(
    'latin1',
  );
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return { type: 'png' };
  if (head.startsWith('\xff\xd8\xff')) return { type: 'jpeg' };
  if (/^GIF8[79]a/.test(head)) return { type: 'gif' };
  return foreign.some((sign) => sign.test(head)) ? { type: 'foreign' } : {};
}

const foreign: readonly RegExp[] = [
  /^RIFF[^]{4}WEBP/,
  /^[^]{4}ftyp(avi|hei|hev|mif|msf)/,
  /^(BM|II\*\0|MM\0\*|\0\0\x01\0|\xff\x0a|\0\0\0\x0cJXL |8BPS)/,
  // Editors put licences and document types before the root element.
  /^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^]*?\?>\s*|<!--[^]*?-->\s*|<!doctype[^[>]*(?:\[[^\]]*\]\s*)?>\s*)*<svg[\s>]/i,
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
