import { createHash } from 'node:crypto';
import { imageSize } from 'image-size';
import { type Token } from 'markdown-it';
import { type Problem } from '../draft/draft.js';
import { type Sentence, sentence } from '../failure.js';
import { isDataImage, isRemoteImage } from './links.js';
import { attribute, plainText } from './markdown.js';
import { type ImageSource, type InlineImage } from './rendered.js';

/** What an image token becomes. Sizes in CSS pixels; a remote picture has none. Tokens without one are shown as `[alt]`. */
export interface Picture {
  readonly source: string;
  readonly size?: { readonly width: number; readonly height: number };
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

/** Enough for all pictures of a mail together before it becomes a burden on phones. */
const heavy = 1_000_000;
const readAtOnce = 8;

type Found = Awaited<ReturnType<ImageSource>>;

/** Reads the pictures named in a mail: each path once, each use a part of its own (PHPMailer#222: reuse fails in Outlook.com). */
export async function loadPictures(placed: readonly PlacedImage[], source: ImageSource): Promise<Pictures> {
  const found = await findAll([...new Set(placed.map(({ token }) => pathOf(token)))], source);
  const byToken = new Map<Token, Picture>();
  const images: InlineImage[] = [];
  const problems: Problem[] = [];
  for (const { token, line } of placed) {
    const url = attribute(token, 'src');
    const report = (code: string, severity: Problem['severity'], message: Sentence): void => {
      problems.push({ code, severity, message, line });
    };
    if (plainText(token.children).trim() === '') report('image-alt', 'information', withoutAlt);
    if (isRemoteImage(url)) {
      report('image-remote', 'information', remote);
      byToken.set(token, { source: url });
      continue;
    }
    const path = pathOf(token);
    const part = partOf(path, found.get(path) ?? { kind: 'missing' }, images.length + 1);
    if ('refused' in part) {
      report(part.code, 'error', part.refused);
      continue;
    }
    images.push(part.image);
    byToken.set(token, { source: `cid:${part.image.contentId}`, size: part.size });
  }
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

type Part =
  | { readonly image: InlineImage; readonly size: { readonly width: number; readonly height: number } }
  | { readonly refused: Sentence; readonly code: string };

function partOf(path: string, found: Found, use: number): Part {
  const shown = isDataImage(path) ? 'data:' : path;
  switch (found.kind) {
    case 'missing':
      return {
        code: 'image-missing',
        refused: sentence(
          'There is no picture {0}. Check the path, which starts from the folder of this file.',
          shown,
        ),
      };
    case 'folder':
      return { code: 'image-folder', refused: sentence('{0} is a folder. Name a picture inside it.', shown) };
    case 'outside':
      return {
        code: 'image-outside',
        refused: sentence(
          'The picture {0} lies outside the folder of this mail. Copy it next to the mail, or allow it when asked.',
          shown,
        ),
      };
    case 'image':
      return inlinePart(shown, found, use);
  }
}

function inlinePart(shown: string, { bytes, name }: { bytes: Uint8Array; name: string }, use: number): Part {
  const type = typeOf(bytes);
  if (type === 'foreign') {
    const refused = sentence('Many mail programs cannot show the picture {0}. Convert it to PNG.', shown);
    return { code: 'image-type', refused };
  }
  const size = type && sizeOf(bytes);
  if (!type || !size) {
    const refused = sentence(
      '{0} is not a picture that can be read. Save it again as PNG, JPEG or GIF.',
      shown,
    );
    return { code: 'image-invalid', refused };
  }
  const contentId = `image${use}-${createHash('sha256').update(bytes).digest('hex').slice(0, 12)}`;
  const image = { contentId, name: name || `image${use}.${type}`, contentType: `image/${type}`, bytes };
  return { image, size };
}

/** The type by content, whatever the file is called. `foreign`: a picture that Word or Gmail do not show. */
function typeOf(bytes: Uint8Array): 'png' | 'jpeg' | 'gif' | 'foreign' | undefined {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 1024)).toString(
    'latin1',
  );
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'png';
  if (head.startsWith('\xff\xd8\xff')) return 'jpeg';
  if (/^GIF8[79]a/.test(head)) return 'gif';
  if (/^RIFF[^]{4}WEBP/.test(head) || /^[^]{4}ftyp(avi|hei|mif|msf)/.test(head)) return 'foreign';
  if (
    /^(BM|II\*\0|MM\0\*|\0\0\x01\0|\xff\x0a|8BPS)/.test(head) ||
    /^\s*(?:\xef\xbb\xbf)?\s*<(?:\?xml|!--|!doctype svg|svg)/i.test(head)
  ) {
    return 'foreign';
  }
  return undefined;
}

/** Shown size: the file's own, turned as a camera's orientation says (values 5 to 8 lie on their side), at most {@link widest}. */
function sizeOf(bytes: Uint8Array): { width: number; height: number } | undefined {
  try {
    const { width, height, orientation = 1 } = imageSize(bytes);
    const [across, down] = orientation >= 5 ? [height, width] : [width, height];
    if (!(across > 0 && down > 0)) return undefined;
    const scale = Math.min(1, widest / across);
    return { width: Math.round(across * scale), height: Math.max(1, Math.round(down * scale)) };
  } catch {
    // image-size throws TypeErrors and RangeErrors on broken files: there is no size, so there is no picture.
    return undefined;
  }
}

function weight(images: readonly InlineImage[]): number {
  return images.reduce((sum, image) => sum + image.bytes.byteLength, 0);
}

const withoutAlt = sentence(
  'This picture has no description. Write one between the square brackets, for readers who cannot see it.',
);
const remote = sentence(
  'This picture stays on the internet, and most mail programs hide it at first. Save it beside the mail to send it along.',
);
const tooHeavy = {
  code: 'image-weight',
  severity: 'information',
  message: sentence('The pictures of this mail are larger than 1 MB together. Smaller ones arrive faster.'),
} as const;
