import { type CssNode } from 'css-tree';
import { rounded, sides, type Style } from '../style.js';
import { colourOf } from './colours.js';

/** A value as the declarations it makes. Absent: mail has no such value. */
export type Reading = (nodes: readonly CssNode[], property: string) => Style | undefined;

/** `px`, `pt`, `em`, or plain `0`; never negative (caniemail css-margin: Outlook and OWA drop those). */
function lengthOf(node: CssNode | undefined): string | undefined {
  if (node?.type === 'Number') return Number(node.value) === 0 ? '0' : undefined;
  if (node?.type !== 'Dimension' || !/^(?:px|pt|em)$/i.test(node.unit)) return undefined;
  const value = Number(node.value);
  // What is longer than any page is a mistake, and Word makes the mail as wide as that.
  if (!(value >= 0 && value <= 2000)) return undefined;
  return value === 0 ? '0' : `${rounded(value)}${node.unit.toLowerCase()}`;
}

function only(nodes: readonly CssNode[]): CssNode | undefined {
  return nodes.length === 1 ? nodes[0] : undefined;
}

function keywordOf(node: CssNode | undefined): string | undefined {
  return node?.type === 'Identifier' ? node.name.toLowerCase() : undefined;
}

export const keyword =
  (...allowed: readonly string[]): Reading =>
  (nodes, property) => {
    const name = keywordOf(only(nodes));
    return name !== undefined && allowed.includes(name) ? { [property]: name } : undefined;
  };

export const colour: Reading = (nodes, property) => {
  const node = only(nodes);
  const value = node && colourOf(node);
  return value === undefined ? undefined : { [property]: value };
};

/** A background is a colour. None at all is `''`, and takes the theme's away. */
export const background: Reading = (nodes) => {
  const name = keywordOf(only(nodes));
  if (name === 'none' || name === 'transparent') return { 'background-color': '' };
  return colour(nodes, 'background-color');
};

export const length: Reading = (nodes, property) => {
  const value = lengthOf(only(nodes));
  return value === undefined ? undefined : { [property]: value };
};

export const spacing: Reading = (nodes, property) =>
  keyword('normal')(nodes, property) ?? length(nodes, property);

/** Also `%`, which is turned into points like `em`. */
export const fontSize: Reading = (nodes, property) => {
  const node = only(nodes);
  if (node?.type === 'Percentage' && Number(node.value) > 0) return { [property]: `${node.value}%` };
  const value = lengthOf(node);
  return value === undefined || value === '0' ? undefined : { [property]: value };
};

export const lineHeight: Reading = (nodes, property) => {
  const node = only(nodes);
  if (node?.type === 'Number' && Number(node.value) > 0) return { [property]: rounded(Number(node.value)) };
  if (node?.type === 'Percentage' && Number(node.value) > 0)
    return { [property]: rounded(Number(node.value) / 100) };
  return spacing(nodes, property);
};

export const fontWeight: Reading = (nodes, property) => {
  const node = only(nodes);
  if (node?.type === 'Number' && /^[1-9]00$/.test(node.value)) return { [property]: node.value };
  return keyword('normal', 'bold')(nodes, property);
};

/** Names in single quotes: the attribute itself stands in double ones. */
export const fontFamily: Reading = (nodes, property) => {
  const families: string[] = [];
  let words: string[] = [];
  for (const node of [...nodes, undefined]) {
    if (node?.type === 'Identifier') words.push(node.name);
    else if (node?.type === 'String') words.push(node.value);
    else if (node === undefined || (node.type === 'Operator' && node.value === ',')) {
      const name = words.join(' ');
      if (!/^[\p{L}\p{N}_.-][\p{L}\p{N} _.-]{0,60}$/u.test(name)) return undefined;
      families.push(/^[a-z-]+$/i.test(name) ? name : `'${name}'`);
      words = [];
    } else return undefined;
  }
  return { [property]: families.join(',') };
};

/** `underline`, `line-through` or both; colours and waves of a line exist in few mail programs. */
export const decoration: Reading = (nodes, property) => {
  const names = nodes.map(keywordOf);
  if (names.length === 1 && names[0] === 'none') return { [property]: 'none' };
  const lines = names.filter(
    (name) => name === 'underline' || name === 'line-through' || name === 'overline',
  );
  return lines.length > 0 && lines.length === names.length ? { [property]: lines.join(' ') } : undefined;
};

/** One to four lengths, or one side. */
export const box: Reading = (nodes, property) => {
  const [name, side] = property.split('-');
  if (name !== 'margin' && name !== 'padding') return undefined;
  if (side !== undefined) return length(nodes, property);
  const [top, right = top, bottom = top, left = right] = nodes.map(lengthOf);
  if (nodes.length > 4 || nodes.some((node) => lengthOf(node) === undefined)) return undefined;
  if (top === undefined || right === undefined || bottom === undefined || left === undefined)
    return undefined;
  return sides(name, top, right, bottom, left);
};

const lines = ['solid', 'dashed', 'dotted', 'double', 'none', 'hidden'];
const widths: Readonly<Record<string, string>> = { thin: '1px', medium: '3px', thick: '5px' };

function widthOf(node: CssNode | undefined): string | undefined {
  return widths[keywordOf(node) ?? ''] ?? lengthOf(node);
}

/** Width, line and colour in any order. A border without a line is none. */
export const border: Reading = (nodes, property) => {
  const found: { width?: string; line?: string; colour?: string } = {};
  for (const node of nodes) {
    const width = widthOf(node);
    const line = lines.find((name) => name === keywordOf(node));
    const shade = colourOf(node);
    if (width !== undefined && found.width === undefined) found.width = width;
    else if (line !== undefined && found.line === undefined) found.line = line;
    else if (shade !== undefined && found.colour === undefined) found.colour = shade;
    else return undefined;
  }
  if (nodes.length === 0) return undefined;
  if (found.width === '0' || found.line === undefined || found.line === 'none' || found.line === 'hidden')
    return { [property]: '0' };
  const colours = found.colour === undefined ? [] : [found.colour];
  return { [property]: [found.width ?? '3px', found.line, ...colours].join(' ') };
};

/** `border-color`, `border-width` and `border-style` of all sides at once. */
export const borderDetail: Reading = (nodes, property) => {
  const node = only(nodes);
  if (!node) return undefined;
  if (property.endsWith('-color')) return colour(nodes, property);
  if (property.endsWith('-style')) return keyword(...lines)(nodes, property);
  const width = widthOf(node);
  return width === undefined ? undefined : { [property]: width };
};

/** A share of the mail, or as {@link pixels}. */
export const width: Reading = (nodes, property) => {
  const node = only(nodes);
  const share = node?.type === 'Percentage' ? Number(node.value) : 0;
  return share > 0 && share <= 100 ? { [property]: `${rounded(share)}%` } : pixels(nodes, property);
};

/** Whole pixels, for the attribute `width` that Word goes by. A share of a picture is in Word one of the file's own width. */
export const pixels: Reading = (nodes, property) => {
  const value = lengthOf(only(nodes));
  if (value === undefined || value.endsWith('em')) return undefined;
  const count = Math.round(Number.parseFloat(value) * (value.endsWith('pt') ? 4 / 3 : 1));
  return count > 0 ? { [property]: `${count}px` } : undefined;
};
