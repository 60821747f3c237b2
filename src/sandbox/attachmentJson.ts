import { type Call } from './call.js';
import { attachmentId } from './ids.js';
import { type StoredAttachment, type StoredMessage } from './message.js';

/** Properties of the base type, which alone `$select` may name: `contentBytes` belongs to the derived one. */
export const attachmentProperties = ['id', 'lastModifiedDateTime', 'name', 'contentType', 'size', 'isInline'];

/** What Exchange adds to the length of a file; the page "attachment" only says that `size` is larger. */
const overhead = 176;

/** A `fileAttachment` as Graph returns it. */
export async function attachmentJson(
  call: Call,
  message: StoredMessage,
  attachment: StoredAttachment,
  select: readonly string[] | undefined,
): Promise<Record<string, unknown>> {
  const base: Record<string, unknown> = {
    '@odata.type': '#microsoft.graph.fileAttachment',
    '@odata.mediaContentType': attachment.contentType,
    id: attachmentId(message, attachment, call.preferences.immutableIds),
    lastModifiedDateTime: new Date(attachment.modified).toISOString().replace(/\.\d+Z$/, 'Z'),
    name: attachment.name,
    contentType: attachment.contentType,
    size: attachment.length + overhead,
    isInline: attachment.isInline,
  };
  if (select) {
    const shown = ([name]: [string, unknown]) =>
      name.startsWith('@') || name === 'id' || select.includes(name);
    return Object.fromEntries(Object.entries(base).filter(shown));
  }
  const bytes = await call.transaction.content(attachment.contentName);
  return {
    ...base,
    contentId: attachment.contentId,
    contentLocation: attachment.contentLocation,
    contentBytes: Buffer.from(bytes).toString('base64'),
  };
}
