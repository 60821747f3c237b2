/** A colour as CIE L*a*b* (D65): `l` from 0 to 100; the angle of `a` and `b` is the hue. */
export interface Lab {
  readonly l: number;
  readonly a: number;
  readonly b: number;
}

type Triple = readonly [number, number, number];

const white: Triple = [0.95047, 1, 1.08883];

/** Reads `#rgb`, `#rrggbb`, `rgb(r, g, b)`, `black` and `white`; anything else is undefined. */
export function parseColour(text: string): Lab | undefined {
  const rgb = rgbOf(text.trim().toLowerCase());
  return rgb && toLab(rgb);
}

/** As `#rrggbb`. A colour that no screen can show is made greyer, of the same hue, until one can. */
export function writeColour({ l, a, b }: Lab): string {
  let [least, most] = [0, 1];
  if (inGamut(toRgb({ l, a, b }))) least = 1;
  else
    for (let step = 0; step < 10; step++) {
      const middle = (least + most) / 2;
      if (inGamut(toRgb({ l, a: a * middle, b: b * middle }))) least = middle;
      else most = middle;
    }
  const digits = toRgb({ l, a: a * least, b: b * least }).map((part) =>
    Math.round(Math.min(1, Math.max(0, part)) * 255)
      .toString(16)
      .padStart(2, '0'),
  );
  return `#${digits.join('')}`;
}

function rgbOf(text: string): Triple | undefined {
  if (text === 'black') return [0, 0, 0];
  if (text === 'white') return [1, 1, 1];
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/.exec(text);
  if (short) return triple(short, (digit) => parseInt(digit + digit, 16));
  const long = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/.exec(text);
  if (long) return triple(long, (digits) => parseInt(digits, 16));
  const parts = /^rgb\( *(\d{1,3}) *, *(\d{1,3}) *, *(\d{1,3}) *\)$/.exec(text);
  return parts ? triple(parts, Number) : undefined;
}

function triple([, r = '', g = '', b = '']: RegExpExecArray, read: (part: string) => number): Triple {
  return [read(r) / 255, read(g) / 255, read(b) / 255];
}

function toLab(rgb: Triple): Lab {
  const [r, g, b] = rgb.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  const [x, y, z] = [
    0.4124564 * r! + 0.3575761 * g! + 0.1804375 * b!,
    0.2126729 * r! + 0.7151522 * g! + 0.072175 * b!,
    0.0193339 * r! + 0.119192 * g! + 0.9503041 * b!,
  ].map((part, at) => curve(part / white[at]!));
  return { l: 116 * y! - 16, a: 500 * (x! - y!), b: 200 * (y! - z!) };
}

const curve = (part: number): number => (part > 216 / 24389 ? Math.cbrt(part) : (841 / 108) * part + 4 / 29);
const uncurve = (part: number): number => (part > 6 / 29 ? part ** 3 : (108 / 841) * (part - 4 / 29));

function toRgb({ l, a, b }: Lab): Triple {
  const middle = (l + 16) / 116;
  const [x, y, z] = [middle + a / 500, middle, middle - b / 200].map(
    (part, at) => uncurve(part) * white[at]!,
  );
  const linear = [
    3.2404542 * x! - 1.5371385 * y! - 0.4985314 * z!,
    -0.969266 * x! + 1.8760108 * y! + 0.041556 * z!,
    0.0556434 * x! - 0.2040259 * y! + 1.0572252 * z!,
  ];
  const [red = 0, green = 0, blue = 0] = linear.map((part) =>
    part <= 0.0031308 ? 12.92 * part : 1.055 * part ** (1 / 2.4) - 0.055,
  );
  return [red, green, blue];
}

function inGamut(rgb: Triple): boolean {
  return rgb.every((part) => part > -0.002 && part < 1.002);
}
