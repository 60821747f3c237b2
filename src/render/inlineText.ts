import { type Token } from 'markdown-it';
import { joinsWithoutBlank } from './inlineHtml.js';
import { attribute, plainText } from './markdown.js';
import { mathSource } from './mathSyntax.js';
import { raised } from './raised.js';
import { type TextLinks } from './textLinks.js';

/** What stands for a token; the others stand for their content. Strikethrough keeps its `~`, without which it would say the opposite. */
const signs: Readonly<Record<string, string>> = {
  hardbreak: '\n',
  s_open: '~',
  s_close: '~',
  q_open: '“',
  q_close: '”',
};

/** Inline tokens as text; `\n` is a hard line break. */
export function inlineText(children: readonly Token[], links: TextLinks): string {
  // Pieces, joined once: slicing a growing string for each link takes quadratic time.
  const text: string[] = [];
  const open: { readonly token: Token; readonly from: number }[] = [];
  children.forEach((token, index) => {
    switch (token.type) {
      case 'link_open':
      case 'sup_open':
      case 'sub_open':
        open.push({ token, from: text.length });
        break;
      case 'link_close':
      case 'sup_close':
      case 'sub_close': {
        const begun = open.pop();
        if (begun) close(begun.token, text, begun.from, links);
        break;
      }
      case 'image':
        text.push(imageText(token));
        break;
      case 'footnote_ref':
        text.push(`[${Number(token.meta?.['number'])}]`);
        break;
      case 'softbreak':
        text.push(joinsWithoutBlank(children[index - 1], children[index + 1]) ? '' : ' ');
        break;
      default:
        text.push(signs[token.type] ?? (token.type.startsWith('math_') ? mathSource(token) : token.content));
    }
  });
  return text.join('');
}

function close(opened: Token, text: string[], from: number, links: TextLinks): void {
  const words = text.slice(from).join('');
  if (opened.type === 'link_open') text.push(links.after(attribute(opened, 'href'), words));
  else {
    const kind = opened.type === 'sup_open' ? 'sup' : 'sub';
    text.splice(from, text.length - from, raised(words, kind, text[from - 1] ?? ''));
  }
}

/** A picture that its writer calls decoration says nothing in a text. */
function imageText({ meta, children }: Token): string {
  return meta?.['decorative'] === true ? '' : `[${plainText(children)}]`;
}
