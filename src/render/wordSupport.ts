/**
 * What Word, the engine of classic Outlook on Windows, does with a style. Sources: Microsoft's "Word 2007 HTML and CSS
 * Rendering Capabilities in Outlook 2007" (2006), summed up at hteumeuleu.com/2020/outlook-rendering-engine: three
 * groups of properties, fewer for `div` and `p`, fewest for `span`; and the caniemail features named below, whose tests
 * are younger and win where the two differ. What is not named here, Word does not show.
 */

/** Elements whose children flow in a line: they take what Word calls character formatting alone. */
const inline = new Set(
  'a abbr acronym b bdo big cite code del dfn em font i ins kbd q s samp small span strike strong sub sup tt u var'.split(
    ' ',
  ),
);
const cells = new Set(['td', 'th']);

type Places = (element: string) => boolean;

const anywhere: Places = () => true;
/** css-margin: not on `span` and `body`. */
const blocks: Places = (element) => !inline.has(element) && element !== 'body';
/** css-width, css-height, and the borders of single sides: not on `body`, `span`, `div`, `p`. */
const boxes: Places = (element) => blocks(element) && element !== 'div' && element !== 'p';

const places: Readonly<Record<string, Places>> = {
  ...each('color background-color background direction', anywhere),
  ...each('font font-family font-size font-style font-variant font-weight letter-spacing', anywhere),
  ...each('text-align text-decoration text-transform vertical-align line-height word-break', anywhere),
  ...each('border border-color border-style border-width border-collapse', anywhere),
  ...each('list-style list-style-type display', anywhere),
  ...each('margin margin-top margin-right margin-bottom margin-left text-indent', blocks),
  ...each('border-top border-right border-bottom border-left', boxes),
  // A picture is as wide and high as its attributes say.
  ...each('width height', (element) => boxes(element) && element !== 'img'),
  ...each('padding padding-top padding-right padding-bottom padding-left', (element) => cells.has(element)),
  'max-width': (element) => element === 'table',
};

function each(names: string, where: Places): Record<string, Places> {
  return Object.fromEntries(names.split(' ').map((name) => [name, where]));
}

/** `border-left-color` and its like go where `border-left` goes. */
const sideLonghand = /^(border-(?:top|right|bottom|left))-(?:color|style|width)$/;

/**
 * css-variables, css-unit-calc, css-function-*, css-rgba, css-rgb (blanks or four values), css-modern-color, css-unit-rem,
 * -vh, -vw, -vmin, -vmax, css-unit-initial, css-background-image, css-linear-gradient, css-important (not inline).
 * `hsl()` and hexadecimal colours with transparency are younger than the engine.
 */
const foreign = [
  /(?:var|env|calc|min|max|clamp|rgba|hsla?|hwb|lab|lch|oklab|oklch|color|color-mix|light-dark|url|[a-z-]*gradient|[a-z-]*image(?:-set)?)\(/i,
  /rgb\((?![^,()]*,[^,()]*,[^,()]*\))/i,
  /[\d.](?:rem|v[hw]|vmin|vmax|v[ib]|[sld]v[hw])\b/i,
  /\b(?:initial|unset|revert|revert-layer)\b/i,
  /#(?:[\da-f]{8}|[\da-f]{4})(?![\da-f])/i,
  /!/,
];

/** Values that Word follows in its own way: what it makes of them, or undefined for nothing. */
const values: Readonly<Record<string, (value: string, element: string) => string | undefined>> = {
  // css-margin: neither `auto` nor below zero.
  margin: (value) => (/auto|-\d|-\./i.test(value) ? undefined : value),
  // css-display-none: not on pictures.
  display: (value, element) => (value === 'none' && element !== 'img' ? value : undefined),
  // css-background: a colour and nothing else.
  background: (value) => (/^(?:#[\da-f]+|[a-z]+|rgb\([^()]*\))$/i.test(value) ? value : undefined),
  // css-list-style: the type alone.
  'list-style': (value) => (/^[a-z-]+$/i.test(value) && !/^(?:in|out)side$/i.test(value) ? value : undefined),
  // css-text-decoration: one value, and no `overline`.
  'text-decoration': (value) => (/^(?:none|underline|line-through)$/i.test(value) ? value : undefined),
  // css-text-transform: no `lowercase`.
  'text-transform': (value) => (/^lowercase$/i.test(value) ? undefined : value),
  // css-text-align: nothing that depends on the direction.
  'text-align': (value) => (/^(?:left|right|center|justify)$/i.test(value) ? value : undefined),
  // css-font-weight: a number is bold from 600 on.
  'font-weight': (value) => (/^\d+$/.test(value) ? (Number(value) < 600 ? 'normal' : 'bold') : value),
};

/** The value that Word shows for `property` of `element`, all in lower case but the value; undefined: it ignores it. */
export function wordValue(element: string, property: string, value: string): string | undefined {
  // Its own properties: a browser ignores them, and so may whoever reads this.
  if (property.startsWith('mso-')) return value;
  const where = places[property] ?? places[sideLonghand.exec(property)?.[1] ?? ''];
  if (!where?.(element) || foreign.some((form) => form.test(value))) return undefined;
  const own = values[property.startsWith('margin') ? 'margin' : property];
  return own ? own(value, element) : value;
}

/** Elements younger than the engine or unknown to it (html-semantics, html-dialog, …): their content stays. */
export const wordUnknown: Readonly<Record<string, 'div' | 'span'>> = {
  ...Object.fromEntries(
    'article aside details dialog fieldset figcaption figure footer form header hgroup legend main nav search section summary'
      .split(' ')
      .map((name) => [name, 'div'] as const),
  ),
  ...Object.fromEntries(
    'audio bdi button data label mark meter object output picture progress rp rt ruby time video'
      .split(' ')
      .map((name) => [name, 'span'] as const),
  ),
};

/** Elements that Word shows nothing of (html-svg, html-input-*, html-select, html-textarea). */
export const wordNothing: ReadonlySet<string> = new Set(
  'canvas embed iframe input math noscript script select source svg template textarea track'.split(' '),
);

/** Attributes that Word passes over on any element (html-hidden, html-srcset, html-background outside `body`, …). */
export const wordIgnoredAttributes: ReadonlySet<string> = new Set(
  'background hidden loading open popover reversed sizes srcset tabindex'.split(' '),
);
