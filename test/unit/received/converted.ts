import { markdownOf } from '../../../src/received/markdownOf.js';
import { bodyMarkdown } from '../../../src/received/receivedBody.js';
import { renderMail } from '../../../src/render/renderMail.js';

/** A page as Markdown; pictures of the mail lie in `files/`. */
export function converted(content: string, contentType: 'html' | 'text' = 'html'): string {
  const picture = (source: string) =>
    source.startsWith('cid:') ? `files/${source.slice(4)}` : /^https?:/u.test(source) ? source : undefined;
  return bodyMarkdown({ contentType, content }, { picture, write: markdownOf });
}

/** The page that a draft's body becomes; pictures are not found. */
export async function rendered(markdown: string): Promise<string> {
  const images = () => Promise.resolve({ kind: 'missing' as const });
  return (await renderMail({ markdown, firstLine: 0, subject: '', images })).html;
}

/** The letters of a page, without markup and blanks. */
export function wordsOf(html: string): string {
  return html
    .replace(/<[^>]*>/gu, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#x27;', "'")
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
    .replace(/[\s\u00a0\u200b\ufeff\u00ad]+/gu, '');
}
