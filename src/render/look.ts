import { isReadable, textOn } from './contrast.js';
import { fallbacksFor, withFallbacks } from './fonts.js';
import {
  merged,
  only,
  type Sides,
  sidesOf,
  sidesText,
  type Style,
  styleText,
  withWholeFont,
  without,
} from './style.js';
import { absolute } from './lengths.js';
import {
  type AlertKind,
  alertKinds,
  type CodeColours,
  type Part,
  parts,
  type Theme,
} from './themes/theme.js';

/**
 * A theme with the user's style sheet merged in, as final strings: Word, Gmail's apps and OWA drop or rewrite style
 * sheets, so each element carries its own. Hex colours, pt and px only (email-bugs#160: Gmail drops the whole attribute
 * on newer colour syntax).
 */
export interface Look {
  /** `a:b;c:d` of each part, `''` for none; margins and paddings apart, since they depend on where the part stands. */
  readonly style: Readonly<Record<Part, string>>;
  /** `style.code` for where nothing around is bold or italic, which its shorter form would end. */
  readonly uprightCode: string;
  readonly margin: Readonly<Record<Part, Sides>>;
  /** Absent: none stated. */
  readonly padding: Readonly<Partial<Record<Part, Sides>>>;
  /** Where the user's style sheet puts text, as if it ran from left to right. */
  readonly align: Readonly<Partial<Record<Part, string>>>;
  /** Of cells, for `bgcolor`, which Word trusts more than a style: there it stands in place of one. */
  readonly background: Readonly<Partial<Record<Part, string>>>;
  readonly quoteBar: Bar;
  readonly alerts: Readonly<Record<AlertKind, { readonly bar: Bar; readonly label: string }>>;
  /** The space around tables. */
  readonly gap: string;
  /** The width of all pictures in CSS pixels, if the user's style sheet states one. */
  readonly imageWidth?: number;
  readonly table: { readonly border: 0 | 1; readonly cellPadding: number };
  /** Colour of rules, `#rrggbb`. */
  readonly rule: string;
  readonly code: CodeColours;
}

/** A bar beside a quote: a cell of its own, since Word draws no border on a quote. */
export interface Bar {
  readonly colour: string;
  /** In pixels; 0: there is none. */
  readonly width: number;
}

/** What a user's style sheet says, by part. */
export type Overrides = Readonly<Partial<Record<Part, Style>>>;

/**
 * Parts that repeat what `body` says of text: Word inherits nothing into tables (Cerberus PR#302), and has headings of
 * its own. Paragraphs and lists inherit: MJML, whose mails are read in Word too, states fonts on a `div` around them.
 */
const repeating: ReadonlySet<Part> = new Set<Part>([
  ...(['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'quote', 'caption', 'th', 'td'] as const),
]);
const inheriting: ReadonlySet<Part> = new Set<Part>([
  ...(['p', 'quoteText', 'itemText', 'li', 'dt', 'dd', 'footnotes'] as const),
]);
const cells: ReadonlySet<Part> = new Set<Part>(['codeCell', 'quote', 'th', 'td']);
/** Code in them is written in their weight and slant: {@link Look.uprightCode} is not for these. */
const slanted: ReadonlySet<Part> = new Set<Part>([
  ...(['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'dt', 'caption', 'th', 'code', 'codeText', 'codeCell'] as const),
]);
/** What stands around a text, as far as the style sheet speaks of it. */
const holders: Readonly<Partial<Record<Part, Part>>> = {
  ...{ quoteText: 'quote', itemText: 'li', dt: 'dl', dd: 'dl' },
  ...{ th: 'table', td: 'table', caption: 'table' },
};
const inherits = /^(?:font-|line-height$|color$|letter-spacing$|text-decoration$|text-transform$)/;
const none: Sides = { top: '0', right: '0', bottom: '0', left: '0' };

/** The look of a mail. `text`: what will be shown, whose scripts decide on the fonts. */
export function lookOf(theme: Theme, text: string, overrides: Overrides = noOverrides): Look {
  const fallbacks = fallbacksFor(text);
  const ofTheme = made.get(theme) ?? new WeakMap<Overrides, Map<string, Look>>();
  const looks = ofTheme.get(overrides) ?? new Map<string, Look>();
  made.set(theme, ofTheme.set(overrides, looks));
  const look = looks.get(fallbacks.join()) ?? madeLook(theme, fallbacks, overrides);
  looks.set(fallbacks.join(), look);
  return look;
}

const noOverrides: Overrides = {};

/** A mail is drawn at each keystroke; its look changes seldom, and takes longer to make than a short mail. */
const made = new WeakMap<Theme, WeakMap<Overrides, Map<string, Look>>>();

function madeLook(theme: Theme, fallbacks: readonly string[], overrides: Overrides): Look {
  const styles = stylesOf(theme, overrides, fallbacks);
  const isSlanted = (part: Part) =>
    !slanted.has(part) && /font-(?:style|weight|variant)/.test(Object.keys(styles[part]).join());
  const quote = styles.quote;
  const width = Number.parseFloat(quote['border-left-width'] ?? '3');
  const bar = { colour: quote['border-left-color'] ?? '#c3cbd4', width: Math.round(width) };
  return {
    style: byPart((part) => styleText(drawn(part, styles[part]))),
    uprightCode: styleText(parts.some(isSlanted) ? styles.code : withWholeFont(styles.code)),
    align: byPart((part) => styles[part]['text-align']),
    margin: byPart((part) => sidesOf(styles[part], 'margin') ?? none),
    padding: byPart((part) => sidesOf(styles[part], 'padding')),
    background: byPart((part) => styles[part]['background-color']),
    quoteBar: bar,
    alerts: Object.fromEntries(
      alertKinds.map((kind) => {
        const { bar: colour, label } = theme.alerts[kind];
        const padding = sidesOf(label, 'padding');
        const space = padding ? `;padding:${sidesText(padding)}` : '';
        return [kind, { bar: { colour, width: bar.width }, label: styleText(label) + space }];
      }),
    ) as Look['alerts'],
    gap: gapOf(styles.p['margin-bottom']),
    ...imageWidth(styles.img['width']),
    table: { border: framed(styles.td) ? 1 : 0, cellPadding: theme.cellPadding },
    rule: /#[0-9a-f]{6}/i.exec(styles.hr['border-top'] ?? styles.hr['border'] ?? '')?.[0] ?? '#d0d7de',
    code: codeColoursOn(styles.codeCell['background-color'], theme.code),
  };
}

function stylesOf(theme: Theme, overrides: Overrides, fallbacks: readonly string[]): Record<Part, Style> {
  const body = absolute(overridden(theme.styles.body, overrides.body), theme.styles.body);
  const handedDown = inherited(body);
  return byPart((part) => {
    if (part === 'body') return withFonts(body, fallbacks);
    const around = repeating.has(part) || inheriting.has(part) ? handedDown : {};
    const own = overridden(theme.styles[part], overrides[part]);
    const holder = holders[part];
    const style = absolute(merged(around, holder && inherited(overrides[holder]), own), body);
    return withFonts(inheriting.has(part) ? only(style, own) : style, fallbacks);
  });
}

/** A part with the user's own. A background brings a text colour: a client's light text would be lost on a light one. */
export function overridden(theme: Style, own: Style = {}): Style {
  const background = own['background-color'];
  if (background === undefined) return merged(theme, own);
  const rest = without(theme, 'background-color', 'color');
  if (background !== '') return merged(rest, { color: textOn(background) }, own);
  return merged(rest, without(own, 'background-color'));
}

/** What a text takes over from the element that it stands in. */
function inherited(style: Style = {}): Style {
  return Object.fromEntries(Object.entries(style).filter(([property]) => inherits.test(property)));
}

function withFonts(style: Style, fallbacks: readonly string[]): Style {
  const families = style['font-family'];
  if (families === undefined || fallbacks.length === 0 || families.includes('monospace')) return style;
  return { ...style, 'font-family': withFallbacks(families, fallbacks) };
}

/** Without what elements.ts writes elsewhere: bars of quotes, shades of cells, alignment, which depends on the direction. */
function drawn(part: Part, style: Style): Style {
  return Object.fromEntries(
    Object.entries(style).filter(
      ([property]) =>
        property !== 'text-align' &&
        !(property === 'background-color' && cells.has(part)) &&
        !(part === 'img' && property === 'width') &&
        !(part === 'quote' && property.startsWith('border-left')),
    ),
  );
}

/** Colours that can't be read on the user's own background are left out. */
function codeColoursOn(background: string | undefined, code: CodeColours): CodeColours {
  const kept: Record<string, string> = { ...code };
  for (const [purpose, colour] of Object.entries(code) as [string, string][])
    if (background !== undefined && !isReadable(colour, background)) kept[purpose] = '';
  return { ...code, ...kept };
}

function imageWidth(width: string | undefined): Pick<Look, 'imageWidth'> {
  return width?.endsWith('px') ? { imageWidth: Number.parseInt(width, 10) } : {};
}

/** Tables need some even where paragraphs have none. */
function gapOf(bottom = '0'): string {
  return Number.parseFloat(bottom) > 0 ? bottom : '10pt';
}

function framed(cell: Style): boolean {
  const border = cell['border'];
  return border !== undefined && !/^(?:0|none)\b/.test(border);
}

function byPart<T>(of: (part: Part) => T): Record<Part, Exclude<T, undefined>> {
  const all = parts.map((part) => [part, of(part)] as const).filter(([, value]) => value !== undefined);
  return Object.fromEntries(all) as Record<Part, Exclude<T, undefined>>;
}
