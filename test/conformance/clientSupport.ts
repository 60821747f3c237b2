import table from './clientSupport.json' with { type: 'json' };

/** Mail programs that show a mail alike. `outlook-windows`: classic Outlook; the new one is `outlook-web`. */
export type ClientFamily = (typeof clientFamilies)[number];

/** In the order of the letters in the table. */
export const clientFamilies = [
  'outlook-windows',
  'outlook-web',
  'outlook-mobile',
  'gmail',
  'apple-mail',
] as const;

/** Shown; shown in part, or with faults; unknown; not shown. */
export type Support = 'y' | 'a' | 'u' | 'n';

/** How the programs of each family show one construct, the worst of them counting. */
export interface ClientSupport {
  /** The feature at caniemail.com. */
  readonly id: string;
  readonly support: Readonly<Record<ClientFamily, Support>>;
  /** What is missing or at fault, in caniemail's words. */
  readonly notes: Readonly<Partial<Record<ClientFamily, string>>>;
}

/** Date of caniemail's data, `YYYY-MM-DD`. */
export const supportDate = table.date;

type Row = { readonly id: string; readonly support: string } & Partial<Record<ClientFamily, string>>;

const rows = new Map<string, Row>(Object.entries(table.features));

/**
 * What caniemail knows of a construct: `element:pre`, `attribute:align`, `property:margin`, `value:display:flex`,
 * `unit:rem`, `function:rgba`, `link:mailto`, `image:png`. Undefined: nothing. Written by `npm run conformance:generate`.
 */
export function clientSupport(construct: string): ClientSupport | undefined {
  const row = rows.get(construct);
  if (!row) return undefined;
  const { id, support, ...notes } = row;
  const letters = clientFamilies.map((family, index) => [family, (support[index] ?? 'u') as Support]);
  return { id, support: Object.fromEntries(letters) as Record<ClientFamily, Support>, notes };
}
