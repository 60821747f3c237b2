import { imageSize } from 'image-size';
import { sentence } from '../failure.js';
import { Broken, decode, scaled, toJpeg, toPng } from './codecs.js';
import { profileOf, withProfile } from './colourProfile.js';
import { type Outcome, notMade } from './jobs.js';
import { isAnimated, isLossy, kindOf, latin1 } from './kinds.js';
import { isOpaque, type Pixels, shrunk, upright } from './pixels.js';
import { convertSvg } from './svgPicture.js';

/** Pixels of the file for one CSS pixel: what screens of high density show. */
const density = 2;

/** Above this a picture does not fit into memory together with its copies: 4 bytes a pixel, three times. */
const mostPixels = 80_000_000;

/** A photo is a fraction of its size as JPEG; a drawing or a screenshot is not, and would get smears around its letters. */
const photoFactor = 4;

type Raster = 'png' | 'jpeg' | 'webp' | 'avif';

/**
 * The picture as every mail program shows it: PNG, or JPEG for photos; upright; at most `widest` CSS pixels wide, with
 * two pixels of the file for each. A PNG, JPEG or GIF that gains nothing comes back byte for byte.
 */
export async function convertPicture(
  bytes: Uint8Array,
  { widest }: { readonly widest: number },
): Promise<Outcome> {
  const found = kindOf(bytes);
  if (!found)
    return notMade(sentence('This is not a picture, or a damaged one. Save it again as PNG or JPEG.'));
  if ('other' in found)
    return notMade(
      sentence(
        '{0} pictures can’t be read here, nor by most mail programs. Save it as PNG or JPEG.',
        found.other,
      ),
    );
  const { kind } = found;
  if (kind === 'svg') return convertSvg(bytes, widest, density);
  // What never comes here: a GIF goes into the mail as it is.
  if (kind === 'gif') return notMade(gif);
  return convertRaster(bytes, kind, widest);
}

async function convertRaster(bytes: Uint8Array, kind: Raster, widest: number): Promise<Outcome> {
  if (isAnimated(bytes, kind) && kind !== 'png') return notMade(moves);
  const stored = storedSize(bytes, kind);
  if (!stored) return notMade(broken);
  if (stored.width * stored.height > mostPixels) {
    const megapixels = Math.round((stored.width * stored.height) / 1_000_000);
    return notMade(
      sentence(
        'This picture has {0} megapixels, more than can be made smaller here. Save a smaller copy.',
        megapixels,
      ),
    );
  }
  try {
    return await converted(bytes, kind, { ...stored, widest });
  } catch (error) {
    if (error instanceof Broken) return notMade(broken);
    throw error;
  }
}

interface Plan {
  readonly width: number;
  readonly height: number;
  readonly orientation: number;
  readonly widest: number;
}

async function converted(bytes: Uint8Array, kind: Raster, plan: Plan): Promise<Outcome> {
  const lying = plan.orientation >= 5;
  const [across, down] = lying ? [plan.height, plan.width] : [plan.width, plan.height];
  const width = Math.min(across, plan.widest);
  const height = Math.max(1, Math.round((down * width) / across));
  // Browsers play an animated PNG and all others show its first picture; made smaller, it would stand still everywhere.
  if (isAnimated(bytes, kind)) return { bytes, contentType: 'image/png', width, height };
  const fileWidth = Math.min(across, width * density);
  const decoded = await decode(bytes, kind);
  if (decoded.width !== plan.width || decoded.height !== plan.height) throw new Broken();
  // Shrunk by whole numbers first, then by the better filter, which takes long for large photos.
  const roughly = Math.floor(across / (fileWidth * 2));
  const straight = upright(shrunk(decoded, roughly), plan.orientation);
  const fileHeight = Math.max(1, Math.round((down * fileWidth) / across));
  const pixels = straight.width > fileWidth ? await scaled(straight, fileWidth, fileHeight) : straight;
  const made = await encoded(pixels, bytes, kind);
  const own = kind === 'png' || kind === 'jpeg' ? kind : undefined;
  // Few colours pack better than many: a large drawing may be smaller as it is.
  const kept = own && plan.orientation === 1 && made.bytes.byteLength >= bytes.byteLength;
  return kept
    ? { bytes, contentType: `image/${own}`, width, height }
    : { bytes: made.bytes, contentType: `image/${made.kind}`, width, height };
}

async function encoded(
  pixels: Pixels,
  source: Uint8Array,
  kind: Raster,
): Promise<{ kind: 'png' | 'jpeg'; bytes: Uint8Array }> {
  const profile = profileOf(source, kind);
  const png = async () => ({ kind: 'png', bytes: withProfile(await toPng(pixels), 'png', profile) }) as const;
  if (!isOpaque(pixels)) return png();
  const jpeg = { kind: 'jpeg', bytes: withProfile(await toJpeg(pixels), 'jpeg', profile) } as const;
  if (kind === 'jpeg') return jpeg;
  const lossless = await png();
  const factor = isLossy(source, kind) ? 1 : photoFactor;
  return jpeg.bytes.byteLength * factor < lossless.bytes.byteLength ? jpeg : lossless;
}

/** Size of the pixels as they are stored, and the orientation they are to be turned by. */
function storedSize(
  bytes: Uint8Array,
  kind: Raster,
): { width: number; height: number; orientation: number } | undefined {
  try {
    const { width, height, orientation } = imageSize(bytes);
    if (!(width > 0 && height > 0)) return undefined;
    return { width, height, orientation: kind === 'avif' ? turnOf(bytes) : validOrientation(orientation) };
  } catch {
    // image-size throws TypeErrors and RangeErrors on broken files.
    return undefined;
  }
}

function validOrientation(orientation: number | undefined): number {
  return orientation !== undefined && orientation >= 1 && orientation <= 8 ? orientation : 1;
}

/** AVIF says in a box of its own by how many right angles it is turned to the left (ISO 23008-12 §6.5.10). */
function turnOf(bytes: Uint8Array): number {
  const at = latin1(bytes, 0, 64 * 1024).indexOf('irot');
  const angle = at < 0 ? 0 : (bytes[at + 4] ?? 0) & 3;
  return [1, 8, 3, 6][angle] ?? 1;
}

const broken = sentence(
  'This picture is damaged or cut off. Copy it again from where it is from, or save it again.',
);
const gif = sentence('This picture is a GIF, which mail programs show as it is.');
const moves = sentence(
  'This picture moves, which only GIF does in mail. Save it as GIF, or one frame of it as PNG.',
);
