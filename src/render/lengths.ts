import { rounded, type Style } from './style.js';

/** `around` the same style's text size: em and percent of a size are of what stands around it. */
export function absolute(style: Style, around: Style): Style {
  const outer = points(around['font-size'] ?? '11pt');
  const size = style['font-size'];
  const own = size === undefined ? outer : sizeIn(size, outer);
  return Object.fromEntries(
    Object.entries(style).map(([property, value]) => {
      if (property === 'font-size') return [property, relative.test(value) ? `${rounded(own)}pt` : value];
      return [property, value.replace(ems, (_, number: string) => `${rounded(Number(number) * own)}pt`)];
    }),
  );
}

const relative = /(?:em|%)$/;
const ems = /(-?(?:\d+\.?\d*|\.\d+))em\b/g;

function sizeIn(size: string, outer: number): number {
  const number = Number.parseFloat(size);
  if (size.endsWith('em')) return number * outer;
  if (size.endsWith('%')) return (number / 100) * outer;
  return points(size);
}

function points(size: string): number {
  return Number.parseFloat(size) * (size.endsWith('px') ? 0.75 : 1);
}
