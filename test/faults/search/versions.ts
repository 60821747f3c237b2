import { deferredSendTime } from '../../../src/graph/mailbox.js';
import { type OutgoingMail } from '../../../src/render/outgoingMail.js';
import { type StoredMessage } from '../../../src/sandbox/message.js';
import { mail } from '../simulation.js';

/** A version of a draft, as its writer saved it. Several differ in little, so that a mix-up shows. */
export interface Version {
  /** The text below the header. */
  readonly text: string;
  readonly mail: Omit<OutgoingMail, 'attachments'>;
  /** Texts of attached files, by name. */
  readonly files: Readonly<Record<string, string>>;
}

/** A version of the file with the time that stood in it. */
export interface Asked {
  readonly version: number;
  /** Milliseconds since 1970. */
  readonly sendAt: number | undefined;
}

/** The time before which a message is not to leave, in milliseconds since 1970. */
export function timeOf(message: StoredMessage | undefined): number | undefined {
  const property = message?.content.singleValueExtendedProperties.find(
    ({ id }) => id.toLowerCase() === deferredSendTime.toLowerCase(),
  );
  return property && Date.parse(property.value);
}

const versionOf = (
  text: string,
  files: Version['files'],
  { html = `<p>${text}</p>`, ...change }: Partial<OutgoingMail> = {},
): Version => ({ text, files, mail: mail({ subject: 'Notes', html, ...change }) });

export const versions = [
  versionOf('First words', { 'a.txt': 'one' }),
  versionOf('Second words', { 'b.txt': 'two' }),
  // The same words behind another link.
  versionOf('Second words', { 'b.txt': 'two' }, { html: '<p><a href="https://b.example">Second words</a></p>' }),
  // What Graph takes at creation only.
  versionOf('Second words', { 'b.txt': 'two' }, { headers: [{ name: 'x-project', value: 'engine' }] }),
  versionOf('Third words', {}),
  versionOf('First words', { 'a.txt': 'one', 'b.txt': 'two' }, { importance: 'high' }),
] as const; // prettier-ignore

export function versionAt(index: number): Version {
  const version = versions[index];
  if (!version) throw new Error(`There is no version ${index}.`);
  return version;
}
