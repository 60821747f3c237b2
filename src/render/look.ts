/**
 * Style strings, final and inline: Word, Gmail's apps and OWA drop or rewrite style sheets. Hex colours, pt and px
 * only (email-bugs#160: Gmail drops the whole attribute on newer colour syntax). A text colour stands only beside a
 * background on the same element, so that clients that darken a mail never leave dark on dark.
 */
export interface Look {
  /** Font, size and line height of running text, repeated on p, li, td and h*: Word does not inherit into tables. */
  readonly text: string;
  /** Font alone, for headings. */
  readonly font: string;
}

const scripts: readonly (readonly [test: RegExp, fonts: string])[] = [
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/u, "'Yu Gothic','Hiragino Sans'"],
  [/\p{Script=Hangul}/u, "'Malgun Gothic','Apple SD Gothic Neo'"],
  [/\p{Script=Han}/u, "'Microsoft YaHei','PingFang SC'"],
  [/[\p{Script=Hebrew}\p{Script=Arabic}]/u, "'Segoe UI'"],
  [/\p{Emoji_Presentation}/u, "'Segoe UI Emoji','Apple Color Emoji'"],
];

/** Fonts for the scripts that the mail really uses: the list is repeated on every block, and Gmail counts bytes. */
export function lookOf(markdown: string): Look {
  const fallbacks = scripts.filter(([test]) => test.test(markdown)).map(([, fonts]) => `${fonts},`);
  const font = `font-family:Aptos,Calibri,Arial,${fallbacks.join('')}sans-serif`;
  return { font, text: `${font};font-size:11pt;line-height:1.5` };
}

export const headingSizes = ['18pt', '15pt', '13pt', '11pt', '11pt', '11pt'] as const;

const dark = 'color:#1f2328';
const shade = '#f6f8fa';
const mono = "font-family:Consolas,'Courier New',monospace";

export const border = '#d0d7de';
export const shaded = {
  attribute: `bgcolor="${shade}"`,
  style: `background-color:${shade};${dark}`,
} as const;

/** No vertical padding: it overlaps the neighbouring lines in Word. */
export const inlineCode = `${mono};font-size:10pt;background-color:#eff1f3;${dark};padding:0 3px`;

/** `white-space` wraps long lines in browsers; in Word the element itself keeps the blanks. */
export const codeBlock = `margin:0;${mono};font-size:10pt;line-height:1.4;white-space:pre-wrap`;

/** Bars of quotes, and of GitHub's alerts with the colour of their label on the page's own background. */
export const quoteBars: Readonly<Record<string, string>> = {
  quote: '#c3cbd4',
  note: '#0969da',
  tip: '#1a7f37',
  important: '#8250df',
  warning: '#9a6700',
  caution: '#cf222e',
};
