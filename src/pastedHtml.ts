import { bodyMarkdown } from './received/receivedBody.js';

/**
 * HTML of the clipboard as Markdown: of Word, Excel, Outlook or a browser. Pictures of the web stay where they are;
 * those that only the other program can open are left out.
 */
export async function pastedMarkdown(html: string): Promise<string> {
  const { markdownOf } = await import('./markdownWriter.js');
  const picture = (source: string) => (/^https?:\/\//iu.test(source) ? source : undefined);
  return bodyMarkdown({ contentType: 'html', content: html }, { picture, write: markdownOf });
}
