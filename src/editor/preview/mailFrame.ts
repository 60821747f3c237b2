import { darkInk, darkLink, darkPaper } from './darkened.js';

/** True when showing the mail would load a picture from the internet, which tells its server that it was read. */
export function hasRemotePictures(html: string): boolean {
  return /<img\b[^>]* src="https?:/i.test(html);
}

/**
 * The document that stands in the frame until the page's script puts a mail in it: white paper, as most mail programs
 * show one, and nothing of VS Code's look.
 */
export function frameDocument(nonce: string, lang: string): string {
  return (
    `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><meta name="referrer" content="no-referrer">` +
    `<style nonce="${nonce}">${frameStyle}</style></head><body></body></html>`
  );
}

const frameStyle = [
  ':root{color-scheme:light;background:#fff;color:#000}',
  'html{overflow-y:hidden;overflow-x:auto}',
  'body{margin:0;padding:20px 24px 28px;font-family:Calibri,Carlito,Arial,sans-serif;font-size:11pt;overflow-wrap:break-word}',
  'a{color:#0b57a4}',
  ':focus-visible{outline:2px solid #0b57a4;outline-offset:2px}',
  'img[src^="http"],img:not([src]){padding:6px 10px;border:1px dashed #8c959f;color:#57606a}',
  `:root.dark{color-scheme:dark;background:${darkPaper};color:${darkInk}}`,
  `.dark a{color:${darkLink}}`,
  `.dark :focus-visible{outline-color:${darkLink}}`,
  '.dark img[src^="http"],.dark img:not([src]){color:#b5bdc6}',
  '@media (max-width:420px){body{padding:14px 12px 20px}}',
].join('');
