import { type PreviewContent } from '../../../src/editor/preview/previewContent.js';
import { type FeedInput } from '../../../src/editor/preview/pageFeed.js';
import { plainView } from '../../../src/editor/preview/previewView.js';
import { type PreviewLabels } from '../../../src/editor/preview/previewWords.js';

/** The words of the preview in English. */
export const labels: PreviewLabels = {
  language: 'en',
  from: 'From',
  to: 'To',
  cc: 'Cc',
  bcc: 'Bcc',
  replyTo: 'Reply To',
  importance: 'Importance',
  sendAt: 'Will Be Sent',
  high: 'High',
  low: 'Low',
  attachments: 'Attachments',
  openAttachment: 'Open the attachment',
  more: 'and {0} more',
  noSender: 'Nobody is signed in',
  noRecipients: 'No recipients yet',
  noSubject: 'No subject',
  asAnswered: 'As the mailbox fills it in',
  historyFollows: 'The mailbox adds the message that you answer below.',
  sandbox: 'SANDBOX',
  sandboxMeaning: 'Nothing leaves this machine',
  mail: 'The mail as it will arrive',
  tabs: 'Forms of the mail',
  html: 'HTML',
  text: 'Plain Text',
  source: 'Source',
  switches: 'How the mail is shown',
  dark: 'Dark',
  darkMeaning: 'Show the mail as Outlook shows it in dark mode',
  phone: 'Phone',
  phoneMeaning: 'Show the mail as wide as a phone',
  outlook: 'Classic Outlook',
  outlookMeaning: 'Show the mail without what classic Outlook for Windows leaves out',
  approximateDark: 'Approximation of how Outlook shows this mail in dark mode.',
  approximateOutlook: 'Approximation of how classic Outlook for Windows shows this mail.',
  approximateBoth: 'Approximation of how classic Outlook for Windows shows this mail in dark mode.',
  approximateText: 'Exchange writes the plain text.',
  exactSource: 'These are exactly the bytes that are sent.',
  copy: 'Copy',
  copied: 'Copied',
  print: 'Print…',
  printHint: 'Print this page from your browser.',
  size: '{0} KB of 102 KB before Gmail clips',
  clipped: '{0} KB: Gmail clips mails above 102 KB',
  sizeMeaning: 'Size of the HTML',
  updated: 'Preview updated',
  remoteHidden: 'Pictures from the internet are hidden.',
  showRemote: 'Show Remote Images',
  problems: 'Problems',
  error: 'Error',
  warning: 'Warning',
  information: 'Note',
  line: 'Line {0}',
  lines: 'Lines',
};

export const nothing: PreviewContent = {
  sandbox: false,
  to: [],
  cc: [],
  bcc: [],
  replyTo: [],
  subject: '',
  importance: 'normal',
  html: '',
  text: '',
  images: [],
  attachments: [],
  problems: [],
  blocks: [],
};

export const content: PreviewContent = {
  ...nothing,
  from: 'You <you@example.com>',
  to: ['Ada <ada@example.com>'],
  subject: 'Notes',
  html: '<div><p>Hello</p>\n</div>\n',
  text: 'Hello\n',
  blocks: [{ line: 4, index: 0 }],
};

export function feedInput(change: Partial<PreviewContent> = {}, input: Partial<FeedInput> = {}): FeedInput {
  const changed = { ...content, ...change };
  return { content: changed, shown: changed.html, view: plainView, labels, remotePictures: false, ...input };
}
