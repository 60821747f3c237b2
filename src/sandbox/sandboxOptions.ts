import { type Clock, type Random } from '../clock.js';
import { type Sentence } from '../failure.js';
import { type SandboxUser } from './call.js';
import { type FolderName } from './message.js';
import { type SandboxStore } from './store.js';
import { type SandboxSwitches } from './switches.js';

export interface SandboxOptions {
  readonly users: readonly SandboxUser[];
  /** Whose token it is; `undefined`: nobody's, answered by 401. */
  authorize(token: string): SandboxUser | undefined | Promise<SandboxUser | undefined>;
  readonly store: SandboxStore;
  readonly clock: Clock;
  /** Default: cryptographic. Ids are made of it, so a guessable one opens the mail pages to guesses. */
  readonly random?: Random;
  readonly switches?: Partial<SandboxSwitches>;
  /** Put a few received messages into each new mailbox. */
  readonly seed?: boolean;
  readonly folderDisplayNames?: Readonly<Partial<Record<FolderName, string>>>;
  /** For the mail pages. Default: English. */
  readonly translate?: (sentence: Sentence) => string;
  /** Told of bugs and of disk faults, which the client sees as 500 or 503. */
  readonly report?: (error: unknown) => void;
  /** Requests remembered in `exchanges`. Default: 200, and no more than 32 MB of bodies. */
  readonly exchangeLimit?: number;
}
