import { type Clock, type Random } from '../clock.js';
import { type Mailbox } from '../graph/mailbox.js';
import { type Log } from '../log.js';
import { type OutgoingMail } from '../render/outgoingMail.js';
import { type Addressed } from './answer.js';
import { type DraftState } from './draftState.js';
import { type Lock } from './fileLock.js';
import { type RequestLimits } from './graphMessage.js';
import { type Ledger, type MailboxReference } from './ledger.js';
import { type SeenCopy } from './seenCopy.js';
import { type Evidence } from './settlement.js';
import { type TransferProgress } from './transfer.js';
import { type OpenUploads } from './uploadFiles.js';

export interface OutboxParts {
  readonly ledger: Ledger;
  readonly lock: Lock;
  readonly clock: Clock;
  readonly log: Log;
  /** Absent: unrepeatable. */
  readonly random?: Random;
  readonly uploads?: OpenUploads;
  readonly limits?: RequestLimits;
  /** Throws a `Failure` when nobody who may use this mailbox is signed in. */
  mailbox(reference: MailboxReference): Promise<Mailbox>;
  /** Called when a step changed what is known of a draft. */
  changed(id: string): void;
}

/** One draft with the mail that it makes now, and the mailbox that it goes to. */
export interface Job {
  readonly id: string;
  readonly mail: OutgoingMail;
  readonly mailbox: MailboxReference;
  /** It got its id this moment, so that no mailbox can hold a copy of it. */
  readonly fresh?: true;
  /** A copy that was changed elsewhere, which a person saw and wants to be replaced. */
  readonly replaces?: SeenCopy;
  /** The address of the mailbox, whose domain a Message-ID of ours has. Absent: not known. */
  readonly sender?: string;
}

/** What a send asks the person. Nothing is sent unless `confirm` and then `hold` say yes. */
export interface SendScreen {
  /** How far the files are that do not fit into the first request. */
  uploading?(progress: TransferProgress): void;
  /**
   * `again`: an earlier attempt is not settled; this is what the mailbox shows now. `addressed`: the mail answers another,
   * and this is who gets it.
   */
  confirm(again?: Evidence, addressed?: Addressed): Promise<boolean>;
  /** Waits out the time in which a send can be undone. False: undone. */
  hold(): Promise<boolean>;
  /** From here on nothing can be undone. */
  sending(): void;
}

export type SendOutcome =
  | { readonly kind: 'done'; readonly state: DraftState }
  | { readonly kind: 'cancelled'; readonly state: DraftState };
