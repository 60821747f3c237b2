/** Declarations of one element, CSS property to value. Margins and paddings are longhands, all else as it is written. */
export type Style = Readonly<Record<string, string>>;

/** Lengths of the four sides, as `10pt` or `0`. `left` is the side where text begins: it changes with the direction. */
export interface Sides {
  readonly top: string;
  readonly right: string;
  readonly bottom: string;
  readonly left: string;
}

const box = /^(?:margin|padding)-/;

/** `a:b;c:d`, without margins and paddings, which depend on where an element stands. */
export function styleText(style: Style): string {
  return Object.entries(withShortFont(style))
    .filter(([property]) => !box.test(property))
    .map(([property, value]) => `${shorter[property] ?? property}:${value}`)
    .join(';');
}

/** Word takes it where it holds a colour alone (caniemail css-background), and writes it itself. */
const shorter: Readonly<Record<string, string>> = { 'background-color': 'background' };

const fontParts = ['font-style', 'font-variant', 'font-weight', 'font-size', 'line-height', 'font-family'];

/**
 * `font`, which every mail program knows (caniemail css-font), in place of its parts where all of them that it would
 * reset are stated: it is repeated on each block, and a third shorter. Text within a line keeps what is around it.
 */
function withShortFont(style: Style): Style {
  const { 'font-size': size, 'line-height': height, 'font-family': family } = style;
  if (size === undefined || height === undefined || family === undefined) return style;
  return withWholeFont(style);
}

/** `font` in place of its parts wherever size and family are stated: what is not said of the others becomes normal. */
export function withWholeFont(style: Style): Style {
  const { 'font-size': size, 'line-height': height, 'font-family': family } = style;
  if (size === undefined || family === undefined) return style;
  const manner = ['font-style', 'font-variant', 'font-weight'].map((property) => style[property] ?? 'normal');
  const sized = height === undefined ? size : `${size}/${height}`;
  const font = [...manner.filter((value) => value !== 'normal'), sized, family].join(' ');
  return { font, ...without(style, ...fontParts) };
}

/** Later declarations win; none stands twice, and a shorthand takes its longhands with it. */
export function merged(...styles: readonly (Style | undefined)[]): Style {
  const all = new Map<string, string>();
  for (const style of styles) {
    for (const [property, value] of Object.entries(style ?? {})) {
      if (property === 'border') {
        for (const known of all.keys()) if (/^border-(?!collapse)/.test(known)) all.delete(known);
      }
      // Put at the end: `border-top` before `border` would say nothing.
      all.delete(property);
      all.set(property, value);
    }
  }
  return Object.fromEntries(all);
}

export function without(style: Style, ...properties: readonly string[]): Style {
  return Object.fromEntries(Object.entries(style).filter(([property]) => !properties.includes(property)));
}

/** The declarations of `style` whose properties `named` has. */
export function only(style: Style, named: Style): Style {
  return Object.fromEntries(Object.entries(style).filter(([property]) => Object.hasOwn(named, property)));
}

/** The four sides of `margin` or `padding`; absent: the style states none. */
export function sidesOf(style: Style, property: 'margin' | 'padding'): Sides | undefined {
  const [top, right, bottom, left] = (['top', 'right', 'bottom', 'left'] as const).map(
    (side) => style[`${property}-${side}`],
  );
  if (top === undefined && right === undefined && bottom === undefined && left === undefined)
    return undefined;
  return { top: top ?? '0', right: right ?? '0', bottom: bottom ?? '0', left: left ?? '0' };
}

/** The four longhands, from top to left as CSS counts them. */
export function sides(
  property: 'margin' | 'padding',
  top: string,
  right: string,
  bottom: string,
  left: string,
): Style {
  return {
    [`${property}-top`]: top,
    [`${property}-right`]: right,
    [`${property}-bottom`]: bottom,
    [`${property}-left`]: left,
  };
}

/** The shorthand, as short as CSS allows it. */
export function sidesText(of: Sides, direction: 'ltr' | 'rtl' = 'ltr'): string {
  const { top, bottom } = of;
  const [right, left] = direction === 'rtl' ? [of.left, of.right] : [of.right, of.left];
  if (right !== left) return `${top} ${right} ${bottom} ${left}`;
  if (top !== bottom) return `${top} ${right} ${bottom}`;
  return top === right ? top : `${top} ${right}`;
}

/** A length `factor` times as long, in the same unit. */
export function times(length: string, factor: number): string {
  const [, number = '0', unit = ''] = /^(-?[\d.]+)([a-z]*)$/.exec(length) ?? [];
  return Number(number) === 0 ? '0' : `${rounded(Number(number) * factor)}${unit}`;
}

/** At most two decimals, as `10.5`. */
export function rounded(value: number): string {
  return String(Math.round(value * 100) / 100);
}
