import { type Token } from 'markdown-it';
import { codeStart } from './elements.js';
import { type Look } from './look.js';
import { type DrawnPicture } from './madePictures.js';
import { escapeHtml, escapeText } from './markdown.js';

/** A formula as its picture, on the line of writing where a mail program can; else as its TeX. */
export function formulaHtml(token: Token, drawn: DrawnPicture | undefined, look: Look): string {
  if (!drawn) return `${codeStart(look, false)}${escapeText(token.content)}</code>`;
  return imageHtml(drawn, drawn.depth === 0 ? '' : `;vertical-align:-${drawn.depth}px`);
}

/** A diagram as a block. Without margin: what stands around it keeps away as from a table. */
export function diagramHtml(drawn: DrawnPicture): string {
  return `<p style="margin:0">${imageHtml(drawn, '')}</p>\n`;
}

/** Width as attribute for Word and as style for Apple Mail, which ignores the attribute on cid pictures (caniemail#171). */
function imageHtml({ source, alt, size: { width, height } }: DrawnPicture, more: string): string {
  const style = `width:${width}px;max-width:100%;height:auto${more}`;
  return `<img src="${source}" width="${width}" height="${height}" alt="${escapeHtml(alt)}" style="${style}">`;
}
