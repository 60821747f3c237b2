import { Buffer } from 'node:buffer';

/** Names that Windows keeps for devices, with any extension. */
const devices = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** `text` as (a part of) a file name that Windows, macOS and Linux take, and that reads the way it is spelled. */
export function safeFileName(text: string, longest = 80): string {
  const plain = text
    .normalize('NFC')
    .replace(/[\uD800-\uDFFF]/gu, '\uFFFD')
    // Direction marks could make a name read as another one.
    .replace(/[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff]/g, '')
    .replace(/[\u0000-\u001f\u007f-\u009f<>:"/\\|?*]+/g, ' ')
    .replace(/\s+/g, ' ');
  let short = '';
  for (const character of plain.trim()) {
    // 255 bytes is the limit of most file systems.
    if (Buffer.byteLength(short + character) > longest) break;
    short += character;
  }
  const name = short.replace(/[. ]+$/, '').replace(/^[. ]+/, '');
  return devices.test(name) ? `_${name}` : name;
}
