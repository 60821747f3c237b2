import { crc32, deflateSync, inflateSync } from 'node:zlib';
import { latin1, type Readable } from './kinds.js';

/** Profiles of printers and scanners can be huge, and mail is not printed by them. */
const largest = 500_000;

/** What one APP2 segment of a JPEG holds of a profile (ICC.1:2022, annex B.4). */
const segmentSize = 65_519;
const jpegMark = 'ICC_PROFILE\0';

/** The ICC profile of a picture, without which the colours of a phone's photo look pale. Absent: none, or not one of RGB. */
export function profileOf(bytes: Uint8Array, kind: Readable): Uint8Array | undefined {
  const profile = read(bytes, kind);
  const fits = profile && profile.length <= largest && latin1(profile, 16, 20) === 'RGB ';
  return fits ? profile : undefined;
}

/** The encoded picture with the profile in it. */
export function withProfile(
  encoded: Uint8Array,
  kind: 'png' | 'jpeg',
  profile: Uint8Array | undefined,
): Uint8Array {
  if (!profile) return encoded;
  const [at, part] =
    kind === 'png'
      ? [pngHeaderEnd, pngChunk('iCCP', Buffer.concat([Buffer.from('icc\0\0'), deflateSync(profile)]))]
      : [jpegHeaderEnd(encoded), Buffer.concat(jpegSegments(profile))];
  return Uint8Array.from(Buffer.concat([encoded.subarray(0, at), part, encoded.subarray(at)]));
}

function read(bytes: Uint8Array, kind: Readable): Uint8Array | undefined {
  switch (kind) {
    case 'jpeg': {
      const parts = segmentsOf(bytes)
        .filter(({ marker, data }) => marker === 0xe2 && latin1(data, 0, 12) === jpegMark)
        .sort((a, b) => (a.data[12] ?? 0) - (b.data[12] ?? 0));
      return parts.length === 0 ? undefined : Buffer.concat(parts.map(({ data }) => data.subarray(14)));
    }
    case 'png': {
      const chunk = chunksOf(bytes, 8, 'readUInt32BE', 4).find(({ type }) => type === 'iCCP');
      return chunk && inflated(chunk.data.subarray(chunk.data.indexOf(0) + 2));
    }
    case 'webp':
      return chunksOf(bytes, 12, 'readUInt32LE', 0).find(({ type }) => type === 'ICCP')?.data;
    case 'avif': {
      const at = latin1(bytes, 0, 64 * 1024).indexOf('colrprof');
      if (at < 4) return undefined;
      return bytes.subarray(at + 8, at - 4 + bufferOf(bytes).readUInt32BE(at - 4));
    }
    default:
      return undefined;
  }
}

/** The segments of a JPEG before its picture data. */
function segmentsOf(bytes: Uint8Array): { marker: number; data: Uint8Array; end: number }[] {
  const buffer = bufferOf(bytes);
  const found: { marker: number; data: Uint8Array; end: number }[] = [];
  for (let at = 2; at + 4 <= buffer.length && buffer[at] === 0xff;) {
    const marker = buffer[at + 1] ?? 0;
    if (marker === 0xda) break;
    const end = at + 2 + buffer.readUInt16BE(at + 2);
    found.push({ marker, data: buffer.subarray(at + 4, end), end });
    at = end;
  }
  return found;
}

function jpegHeaderEnd(bytes: Uint8Array): number {
  const [first] = segmentsOf(bytes);
  return first?.marker === 0xe0 ? first.end : 2;
}

function jpegSegments(profile: Uint8Array): Buffer[] {
  const count = Math.ceil(profile.length / segmentSize);
  return Array.from({ length: count }, (_, index) => {
    const part = profile.subarray(index * segmentSize, (index + 1) * segmentSize);
    const head = Buffer.from([0xff, 0xe2, 0, 0, ...Buffer.from(jpegMark, 'latin1'), index + 1, count]);
    head.writeUInt16BE(head.length - 2 + part.length, 2);
    return Buffer.concat([head, part]);
  });
}

/** Signature and IHDR. */
const pngHeaderEnd = 33;

function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(data.length, 0);
  ends.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
}

/** Chunks of PNG (size, type, data, `trailer` bytes of checksum) or of RIFF (type, size, data, even length). */
function chunksOf(
  bytes: Uint8Array,
  start: number,
  size: 'readUInt32BE' | 'readUInt32LE',
  trailer: number,
): { type: string; data: Uint8Array }[] {
  const buffer = bufferOf(bytes);
  const riff = size === 'readUInt32LE';
  const found: { type: string; data: Uint8Array }[] = [];
  for (let at = start; at + 8 <= buffer.length;) {
    const length = buffer[size](riff ? at + 4 : at);
    const type = buffer.toString('latin1', riff ? at : at + 4, riff ? at + 4 : at + 8);
    if (type === 'IDAT') break;
    found.push({ type, data: buffer.subarray(at + 8, at + 8 + length) });
    at += 8 + length + trailer + (riff ? length % 2 : 0);
  }
  return found;
}

function inflated(data: Uint8Array): Uint8Array | undefined {
  try {
    return inflateSync(data, { maxOutputLength: largest });
  } catch {
    // A damaged profile says nothing about colours; the picture does without.
    return undefined;
  }
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
