import { deflateSync } from 'node:zlib';
import { type ImageSource } from '../../../src/render/rendered.js';

/** A PNG (RFC 2083) of one colour. */
export function png(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2], 8);
  const rows = deflateSync(Buffer.alloc((width * 3 + 1) * height));
  const chunk = (type: string, data: Buffer): Buffer => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    // The checksum is left zero: only the size and the type are read.
    return Buffer.concat([length, Buffer.from(type), data, Buffer.alloc(4)]);
  };
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', rows),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A JPEG with its size and, if given, a camera's orientation (Exif tag 274), and no picture data. */
export function jpeg(width: number, height: number, orientation?: number): Buffer {
  const size = Buffer.from([0xff, 0xc0, 0, 17, 8, 0, 0, 0, 0, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1]);
  size.writeUInt16BE(height, 5);
  size.writeUInt16BE(width, 7);
  const entry = [0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation ?? 1, 0, 0];
  const exif = [...Buffer.from('Exif\0\0MM\0*'), 0, 0, 0, 8, 0, 1, ...entry, 0, 0, 0, 0];
  const app1 = orientation === undefined ? [] : [0xff, 0xe1, 0, exif.length + 2, ...exif];
  const jfif = [0xff, 0xe0, 0, 16, ...Buffer.from('JFIF\0'), 1, 1, 0, 0, 1, 0, 1, 0, 0];
  return Buffer.concat([Buffer.from([0xff, 0xd8, ...jfif, ...app1]), size, Buffer.from([0xff, 0xd9])]);
}

export function gif(width: number, height: number): Buffer {
  const bytes = Buffer.from('GIF89a\0\0\0\0\0\0\0;', 'latin1');
  bytes.writeUInt16LE(width, 6);
  bytes.writeUInt16LE(height, 8);
  return bytes;
}

/** An image source over the given files. `asked` gets each path that is looked for. */
export function folderOf(files: Readonly<Record<string, Uint8Array>>, asked: string[] = []): ImageSource {
  return (path) => {
    asked.push(path);
    const bytes = files[path];
    if (bytes) return Promise.resolve({ kind: 'image', bytes, name: path.split('/').at(-1) ?? path });
    if (path.endsWith('/')) return Promise.resolve({ kind: 'folder' });
    return Promise.resolve({ kind: path.startsWith('../') ? 'outside' : 'missing' });
  };
}
