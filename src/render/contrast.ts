/** WCAG 2.2 contrast of two `#rrggbb` colours, from 1 to 21. */
function contrast(a: string, b: string): number {
  const [one, other] = [luminance(a), luminance(b)];
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}

/** The same of any two texts. Absent: one of them is not `#rrggbb`. */
export function contrastOf(a: string, b: string): number | undefined {
  return [a, b].every((colour) => /^#[0-9a-f]{6}$/i.test(colour)) ? contrast(a, b) : undefined;
}

/** WCAG 2.2 §1.4.3, for text of usual size. */
const readable = 4.5;

export function isReadable(text: string, background: string): boolean {
  return contrast(text, background) >= readable;
}

/** Near-black or white, whichever reads better on `background`. */
export function textOn(background: string): string {
  const [dark, light] = ['#1f2328', '#ffffff'] as const;
  return contrast(dark, background) >= contrast(light, background) ? dark : light;
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
