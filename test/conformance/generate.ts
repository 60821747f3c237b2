import { featureKeys } from './featureKeys.js';
import { type ClientFamily, clientFamilies, type Support } from './clientSupport.js';

/** One feature of caniemail's data; the parts of it that are read here. */
interface Feature {
  readonly slug: string;
  readonly stats: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, string>>>>>>;
  readonly notes_by_num: Readonly<Record<string, string>> | null;
}

export interface Caniemail {
  readonly last_update_date: string;
  readonly data: readonly Feature[];
}

/** The mail programs of a family, as caniemail names them. What one of them does not show, the family does not. */
const members: Readonly<Record<ClientFamily, readonly (readonly [family: string, platform: string])[]>> = {
  'outlook-windows': [['outlook', 'windows']],
  'outlook-web': [['outlook', 'outlook-com']],
  'outlook-mobile': [
    ['outlook', 'ios'],
    ['outlook', 'android'],
  ],
  gmail: [
    ['gmail', 'desktop-webmail'],
    ['gmail', 'ios'],
    ['gmail', 'android'],
  ],
  'apple-mail': [
    ['apple-mail', 'macos'],
    ['apple-mail', 'ios'],
  ],
};

/** Best first. */
const order: readonly Support[] = ['y', 'a', 'u', 'n'];

/** The text of `test/conformance/clientSupport.json`: what the mail programs make of each construct that a mail could hold. */
export function supportTable(caniemail: Caniemail): string {
  const features: Record<string, unknown> = {};
  for (const feature of caniemail.data) {
    for (const key of featureKeys(feature.slug)) features[key] = row(feature);
  }
  const sorted = Object.fromEntries(Object.entries(features).sort(([a], [b]) => (a < b ? -1 : 1)));
  const table = { source: 'caniemail.com', date: caniemail.last_update_date.slice(0, 10), features: sorted };
  return `${JSON.stringify(table, null, 2)}\n`;
}

function row(feature: Feature): Record<string, string> {
  const cells = clientFamilies.map((family) => [family, cell(feature, family)] as const);
  const notes = cells.flatMap(([family, { notes: texts }]) =>
    texts.length === 0 ? [] : [[family, texts.join(' ')] as const],
  );
  return {
    id: feature.slug,
    support: cells.map(([, { support }]) => support).join(''),
    ...Object.fromEntries(notes),
  };
}

function cell(
  { stats, notes_by_num: texts }: Feature,
  family: ClientFamily,
): { readonly support: Support; readonly notes: readonly string[] } {
  const marks = members[family].flatMap(([name, platform]) => newest(stats[name]?.[platform] ?? {}));
  const worst = order.findLast((support) => marks.some((mark) => mark.startsWith(support))) ?? 'u';
  const numbers = marks.flatMap((mark) => (mark.startsWith('y') ? [] : (mark.match(/(?<=#)\d+/g) ?? [])));
  const notes = [...new Set(numbers)].sort((a, b) => Number(a) - Number(b));
  return { support: worst, notes: notes.flatMap((number) => oneLine(texts?.[number])) };
}

/**
 * The mark of the newest version. Some programs are listed by version number and by date: then it is unknown which is
 * newer, and both count.
 */
function newest(versions: Readonly<Record<string, string>>): string[] {
  const isDate = (version: string): boolean => /^20\d\d/.test(version);
  const names = Object.keys(versions).sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  const last = [names.findLast(isDate), names.findLast((name) => !isDate(name))];
  return last.flatMap((name) => (name === undefined ? [] : [versions[name] ?? 'u']));
}

/** Without the links of its Markdown. */
function oneLine(text: string | undefined): string[] {
  return text === undefined
    ? []
    : [
        text
          .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
          .replace(/\s+/g, ' ')
          .trim(),
      ];
}
