type Three = readonly [number, number, number];

/** WCAG 2 contrast of two `#rrggbb` colours. */
export function contrast(a: string, b: string): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

/** The page that programs lay under a mail that says nothing of its own. */
export const lightPage = '#ffffff';
export const darkPage = '#1e1e1e';

/** How Outlook on the web and new Outlook darken a stated colour: the lightness of CIELAB turned round, from 100 down to that of #333333 (roosterjs, getDarkColor). */
export function darkInOutlook(colour: string): string {
  const darkest = 21.247;
  const [lightness, a, b] = toLab(linear(colour));
  return fromLab([(100 - lightness) * ((100 - darkest) / 100) + darkest, a, b]);
}

/** How programs darken that turn everything round (classic Outlook, Gmail on iOS): the lightness of HSL. */
export function inverted(colour: string): string {
  const parts = channels(colour);
  const [low, high] = [Math.min(...parts), Math.max(...parts)];
  return hex(parts.map((part) => part + 1 - low - high));
}

function luminance(colour: string): number {
  const [r, g, b] = linear(colour);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function channels(colour: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255);
}

function hex(parts: readonly number[]): string {
  const digits = parts.map((part) => Math.round(Math.min(1, Math.max(0, part)) * 255).toString(16));
  return `#${digits.map((two) => two.padStart(2, '0')).join('')}`;
}

function linear(colour: string): Three {
  const [r = 0, g = 0, b = 0] = channels(colour).map((part) =>
    part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4,
  );
  return [r, g, b];
}

/** D65, as in sRGB. */
const white: Three = [0.95047, 1, 1.08883];

function toLab([r, g, b]: Three): Three {
  const xyz: Three = [
    0.4124 * r + 0.3576 * g + 0.1805 * b,
    0.2126 * r + 0.7152 * g + 0.0722 * b,
    0.0193 * r + 0.1192 * g + 0.9505 * b,
  ];
  const [x = 0, y = 0, z = 0] = xyz.map((value, at) => {
    const share = value / (white[at] ?? 1);
    return share > 0.008856 ? Math.cbrt(share) : 7.787 * share + 16 / 116;
  });
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

function fromLab([lightness, a, b]: Three): string {
  const y = (lightness + 16) / 116;
  const [X = 0, Y = 0, Z = 0] = [y + a / 500, y, y - b / 200].map((value, at) => {
    const share = value ** 3 > 0.008856 ? value ** 3 : (value - 16 / 116) / 7.787;
    return share * (white[at] ?? 1);
  });
  return hex(
    [
      3.2406 * X - 1.5372 * Y - 0.4986 * Z,
      -0.9689 * X + 1.8758 * Y + 0.0415 * Z,
      0.0557 * X - 0.204 * Y + 1.057 * Z,
    ].map((part) => (part <= 0.0031308 ? 12.92 * part : 1.055 * part ** (1 / 2.4) - 0.055)),
  );
}
