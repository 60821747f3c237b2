import { type OutgoingMail } from '../src/render/outgoingMail.js';

/** A mail to one person, with nothing but its text. */
export function mail(over: Partial<OutgoingMail> = {}): OutgoingMail {
  return {
    to: [{ name: 'Ada', address: 'ada@example.com' }],
    cc: [],
    bcc: [],
    replyTo: [],
    subject: 'Notes',
    importance: 'normal',
    sensitivity: 'normal',
    categories: [],
    readReceipt: false,
    deliveryReceipt: false,
    headers: [],
    html: '<div><p>Dear Ada, the <b>table</b> &amp; more.</p></div>',
    text: 'Dear Ada, the table & more.',
    images: [],
    attachments: [],
    ...over,
  };
}
