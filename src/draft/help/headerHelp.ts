import { type Sentence, sentence } from '../../failure.js';
import { type HeaderKey } from '../headerKeys.js';

export interface HeaderHelp {
  readonly what: Sentence;
  /** Lines of a header. */
  readonly example: string;
  /** The words that the key takes, the likeliest first, each with what it does. */
  readonly values?: readonly { readonly word: string; readonly what?: Sentence }[];
  /** What is written for it, in VS Code's snippet syntax; absent: the key alone, and its values are offered. */
  readonly snippet?: string;
  /** The extension writes it; it is explained, and never offered. */
  readonly written?: true;
}

const flags = [{ word: 'true' }, { word: 'false' }];
const addressForm = 'Ada Lovelace <ada@example.com>';

/** What each key of a header does, for completion and for hovers. */
export const headerHelp: Readonly<Record<HeaderKey, HeaderHelp>> = {
  to: {
    what: sentence('Who gets the mail: addresses with or without names, separated by commas, or a list.'),
    example: `to: [${addressForm}, team@example.com]`,
  },
  cc: {
    what: sentence('Who gets a copy. Everybody sees these addresses.'),
    example: 'cc: "Babbage, Charles" <charles@example.com>',
  },
  bcc: {
    what: sentence('Who gets a copy without the others knowing.'),
    example: 'bcc: archive@example.com',
  },
  'reply-to': {
    what: sentence('Where answers go, if not to the sender.'),
    example: 'reply-to: team@example.com',
  },
  from: {
    what: sentence(
      'The shared mailbox or alias that the mail comes from. You need the right to send as it. Absent: your own address.',
    ),
    example: 'from: Support <support@example.com>',
  },
  mailbox: {
    what: sentence(
      'The mailbox in which the draft is made and from which it is sent, such as a shared one. Absent: your own.',
    ),
    example: 'mailbox: support@example.com',
  },
  account: {
    what: sentence('The signed-in account that is used, by its user name. Absent: the one signed in last.'),
    example: 'account: ada@example.com',
  },
  subject: {
    what: sentence('The subject: one line of at most 255 characters. Put it in quotes if it holds a #.'),
    example: 'subject: Notes on the engine',
    snippet: 'subject: $0',
  },
  importance: {
    what: sentence('How urgent the mail looks in the reader’s list.'),
    example: 'importance: high',
    values: [{ word: 'high' }, { word: 'normal' }, { word: 'low' }],
  },
  categories: {
    what: sentence('Outlook’s categories for your own copy of the mail.'),
    example: 'categories: [Project, Important]',
    snippet: 'categories: [$0]',
  },
  attachments: {
    what: sentence(
      'Files that go along, as paths that start from the folder of this draft. A file gets another name by {0}.',
      '{path: …, name: …}',
    ),
    example: 'attachments: [figures/plan.pdf]',
    snippet: 'attachments: [$0]',
  },
  'read-receipt': {
    what: sentence('Asks each reader for a note when the mail is opened. Many programs ask them first.'),
    example: 'read-receipt: true',
    values: flags,
  },
  'delivery-receipt': {
    what: sentence('Asks for a note when the mail has arrived in the mailbox.'),
    example: 'delivery-receipt: true',
    values: flags,
  },
  'send-at': {
    what: sentence(
      'When the mailbox sends the mail by itself. Without an offset it is the time of this computer. Until then Undo Send cancels it.',
    ),
    example: 'send-at: 2030-01-31T08:30',
  },
  headers: {
    what: sentence(
      'Fields of your own for programs that read the mail: at most 5, with names that begin with x-.',
    ),
    example: 'headers:\n  x-project: Apollo',
    snippet: 'headers:\n  x-${1:name}: ${2:value}',
  },
  sensitivity: {
    what: sentence('A mark that Outlook shows to the reader. It protects nothing.'),
    example: 'sensitivity: confidential',
    values: [
      { word: 'confidential' },
      { word: 'private', what: sentence('Readers can’t change it when they forward it in Outlook.') },
      { word: 'personal' },
      { word: 'normal' },
    ],
  },
  reply: {
    what: sentence('The message that this mail answers. New Reply or Forward writes it.'),
    example: 'reply: AAMkAGI2…',
    written: true,
  },
  'reply-all': {
    what: sentence(
      'The message whose sender and recipients this mail answers. New Reply or Forward writes it.',
    ),
    example: 'reply-all: AAMkAGI2…',
    written: true,
  },
  forward: {
    what: sentence('The message that this mail passes on, with its files. New Reply or Forward writes it.'),
    example: 'forward: AAMkAGI2…',
    written: true,
  },
  'in-reply-to': {
    what: sentence(
      'The Message-ID of a mail outside this mailbox that this one answers, so that mail programs show them together.',
    ),
    example: 'in-reply-to: <message-id@example.com>',
  },
  theme: {
    what: sentence('How the mail looks. Absent: as the setting markdownMail.theme says.'),
    example: 'theme: modern',
    values: [
      { word: 'plain', what: sentence('As Outlook writes.') },
      { word: 'modern', what: sentence('More air, larger headings in an accent colour.') },
      { word: 'technical', what: sentence('Small type, dense tables.') },
    ],
  },
  signature: {
    what: sentence(
      'A Markdown or text file that is put below the mail, or false for none. Absent: as the setting markdownMail.signature says.',
    ),
    example: 'signature: signatures/formal.md',
    values: [{ word: 'false', what: sentence('No signature.') }],
  },
  lang: {
    what: sentence('The language of the text, so that programs read it aloud and break its lines rightly.'),
    example: 'lang: de',
  },
  'plain-text': {
    what: sentence(
      'Sends the plain text along as Markdown Mail writes it. Absent: the mailbox makes one of the HTML.',
    ),
    example: 'plain-text: true',
    values: flags,
  },
  folder: {
    what: sentence('The folder of the mailbox that the draft is kept in, by its name. Absent: Drafts.'),
    example: 'folder: Customers',
  },
  id: {
    what: sentence(
      'Which draft this file is, written at the first upload. Leave it as it is; a copy of the file is a draft of its own without it.',
    ),
    example: 'id: 01ARZ3NDEKTSV4RRFFQ69G5FAV',
    written: true,
  },
  sent: {
    what: sentence('When the mail was sent, written by Markdown Mail.'),
    example: 'sent: 2030-01-31T07:30:00Z',
    written: true,
  },
};
