import { type Token } from 'markdown-it';
import { joinsWithoutBlank } from './inlineHtml.js';
import { isLinkTarget } from './links.js';
import { attribute, plainText } from './markdown.js';

/** Inline tokens as text; `\n` is a hard line break. Strikethrough keeps its `~`, without which it would say the opposite. */
export function inlineText(children: readonly Token[]): string {
  // Pieces, joined once: slicing a growing string for each link takes quadratic time.
  const text: string[] = [];
  const links: { readonly href: string; readonly from: number }[] = [];
  children.forEach((token, index) => {
    switch (token.type) {
      case 'link_open':
        links.push({ href: attribute(token, 'href'), from: text.length });
        break;
      case 'link_close': {
        const { href, from } = links.pop() ?? { href: '', from: 0 };
        text.push(target(href, text.slice(from).join('')));
        break;
      }
      case 'image':
        text.push(`[${plainText(token.children)}]`);
        break;
      case 'softbreak':
        text.push(joinsWithoutBlank(children[index - 1], children[index + 1]) ? '' : ' ');
        break;
      case 'hardbreak':
        text.push('\n');
        break;
      case 's_open':
      case 's_close':
        text.push('~');
        break;
      default:
        text.push(token.content);
    }
  });
  return text.join('');
}

/** ` <url>`, unless the text says it already. */
function target(href: string, text: string): string {
  if (!isLinkTarget(href)) return '';
  const bare = href.replace(/^(?:mailto|tel):/, '');
  const same = text === href || text === bare || href === `http://${text}`;
  return same ? '' : ` <${href}>`;
}
