import { type ClientFamily } from './clientSupport.js';
import { type Construct } from './constructs.js';

/** A thing that some program does not show, and why the mail is fine there all the same. */
export interface Fallback {
  readonly name: string;
  readonly construct: RegExp;
  readonly clients: readonly ClientFamily[];
  /** Absent: on any element. */
  readonly elements?: readonly string[];
  /** Absent: with any value. */
  readonly value?: RegExp;
  readonly instead: string;
  readonly why: string;
  /** The code of the Problem that tells the writer of the mail. */
  readonly told?: string;
}

const word: readonly ClientFamily[] = ['outlook-windows'];

export const fallbacks: readonly Fallback[] = [
  {
    name: 'long lines of code',
    construct: /^property:white-space$/,
    clients: ['outlook-windows', 'outlook-mobile', 'gmail'],
    elements: ['pre'],
    value: /^pre-wrap$/,
    instead: 'Blanks and lines as they are; a long line is not wrapped.',
    why: '<pre> itself keeps the blanks in all of them (html-pre), and `check` names lines that are too long.',
  },
  {
    name: 'size of a picture',
    construct: /^property:(?:width|height)$/,
    clients: word,
    elements: ['img'],
    value: /^(?:\d+px|auto)$/,
    instead: 'The same size.',
    why: 'Word follows the attributes width and height, which state it too; the style is for Apple Mail (caniemail#171).',
  },
  {
    name: 'a list without padding',
    construct: /^property:padding$/,
    clients: word,
    elements: ['ul', 'ol'],
    value: /^0$/,
    instead: 'The same: Word knows no padding of lists.',
    why: 'The items carry the indent, as a margin.',
  },
  {
    name: 'a picture on the internet that is no PNG, JPEG or GIF',
    construct: /^image:(?:svg|webp|avif|heif|ico|bmp|tiff)$/,
    clients: ['outlook-windows', 'outlook-web', 'outlook-mobile', 'gmail'],
    elements: ['img'],
    instead: 'Its description.',
    why: 'It is nothing that could be converted here: it is never fetched. `check` says what to do.',
    told: 'image-remote-type',
  },
  {
    name: 'narrow screens',
    construct: /^property:max-width$/,
    clients: word,
    elements: ['img'],
    value: /^100%$/,
    instead: 'The picture at its own size.',
    why: 'Pictures are at most 600 px wide, less than a window of Outlook on Windows.',
  },
  {
    name: 'sides of a shade in a line',
    construct: /^property:padding(?:-left|-right)?$/,
    clients: word,
    elements: ['code', 'kbd', 'samp', 'strong'],
    instead: 'The shade ends right at the first and the last letter.',
    why: 'Decoration: the shade itself is shown.',
  },
  {
    name: 'room above the line below a heading',
    construct: /^property:padding(?:-bottom)?$/,
    clients: word,
    elements: ['h1', 'h2', 'h3'],
    value: /^0 0 [1-4]px$/,
    instead: 'The line lies a few pixels closer to the text.',
    why: 'Decoration: the line itself is shown.',
  },
];

/** The listed fallback for a construct, where there is one. */
export function fallbackFor(client: ClientFamily, { key, element, value }: Construct): Fallback | undefined {
  return fallbacks.find(
    (fallback) =>
      fallback.construct.test(key) &&
      fallback.clients.includes(client) &&
      (fallback.elements?.includes(element) ?? true) &&
      (fallback.value?.test(value) ?? true),
  );
}

/** What the note of a feature that is shown in part leaves untouched. */
interface SupportedPart {
  readonly construct: RegExp;
  readonly shown: (construct: Construct) => boolean;
  /** The caniemail feature and its note in short. */
  readonly note: string;
}

export const supportedParts: readonly SupportedPart[] = [
  {
    construct: /^property:margin/,
    shown: ({ value }) => !/(?:^|\s)-|auto/.test(value),
    note: 'css-margin: negative values are not',
  },
  {
    construct: /^element:(?:ul|ol|li|dl|dt|dd)$/,
    shown: () => true,
    note: 'html-lists: `reversed` and `value` are not, which are constructs of their own here',
  },
  {
    construct: /^property:text-align$/,
    shown: ({ value }) => /^(?:left|right|center|justify)$/.test(value),
    note: 'css-text-align: `start`, `end` and `match-parent` are not',
  },
  {
    construct: /^function:rgb$/,
    shown: ({ value }) => /rgb\([^,()]*,[^,()]*,[^,()]*\)/.test(value),
    note: 'css-rgb: blanks in place of commas, and four values, are not',
  },
  {
    construct: /^attribute:(?:width|height)$/,
    shown: ({ element, value }) => element !== 'img' || /^\d+$/.test(value),
    note: 'html-width, html-height: percent of a picture are of its own width; at 120 dpi it is smaller',
  },
  {
    construct: /^attribute:dir$/,
    shown: ({ element }) => element !== 'a',
    note: 'html-dir: faulty on links',
  },
  {
    construct: /^element:dfn$/,
    shown: () => true,
    note: 'html-dfn: its title is not',
  },
  {
    construct: /^attribute:target$/,
    shown: () => false,
    note: 'html-target: links open in a new window anyway',
  },
];

/** Word's own rules, for each property of each element, are in wordSupport.ts. */
export function inSupportedPart(construct: Construct): boolean {
  const part = supportedParts.find(({ construct: form }) => form.test(construct.key));
  return part?.shown(construct) ?? false;
}
