import { open } from 'node:fs/promises';
import { type Room } from '../draft/files.js';

/** Bytes that a large file is read by. */
const pieceBytes = 1024 * 1024;

/** The bytes of a local file from `offset` on; each piece lies in what `room` gives, where it gives something. */
export async function* localPieces(path: string, offset: number, room?: Room): AsyncGenerator<Uint8Array> {
  const file = await open(path, 'r');
  try {
    for (let at = offset; ;) {
      const place = room?.() ?? Buffer.allocUnsafeSlow(pieceBytes);
      const { bytesRead } = await file.read(place, 0, place.byteLength, at);
      if (bytesRead === 0) return;
      at += bytesRead;
      yield place.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}
