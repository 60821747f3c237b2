import { type OutgoingMail } from '../render/outgoingMail.js';

/** Graph's JSON has no words for a thread that the mailbox does not hold, nor for a text part beside HTML. */
export function needsMime({ thread, plainText }: Pick<OutgoingMail, 'thread' | 'plainText'>): boolean {
  return thread !== undefined || plainText === true;
}
