import { type Token } from 'markdown-it';
import { type Problem } from '../draft/draft.js';
import { type Sentence } from '../failure.js';
import { isDataImage, isRemoteImage } from './links.js';
import { attribute, plainText } from './markdown.js';
import { digestOf, pictureFacts, type PictureSize } from './pictureFacts.js';
import { type PictureMaker } from './pictureMaker.js';
import {
  foreign,
  invalid,
  notFound,
  type PictureProblem,
  remote,
  tooHeavy,
  tooLarge,
  unchanged,
  withoutAlt,
  withoutAltInHtml,
} from './pictureProblems.js';
import { type ImageSource, type InlineImage } from './rendered.js';

/** What an image token becomes. Sizes in CSS pixels; a remote picture has none. Tokens without one are shown as `[alt]`. */
export interface Picture {
  readonly source: string;
  readonly size?: PictureSize;
}

export interface Pictures {
  readonly byToken: ReadonlyMap<Token, Picture>;
  readonly images: readonly InlineImage[];
  readonly problems: readonly Problem[];
}

/** An image token and the 0-based line of the draft on which it stands. */
export interface PlacedImage {
  readonly token: Token;
  readonly line: number;
}

/** Word shows a picture at the width of its attribute; wider ones would widen the whole mail. */
export const widest = 600;

/** Pixels of the file for one CSS pixel: what screens of high density show. What is beyond is weight alone. */
const density = 2;

/** Phones run out of memory at such a picture: four bytes for each pixel. */
const mostPixels = 200_000_000;

/** Enough for all pictures of a mail together before it becomes a burden on phones. */
const heavy = 1_000_000;
const readAtOnce = 8;

type Found = Awaited<ReturnType<ImageSource>>;

/**
 * Reads the pictures named in a mail: each path once, each use a part of its own (PHPMailer#222: reuse fails in
 * Outlook.com). PNG, JPEG and GIF go as they are, byte for byte, unless `maker` has to make them smaller or upright;
 * others are converted by it, and refused without it.
 */
export async function loadPictures(
  placed: readonly PlacedImage[],
  source: ImageSource,
  maker?: PictureMaker,
): Promise<Pictures> {
  const found = await findAll([...new Set(placed.map(({ token }) => pathOf(token)))], source);
  const parts = await Promise.all(placed.map(({ token }) => partOf(token, found, maker)));
  const byToken = new Map<Token, Picture>();
  const images: InlineImage[] = [];
  const problems: Problem[] = [];
  placed.forEach(({ token, line }, index) => {
    const part = parts[index];
    const report = (problem: PictureProblem): unknown => problems.push({ ...problem, line });
    if (plainText(token.children).trim() === '' && !askedOf(token).decorative)
      report(askedOf(token).html ? withoutAltInHtml : withoutAlt);
    if (part?.problem) report(part.problem);
    if (part?.picture === undefined) return;
    if (!('bytes' in part.picture)) {
      byToken.set(token, part.picture);
      return;
    }
    const image = inlineImage(part.picture, images.length + 1);
    images.push(image);
    byToken.set(token, { source: `cid:${image.contentId}`, size: part.picture.size });
  });
  const first = placed[0];
  if (first && weight(images) > heavy) problems.push({ ...tooHeavy, line: first.line });
  return { byToken, images, problems };
}

async function findAll(paths: readonly string[], source: ImageSource): Promise<Map<string, Found>> {
  const found = new Map<string, Found>();
  const wanted = paths.filter((path) => !isRemoteImage(path));
  for (let start = 0; start < wanted.length; start += readAtOnce) {
    const some = wanted.slice(start, start + readAtOnce);
    const answers = await Promise.all(
      some.map(async (path) => (isDataImage(path) ? inside(path) : source(path))),
    );
    answers.forEach((answer, index) => found.set(some[index] ?? '', answer));
  }
  return found;
}

/** The parser percent-encodes targets; a path is read as it was written, `my%20plan.png` as `my plan.png`. */
function pathOf(token: Token): string {
  const url = attribute(token, 'src');
  if (isDataImage(url) || isRemoteImage(url)) return url;
  try {
    return decodeURIComponent(url);
  } catch {
    return url;
  }
}

/** A `data:` URL (RFC 2397). */
function inside(url: string): Found {
  const comma = url.indexOf(',');
  const base64 = /;base64$/i.test(url.slice(0, comma));
  let text = url.slice(comma + 1);
  try {
    text = decodeURIComponent(text);
  } catch {
    // Kept as it stands: what is no picture then is told apart by its content.
  }
  return { kind: 'image', bytes: Buffer.from(text, base64 ? 'base64' : 'utf8'), name: '' };
}

/** A picture that goes along, as it is shown. */
interface Carried {
  readonly name: string;
  readonly type: 'png' | 'jpeg' | 'gif';
  readonly bytes: Uint8Array;
  readonly size: PictureSize;
}

interface Part {
  /** Absent: it is refused. */
  readonly picture?: Carried | Picture;
  readonly problem?: PictureProblem;
}

async function partOf(
  token: Token,
  all: ReadonlyMap<string, Found>,
  maker: PictureMaker | undefined,
): Promise<Part> {
  const path = pathOf(token);
  if (isRemoteImage(path)) return { picture: { source: attribute(token, 'src') }, problem: remote };
  const found = all.get(path) ?? { kind: 'missing' };
  const shown = isDataImage(path) ? 'data:' : path;
  if (found.kind !== 'image') return { problem: notFound(found.kind, shown) };
  const { type, size, turned } = pictureFacts(found.bytes);
  const asked = askedOf(token);
  if (type === 'foreign') return convertedPart(found, shown, asked, maker);
  if (!type || !size) return { problem: invalid(shown) };
  if (size.width * size.height > mostPixels)
    return { problem: tooLarge(shown, Math.round((size.width * size.height) / 1_000_000)) };
  const own: Carried = { name: found.name, type, bytes: found.bytes, size: shownSize(size, asked) };
  const fits = !turned && size.width <= own.size.width * density;
  if (type === 'gif' || fits || !maker) return { picture: own };
  const made = await madeBy(maker, found, own.size.width);
  return 'reason' in made
    ? { picture: own, problem: unchanged(made.reason) }
    : { picture: { ...made, size: own.size } };
}

async function convertedPart(
  found: Found & { kind: 'image' },
  shown: string,
  asked: Asked,
  maker: PictureMaker | undefined,
): Promise<Part> {
  if (!maker) return { problem: foreign(shown) };
  const { size } = pictureFacts(found.bytes);
  const made = await madeBy(maker, found, size ? shownSize(size, asked).width : widest);
  if ('reason' in made) return { problem: foreign(shown, made.reason) };
  return { picture: { ...made, size: shownSize(made.size, asked) } };
}

async function madeBy(
  maker: PictureMaker,
  { bytes, name }: { readonly bytes: Uint8Array; readonly name: string },
  shownWidth: number,
): Promise<Carried | { readonly reason: Sentence }> {
  const made = await maker.convert(bytes, { widest: shownWidth });
  if ('reason' in made) return made;
  const { width, height } = made;
  return {
    name,
    type: made.contentType === 'image/png' ? 'png' : 'jpeg',
    bytes: made.bytes,
    size: { width, height },
  };
}

/** What an `<img>` says of itself. */
interface Asked {
  readonly html?: boolean;
  readonly width?: number;
  readonly height?: number;
  readonly decorative?: boolean;
}

function askedOf(token: Token): Asked {
  return token.meta ?? {};
}

/** Its own size, or what HTML asks for with the proportions kept, at most {@link widest}. */
function shownSize(own: PictureSize, { width, height }: Asked): PictureSize {
  const wanted = width ?? (height === undefined ? own.width : (height * own.width) / own.height);
  const across = Math.max(1, Math.min(widest, Math.round(wanted)));
  return { width: across, height: Math.max(1, Math.round((own.height * across) / own.width)) };
}

const endings: Readonly<Record<Carried['type'], RegExp>> = {
  png: /\.png$/i,
  jpeg: /\.(?:jpe?g|jpe|jfif)$/i,
  gif: /\.gif$/i,
};

/** A part named for what it holds: some mail programs go by the ending. */
function inlineImage({ name, type, bytes }: Carried, use: number): InlineImage {
  const contentId = `image${use}-${digestOf(bytes).slice(0, 12)}`;
  const stem = name.replace(/\.[^.]*$/, '') || `image${use}`;
  const named = endings[type].test(name) ? name : `${stem}.${type === 'jpeg' ? 'jpg' : type}`;
  return { contentId, name: named, contentType: `image/${type}`, bytes };
}

function weight(images: readonly InlineImage[]): number {
  return images.reduce((sum, image) => sum + image.bytes.byteLength, 0);
}
