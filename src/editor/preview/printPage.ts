import { Buffer } from 'node:buffer';
import { headHtml } from './headHtml.js';
import { escape } from './htmlText.js';
import { type PreviewContent } from './previewContent.js';
import { type PreviewLabels } from './previewWords.js';

export interface PrintInput {
  readonly content: PreviewContent;
  readonly labels: PreviewLabels;
  /** Unguessable, fresh for each page. */
  readonly nonce: string;
  /** The user asked for pictures from the internet in the preview of this mail. */
  readonly remotePictures: boolean;
}

/** The mail with its head as a page that needs nothing but itself and runs no script, for a browser to print. */
export function printPage({ content, labels, nonce, remotePictures }: PrintInput): string {
  const policy = [
    "default-src 'none'",
    `img-src data:${remotePictures ? ' https:' : ''}`,
    `style-src 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  // Nobody can click on paper: everybody is named, and files are names.
  const head = headHtml(asPrinted(content), labels).replace(/<details/g, '<details open');
  return `<!doctype html>
<html lang="${escape(labels.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(content.subject)}</title>
<style nonce="${nonce}">${style}</style>
</head>
<body>
<p class="hint">${escape(labels.printHint)}</p>
<header>${head}</header>
<main>${withPictures(content)}</main>
</body>
</html>
`;
}

function asPrinted(content: PreviewContent): PreviewContent {
  const attachments = content.attachments.map(({ name, size, contentType }) => ({ name, size, contentType }));
  return { ...content, attachments };
}

/**
 * The mail's HTML with its own pictures in it: outside a mail nothing follows `cid:`. The text of a mail has its
 * quotation marks escaped, so `src="cid:` stands nowhere but in a tag.
 */
function withPictures({ html, images }: PreviewContent): string {
  const byId = new Map(images.map((image) => [image.contentId, image]));
  return html.replace(/ src="cid:([^"]*)"/g, (whole, id: string) => {
    const image = byId.get(id);
    if (!image) return whole;
    const { buffer, byteOffset, byteLength } = image.bytes;
    return ` src="data:${image.contentType};base64,${Buffer.from(buffer, byteOffset, byteLength).toString('base64')}"`;
  });
}

const style = [
  ':root{color-scheme:light;background:#fff;color:#000;print-color-adjust:exact;-webkit-print-color-adjust:exact}',
  'body{max-width:800px;margin:24px auto;padding:0 24px;font-family:Calibri,Carlito,Arial,sans-serif;font-size:11pt;line-height:1.4;overflow-wrap:break-word}',
  'header{margin-bottom:16pt;padding-bottom:10pt;border-bottom:1px solid #767676;font-family:system-ui,sans-serif;font-size:10pt}',
  'h1{font-size:15pt;line-height:1.3}header h1{margin:0 0 8pt}',
  'dl{display:grid;grid-template-columns:max-content 1fr;gap:2pt 12pt;margin:0}dl>div{display:contents}',
  'dt,.quiet{color:#555}dd{margin:0}.attachments{margin:0;padding:0;list-style:none}',
  'summary,.icon{display:none}details{display:inline}.sandbox{letter-spacing:.04em}',
  '.hint{padding:8px 12px;border:1px solid #8c959f;border-radius:4px;font-family:system-ui,sans-serif;font-size:10pt}',
  'img{max-width:100%;height:auto}',
  'pre,tr,img,blockquote{break-inside:avoid}h1,h2,h3,h4{break-after:avoid}',
  '@page{margin:18mm}@media print{body{max-width:none;margin:0;padding:0}.hint{display:none}a{color:inherit}}',
].join('');
