import { createHash } from 'node:crypto';
import { type AttachmentSource } from '../../src/graph/mailbox.js';
import { PartTagger, type PartTags } from '../../src/graph/partTags.js';

/** Bytes of a part in these tests. */
export const part = 64 * 1024;
export const size = 5 * part + 7;
export const bytes = Buffer.from(Array.from({ length: size }, (_, i) => (i * 31 + (i >> 9)) & 255));

export function sha256(data: Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

/** `content` in pieces that fit no part. */
export async function* pieces(content: Uint8Array, offset: number): AsyncGenerator<Uint8Array> {
  for (let at = offset; at < content.byteLength; at += 10_007) yield content.subarray(at, at + 10_007);
}

function tagsOf(content: Uint8Array, partBytes: number): PartTags {
  const tagger = new PartTagger(partBytes);
  tagger.update(content);
  return tagger.done();
}

/** How the bytes are proved: part by part, or as a whole because the tags are of parts of another size. */
export const proofs = { 'by tags': part, 'by SHA-256': part / 2 } as const;

/** A file that has {@link bytes}, unless `change` says otherwise. */
export function uploadSource(
  change: Partial<AttachmentSource> = {},
  proof: keyof typeof proofs = 'by tags',
): AttachmentSource {
  const open = (offset: number) => pieces(bytes, offset);
  return {
    name: 'plan.bin',
    contentType: 'application/x-plan',
    size,
    sha256: sha256(bytes),
    tags: tagsOf(bytes, proofs[proof]),
    open,
    ...change,
  };
}
