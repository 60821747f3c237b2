import { type Random } from '../clock.js';
import { type SandboxUser } from './call.js';
import { newMessage } from './changes.js';
import { asExchangeKeepsHtml } from './exchangeHtml.js';
import { hash } from './ids.js';
import { type Recipient } from './message.js';
import { type MailboxTransaction } from './store.js';

interface Letter {
  readonly from: Recipient;
  readonly cc?: readonly Recipient[];
  readonly subject: string;
  readonly html: string;
  /** How long ago it came. */
  readonly hours: number;
  readonly isRead: boolean;
}

const person = (name: string, address: string): Recipient => ({ emailAddress: { name, address } });
const nora = person('Nora Lindqvist', 'nora@lindqvist.example');
const samir = person('Samir Haddad', 'samir.haddad@example.com');
const library = person('Riverside Library', 'desk@riverside-library.example');

const letters: readonly Letter[] = [
  {
    from: library,
    subject: 'The book you reserved is here',
    html: '<p>Hello,</p><p><i>A Field Guide to Clouds</i> is waiting for you at the front desk. We keep it for ten days.</p><p>Your Riverside Library</p>',
    hours: 75,
    isRead: true,
  },
  {
    from: samir,
    cc: [nora],
    subject: 'Figures for the garden plan',
    html: '<p>Hi,</p><p>here are the figures we talked about:</p><table border="1" cellpadding="6" cellspacing="0"><tr><th>Bed</th><th>Length</th></tr><tr><td>Herbs</td><td>2.4&nbsp;m</td></tr><tr><td>Tomatoes</td><td>3.1&nbsp;m</td></tr></table><p>Does that leave room for the path? What do you two think?</p><p>Samir</p>',
    hours: 26,
    isRead: true,
  },
  {
    from: nora,
    subject: 'Lunch on Thursday?',
    html: '<p>Hello!</p><p>Shall we try the new place by the canal on <b>Thursday at 12:30</b>? They have a long list of soups.</p><ul><li>I can book a table.</li><li>Bring an umbrella, it may rain.</li></ul><p>Nora</p>',
    hours: 3,
    isRead: false,
  },
];

/** Puts a few received messages into a mailbox that never had any, so that there is something to read and to answer. */
export function seedMailbox(
  transaction: MailboxTransaction,
  owner: SandboxUser,
  now: number,
  random: Random,
): void {
  const to = person(owner.displayName, owner.userName);
  for (const { from, cc = [], subject, html, hours, isRead } of letters) {
    const time = now - hours * 3_600_000;
    const written = newMessage(random, time, from, 'inbox', {
      subject,
      body: { contentType: 'html', content: asExchangeKeepsHtml(html), original: html },
      from,
      sender: from,
      toRecipients: [to],
      ccRecipients: cc,
      isRead,
      internetMessageId: `<${hash(owner.id, subject).toString('hex').slice(0, 24)}@${domainOf(from)}>`,
    });
    transaction.put({ ...written, isDraft: false });
  }
  transaction.setFacts({ ...transaction.facts, seeded: true });
}

function domainOf({ emailAddress }: Recipient): string {
  return emailAddress.address.split('@')[1] ?? 'example.com';
}
