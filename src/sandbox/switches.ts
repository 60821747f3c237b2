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
};
