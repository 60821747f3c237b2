import { Buffer } from 'node:buffer';

let last = { text: '', bytes: 0 };

/** Bytes of a text as UTF-8. Several ask about the same mail one after another, and counting reads all of it. */
export function bytesOf(text: string): number {
  if (text !== last.text) last = { text, bytes: Buffer.byteLength(text) };
  return last.bytes;
}

/** Says what {@link bytesOf} would count. */
export function bytesAre(text: string, bytes: number): void {
  last = { text, bytes };
}
