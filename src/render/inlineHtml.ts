import { type Token } from 'markdown-it';
import { isLinkTarget, isRemoteImage } from './links.js';
import { formulaHtml } from './drawnHtml.js';
import { alertLabelStart, codeStart, inlineStart, styleAttribute } from './elements.js';
import { type Look } from './look.js';
import { type DrawnPicture } from './madePictures.js';
import { footnoteNumber, inlineElement } from './moreElements.js';
import { attribute, escapeHtml, escapeText, plainText } from './markdown.js';
import { type Picture } from './pictures.js';

type Size = NonNullable<Picture['size']>;

/** East Asian characters between which a line break is no blank: Chinese and Japanese are written without them. */
const unspacedEnd = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}、-〿！-～]$/u;
const unspacedStart = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}、-〿！-～]/u;

const elements: Readonly<Record<string, string>> = {
  strong_close: '</strong>',
  em_open: '<em>',
  em_close: '</em>',
  s_open: '<del>',
  s_close: '</del>',
  hardbreak: '<br>\n',
};

const slanting = new Set(['strong_open', 'strong_close', 'em_open', 'em_close']);

/** Inline tokens as HTML. Links that a mail cannot follow are left out, their text stays. `upright`: nothing around is bold or italic. */
export function inlineHtml(
  children: readonly Token[],
  pictures: ReadonlyMap<Token, Picture>,
  look: Look,
  drawn: ReadonlyMap<Token, DrawnPicture> = new Map(),
  upright = false,
): string {
  let html = '';
  /** How many elements are open that make text bold or italic. */
  let slants = upright ? 0 : 1;
  const openLinks: boolean[] = [];
  children.forEach((token, index) => {
    if (slanting.has(token.type)) slants += token.nesting;
    switch (token.type) {
      case 'link_open':
        openLinks.push(isLinkTarget(attribute(token, 'href')));
        if (openLinks.at(-1)) html += anchor(token, look);
        break;
      case 'link_close':
        if (openLinks.pop()) html += '</a>';
        break;
      case 'strong_open':
        html += alertLabel(token, look) ?? '<strong>';
        break;
      case 'footnote_ref':
        html += footnoteNumber(look, Number(token.meta?.['number']));
        break;
      case 'code_inline':
        html += `${codeStart(look, slants === 0)}${escapeText(token.content)}</code>`;
        break;
      case 'math_inline':
      case 'math_block':
        html += formulaHtml(token, drawn.get(token), look);
        break;
      case 'image':
        html += imageHtml(token, pictures.get(token), look);
        break;
      case 'softbreak':
        html += joinsWithoutBlank(children[index - 1], children[index + 1]) ? '' : '\n';
        break;
      default:
        html += elements[token.type] ?? inlineElement(token, look) ?? escapeText(token.content);
    }
  });
  return html;
}

/** True for a soft line break that vanishes (CSS Text 3 §4.1.2 lets a browser do so; Word and most others do not). */
export function joinsWithoutBlank(before: Token | undefined, after: Token | undefined): boolean {
  return unspacedEnd.test(before?.content.slice(-2) ?? '') && unspacedStart.test(after?.content ?? '');
}

function alertLabel({ meta }: Token, look: Look): string | undefined {
  const alert: unknown = meta?.['alert'];
  return typeof alert === 'string' ? alertLabelStart(look, alert) : undefined;
}

function anchor(token: Token, look: Look): string {
  const title = attribute(token, 'title');
  const named = title === '' ? '' : ` title="${escapeHtml(title)}"`;
  return inlineStart(look, 'a', 'a', ` href="${escapeHtml(attribute(token, 'href'))}"${named}`);
}

/** Never larger than the file's own size, which would blur it. */
function scaled({ width, height }: Size, wanted = width): Size {
  const factor = Math.min(1, wanted / width);
  return width > 0
    ? { width: Math.round(width * factor), height: Math.max(1, Math.round(height * factor)) }
    : { width, height };
}

/** Width as attribute for Word and as style for Apple Mail, which ignores the attribute on cid pictures (caniemail#171). */
function imageHtml(token: Token, picture: Picture | undefined, look: Look): string {
  const alt = escapeHtml(plainText(token.children));
  if (!picture) return `[${alt}]`;
  const title = attribute(token, 'title');
  const named = `alt="${alt}"${title === '' ? '' : ` title="${escapeHtml(title)}"`}`;
  if (isRemoteImage(picture.source))
    return `<img src="${escapeHtml(picture.source)}" ${named}${styleAttribute('max-width:100%', look.style.img)}>`;
  const { width, height } = scaled(picture.size ?? { width: 0, height: 0 }, look.imageWidth);
  const style = styleAttribute(`width:${width}px;max-width:100%;height:auto`, look.style.img);
  return `<img src="${picture.source}" width="${width}" height="${height}" ${named}${style}>`;
}
