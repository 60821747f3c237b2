/** A thing that an element asks of a mail program, named as the table names it. */
export interface Construct {
  readonly key: string;
  readonly element: string;
  /** Of a property or attribute. */
  readonly value: string;
}

export type Attributes = Readonly<Record<string, string>>;

/** Everything that a start tag asks for: the element, its attributes, links and pictures, and its styles. */
export function constructsOf(element: string, attributes: Attributes): Construct[] {
  const found: Construct[] = [];
  const add = (key: string, value = ''): void => {
    found.push({ key, element, value });
  };
  const type = element === 'input' || element === 'button' ? attributes['type'] : undefined;
  add(type === undefined || type === 'submit' ? `element:${element}` : `element:${element}[${type}]`);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 'style') styleConstructs(value, add);
    else if (name === 'href') add(`link:${value.startsWith('#') ? '#' : schemeOf(value)}`, value);
    else if (name === 'src') add(`image:${pictureOf(value)}`, value);
    else if (name === 'value') add(`attribute:${element}@value`, value);
    else add(`attribute:${name}`, value);
  }
  return found;
}

const schemeOf = (url: string): string => /^([a-z][a-z\d+.-]*):/i.exec(url)?.[1]?.toLowerCase() ?? 'relative';

/** A picture that lies elsewhere is told by its name. */
export function pictureOf(url: string): string {
  const scheme = schemeOf(url);
  if (scheme !== 'http' && scheme !== 'https') return scheme;
  const ending = /\.(svg|webp|avif|tiff|heif|bmp|ico|hdr|mp4)$/i.exec(url.replace(/[?#].*$/s, ''))?.[1];
  return ending?.toLowerCase() ?? 'remote';
}

type Add = (key: string, value?: string) => void;

function styleConstructs(style: string, add: Add): void {
  if (/\/\*/.test(style)) add('css-comment');
  for (const declaration of style.match(/(?:[^;"'(]|"[^"]*"?|'[^']*'?|\([^)]*\)?)+/g) ?? []) {
    const colon = declaration.indexOf(':');
    const property = declaration.slice(0, Math.max(colon, 0)).trim().toLowerCase();
    const value = declaration.slice(colon + 1).trim();
    add(`property:${property}`, value);
    valueConstructs(property, value, add);
  }
}

const fontWords = /\b(?:system-ui|ui-(?:serif|sans-serif|rounded|monospace))\b/g;

function valueConstructs(property: string, value: string, add: Add): void {
  const plain = value.replace(/"[^"]*"|'[^']*'/g, '');
  if (/!\s*important/.test(plain)) add('important', value);
  if (property === 'display') add(`value:display:${plain}`, value);
  if (property.startsWith('margin')) {
    if (/auto/.test(plain)) add('value:margin:auto', value);
    if (/(?:^|\s)-/.test(plain)) add('value:margin:negative', value);
  }
  for (const [, name = '', inside = ''] of plain.matchAll(/([a-z-]+)\(([^()]*)\)?/gi)) {
    const blanks = /^rgba?$/i.test(name) && !inside.includes(',');
    add(`function:${name.toLowerCase()}${blanks ? '(blanks)' : ''}`, value);
  }
  for (const [, unit = ''] of plain.matchAll(/(?<![#\w])[\d.]+([a-z]+|%)/gi))
    add(`unit:${unit.toLowerCase()}`, value);
  for (const [hex] of plain.matchAll(/#[\da-f]+/gi))
    if (hex.length === 5 || hex.length === 9) add('value:#rrggbbaa', value);
  for (const [word] of plain.matchAll(/\b(?:initial|unset|revert|fit-content|min-content|max-content)\b/gi))
    add(`value:${word.toLowerCase()}`, value);
  if (property.startsWith('font')) for (const [word] of plain.matchAll(fontWords)) add(`font:${word}`, value);
}
