import { type Style } from '../style.js';

/** What a theme and a style sheet can dress. */
export const parts = [
  'body',
  'p',
  /** A paragraph in a quote. */
  'quoteText',
  /** A paragraph in a list item. */
  'itemText',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'ul',
  'ol',
  'li',
  'dl',
  'dt',
  'dd',
  'a',
  /** Code in a line. */
  'code',
  /** The shaded cell of a code block. */
  'codeCell',
  /** `pre`, the text in that cell. */
  'codeText',
  /** The cell beside the bar of a quote. Its `border-left-…` are the bar. */
  'quote',
  'table',
  'caption',
  'th',
  'td',
  'hr',
  'img',
  'mark',
  'kbd',
  'small',
  /** Numbers of footnotes, and whatever else stands raised. */
  'sup',
  /** The notes at the end. */
  'footnotes',
] as const;

export type Part = (typeof parts)[number];

export const alertKinds = ['note', 'tip', 'important', 'warning', 'caution'] as const;
export type AlertKind = (typeof alertKinds)[number];

/** The bar of an alert, `#rrggbb`, and its word. */
export interface AlertLook {
  readonly bar: string;
  readonly label: Style;
}

export interface Theme {
  /**
   * `body` holds the font, size and line height that all text has unless its own part says otherwise. A text colour
   * stands only beside a background of the same part, or is readable on white and on black: see themes.test.ts.
   */
  readonly styles: Readonly<Record<Part, Style>>;
  readonly alerts: Readonly<Record<AlertKind, AlertLook>>;
  /** `cellpadding` of tables, in pixels. */
  readonly cellPadding: number;
  readonly code: CodeColours;
}

/** Colours of code by what they are for, `#rrggbb`. */
export interface CodeColours {
  readonly comment: string;
  readonly keyword: string;
  readonly name: string;
  readonly title: string;
  readonly value: string;
  readonly string: string;
  readonly tag: string;
  readonly addition: string;
  readonly deletion: string;
}
