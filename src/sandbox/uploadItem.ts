import { type Call } from './call.js';
import { requireJson } from './envelope.js';
import { parseJson } from './messageWrites.js';
import { badRequest, notImplemented, ProtocolError } from './protocolError.js';
import { readBoolean, readEnum, readObject, readString, unreadable } from './readers.js';
import { messageTooLarge } from './sending.js';
import { type SandboxSwitches } from './switches.js';

/** Graph page "Attach large files to Outlook messages": 150 MB. */
const largestItem = 150 * 1024 * 1024;

/** `attachmentItem` of Graph, checked. `size` in bytes. */
export interface AttachmentItem {
  readonly name: string;
  readonly size: number;
  readonly contentType: string | null;
  readonly isInline: boolean;
  readonly contentId: string | null;
}

const properties = ['attachmentType', 'name', 'size', 'contentType', 'isInline', 'contentId'];

/** The file that a `createUploadSession` announces. */
export function readAttachmentItem(call: Call): AttachmentItem {
  requireJson(call);
  const names = ['AttachmentItem', 'attachmentItem'];
  const body = readObject(parseJson(call.body), 'microsoft.graph.createUploadSession', names);
  const given = body['AttachmentItem'] ?? body['attachmentItem'];
  const item = readObject(given, 'microsoft.graph.attachmentItem', properties);
  const type = readEnum(item['attachmentType'], 'attachmentType', ['file', 'item', 'reference'] as const);
  if (type !== 'file') throw notImplemented('upload sessions for attachments that are not files');
  const orNull = (name: string) =>
    item[name] === undefined || item[name] === null ? null : readString(item[name], name);
  const name = readString(item['name'], 'name');
  if (name === '') throw badRequest("The required property 'name' is empty.");
  const { isInline } = item;
  return {
    name,
    size: readSize(item['size'], call.switches),
    contentType: orNull('contentType'),
    isInline: isInline === undefined || isInline === null ? false : readBoolean(isInline, 'isInline'),
    contentId: orNull('contentId'),
  };
}

function readSize(value: unknown, { smallestSession }: SandboxSwitches): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0)
    throw unreadable("Cannot convert the value of 'size' to the type 'Edm.Int64'.");
  if (value > largestItem) throw messageTooLarge();
  if (value >= smallestSession) return value;
  const text = 'Attachment size should be greater than the minimum size.';
  throw new ProtocolError(400, 'ErrorAttachmentSizeShouldNotBeLessThanMinimumSize', text);
}
