import { Buffer } from 'node:buffer';
import { type InlineImage } from '../../render/rendered.js';

/**
 * The mail's HTML with its own pictures in it, for display only: a web page cannot follow `cid:`. The text of a mail
 * has its quotation marks escaped, so `src="cid:` stands nowhere but in a tag.
 */
export function withPictures(html: string, images: readonly InlineImage[]): string {
  const byId = new Map(images.map((image) => [image.contentId, image]));
  return html.replace(/src="cid:([^"]*)"/g, (whole, id: string) => {
    const image = byId.get(id);
    return image ? `src="data:${image.contentType};base64,${base64(image.bytes)}"` : whole;
  });
}

/** True when showing the mail would load a picture from the internet, which tells its server that it was read. */
export function hasRemotePictures(html: string): boolean {
  return /<img src="https?:/i.test(html);
}

/** The document that stands in the frame: a white page, as most mail programs show one, and nothing of VS Code's look. */
export function frameDocument(body: string, nonce: string, lang: string): string {
  return (
    `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><meta name="referrer" content="no-referrer">` +
    `<style nonce="${nonce}">${frameStyle}</style></head><body>${body}</body></html>`
  );
}

const frameStyle = [
  ':root{color-scheme:light;background:#fff;color:#000}',
  'html{overflow-y:hidden;overflow-x:auto}',
  'body{margin:0;padding:20px 24px 28px;font-family:Calibri,Carlito,Arial,sans-serif;font-size:11pt;overflow-wrap:break-word}',
  'a{color:#0b57a4}',
  ':focus-visible{outline:2px solid #0b57a4;outline-offset:2px}',
  'img[src^="http"]{padding:6px 10px;border:1px dashed #8c959f;color:#57606a}',
].join('');

const encoded = new WeakMap<Uint8Array, string>();

function base64(bytes: Uint8Array): string {
  const known =
    encoded.get(bytes) ?? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
  encoded.set(bytes, known);
  return known;
}
