import { type Token } from 'markdown-it';
import { formats, type Kind, tableParts } from './rawHtmlNames.js';

/** What raw HTML may say about the blocks in it. */
export interface Setting {
  readonly align?: 'left' | 'center' | 'right';
  readonly dir?: 'ltr' | 'rtl';
  readonly lang?: string;
}

/** A block that is open. `name`: of the HTML element, or the type of Markdown's token. */
export interface BlockFrame {
  readonly is: 'block';
  readonly by: 'html' | 'markdown';
  readonly name: string;
  readonly kind: Kind;
  readonly setting: Setting;
  /** The token that ends it. */
  readonly close?: Token;
  /** Made because what came next needs it. */
  readonly implied?: boolean;
  /** Of a paragraph or heading: what begins each of its texts. */
  readonly textOpen?: Token;
  /** Of a table: what begins it, as long as nothing but a caption, which stands above, has come. */
  pending?: Token | undefined;
  /** Has held a text or block. */
  filled: boolean;
}

/** An element within a line that is open. Absent `open`: it leaves no trace, and waits for its end only. */
export interface FormatFrame {
  readonly is: 'format';
  readonly by: 'html' | 'markdown';
  readonly name: string;
  readonly open?: Token;
}

export type Frame = BlockFrame | FormatFrame;

/**
 * True where the search for the element that an end tag or a start tag closes ends. Raw HTML never closes what Markdown
 * opened, but a paragraph; and what stands in a cell never closes what stands around its table. `<b>*x</b>*` ends the
 * bold, though: what is open within a line is written anew wherever it changes.
 */
export function endsScope(frame: Frame, name: string): boolean {
  if (frame.by === 'markdown') {
    return frame.is === 'format' ? !formats.has(name) : frame.kind !== 'paragraph';
  }
  if (frame.is === 'format') return false;
  if (tableParts.has(name)) return frame.kind === 'table';
  if (frame.kind === 'table' || frame.name === 'td' || frame.name === 'th' || frame.name === 'caption')
    return true;
  if (name === 'li') return frame.kind === 'list';
  return (name === 'dt' || name === 'dd') && frame.kind === 'terms';
}

const directions = new Set(['ltr', 'rtl']);
const alignments = new Set(['left', 'center', 'right']);

/** The setting inside an element with these attributes, in a block with `outer`. */
export function settingOf(name: string, attributes: ReadonlyMap<string, string>, outer: Setting): Setting {
  const align = name === 'center' ? 'center' : attributes.get('align')?.toLowerCase();
  const dir = attributes.get('dir')?.toLowerCase();
  const lang = attributes.get('lang');
  return {
    ...outer,
    ...(align !== undefined && alignments.has(align) ? { align: align as 'left' } : {}),
    ...(dir !== undefined && directions.has(dir) ? { dir: dir as 'ltr' } : {}),
    ...(lang !== undefined && isLanguage(lang) ? { lang } : {}),
  };
}

/** The alignment of a `center` is for its text: lists, quotes and cells have their own. */
export function withoutAlign({ dir, lang }: Setting): Setting {
  return { ...(dir === undefined ? {} : { dir }), ...(lang === undefined ? {} : { lang }) };
}

/** The shape of a BCP 47 tag. */
export function isLanguage(lang: string): boolean {
  return /^[a-z]{2,8}(?:-[a-z0-9]{1,8}){0,4}$/i.test(lang);
}

/** Says on a token what raw HTML around it asks for: `meta.align`, `meta.dir`, `meta.lang`. */
export function dress(token: Token, setting: Setting): void {
  if (Object.keys(setting).length > 0) token.meta = { ...token.meta, ...setting };
}
