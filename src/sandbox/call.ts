import { type Clock, type Random } from '../clock.js';
import { type FolderName, type StoredMessage } from './message.js';
import { type Preferences } from './preferences.js';
import { type MailboxTransaction } from './store.js';
import { type SandboxSwitches } from './switches.js';
import { type UploadSessions } from './uploadSessions.js';

/** Someone with a mailbox. */
export interface SandboxUser {
  /** A GUID. */
  readonly id: string;
  /** The address, which is also the user principal name. */
  readonly userName: string;
  readonly displayName: string;
  /** Further addresses that this person may send as. */
  readonly aliases?: readonly string[];
  /** User names of those who may open this mailbox and send as it. */
  readonly sharedWith?: readonly string[];
  /** Permissions of this caller beside those for mail, such as `People.Read`. Absent: all. */
  readonly permissions?: readonly string[];
  /** No person: an app with application permissions, which may open every mailbox and has none. */
  readonly application?: true;
}

/** One Graph request on its way through the sandbox, with all that answering it takes. */
export interface Call {
  readonly method: string;
  /** `v1.0` or `beta`. */
  readonly version: string;
  readonly url: URL;
  readonly query: URLSearchParams;
  readonly contentType: string;
  readonly ifMatch: string | undefined;
  readonly body: Uint8Array | undefined;
  readonly preferences: Preferences;
  readonly caller: SandboxUser;
  /** Whose mailbox it is. */
  readonly owner: SandboxUser;
  readonly users: readonly SandboxUser[];
  readonly transaction: MailboxTransaction;
  readonly clock: Clock;
  readonly random: Random;
  readonly switches: SandboxSwitches;
  /** Display names of folders as a localised mailbox shows them. */
  readonly folderDisplayNames: Readonly<Partial<Record<FolderName, string>>>;
  /** Where the mail page of a message is. */
  webLink(message: StoredMessage): string;
  /** Where parts of large attachments go: another origin than Graph's. */
  readonly uploadOrigin: string;
  readonly uploads: UploadSessions;
}

/** An answer before its common headers. Without `json` and `bytes` it is empty. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly bytes?: Uint8Array;
  readonly contentType?: string;
  /** The message that this answer announces as created. */
  readonly created?: StoredMessage;
}
