/** Behaviour on which Graph's own pages and the field disagree, or that varies. May be changed at any time. */
export interface SandboxSwitches {
  /** The page on immutable ids says `kept`, the API overview says `changed`; both are seen. */
  immutableIdOnSend: 'kept' | 'changed';
  /** Outlook on the desktop replaces it when it sends a draft. */
  internetMessageIdOnSend: 'kept' | 'changed';
  /** How a body over 4 MB is refused. */
  tooLarge: 413 | 400;
  /** ms that a message stays in Drafts after `/send` was accepted. */
  sendDelay: number;
  /** ms after a create or a move during which a filter on extended properties does not find the message. */
  tagIndexLag: number;
  /** What a second `/send` does while the message still waits in Drafts; the pages are silent. */
  repeatedSend: 'notFound' | 'deliversTwice';
  /** `If-Match` is not documented for messages. */
  ifMatch: 'ignored' | 'checked';
  /** Whether `from` must be an address that the caller may send as. */
  sendAs: 'checked' | 'anyone';
  /** Requests that one mailbox serves at once; the next is answered by 429. */
  concurrentRequests: number;
  /** Distinct named properties that a mailbox takes. */
  namedPropertyQuota: number;
  /**
   * Bytes of text and files that a mail may have. An administrator sets it: Exchange's default is 35 MB, the most 150 MB.
   */
  messageSizeLimit: number;
  /** Whether a mail over the limit is refused at `/send` or with the last part of an upload; both are seen. */
  messageSizeChecked: 'send' | 'lastPart';
  /** Bytes. The pages say 3 MB, in the field it was 2 MiB (msgraph-sdk-java issue 52). */
  smallestSession: number;
  /** ms */
  uploadSessionLifetime: number;
  /** Whether the URL of a session answers a GET by what it waits for; for Outlook the pages are silent. */
  uploadStatus: 'answered' | 'refused';
}

export const usualSwitches: SandboxSwitches = {
  immutableIdOnSend: 'kept',
  internetMessageIdOnSend: 'kept',
  tooLarge: 413,
  sendDelay: 0,
  tagIndexLag: 0,
  repeatedSend: 'notFound',
  ifMatch: 'ignored',
  sendAs: 'checked',
  concurrentRequests: 4,
  namedPropertyQuota: 50,
  messageSizeLimit: 154 * 1024 * 1024,
  messageSizeChecked: 'send',
  smallestSession: 3_000_000,
  uploadSessionLifetime: 24 * 60 * 60 * 1000,
  uploadStatus: 'answered',
};
