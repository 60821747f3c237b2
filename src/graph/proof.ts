import { createHash } from 'node:crypto';
import { type AttachmentSource } from './mailbox.js';
import { PartChecker } from './partTags.js';

/** Tells whether the bytes of a file are those that were meant. They are given in order, part after part. */
export interface Proof {
  /** Where the bytes begin that it wants. */
  readonly start: number;
  /** Each part is proved by itself, before it is sent. Otherwise only the last can be, by all bytes of the file. */
  readonly eachPart: boolean;
  take(bytes: Uint8Array): void;
  /** At the end of each part. False: these are other bytes. */
  holds(last: boolean): boolean;
}

/** For reading from a part on that begins at `from`: by the tags of parts of this size where they are known, else by SHA-256. */
export function proofOf({ sha256, tags }: AttachmentSource, partBytes: number, from: number): Proof {
  if (tags?.partBytes === partBytes) {
    const checker = new PartChecker(tags, from / partBytes);
    return {
      start: from,
      eachPart: true,
      take: (bytes) => checker.update(bytes),
      holds: () => checker.endsPart(),
    };
  }
  const hash = createHash('sha256');
  return {
    start: 0,
    eachPart: false,
    take: (bytes) => void hash.update(bytes),
    holds: (last) => !last || hash.digest('hex') === sha256,
  };
}
