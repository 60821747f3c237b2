import { type FolderName } from './message.js';

/** English names, used where the embedding gives no others; also the folders on disk. */
export const englishFolderNames: Readonly<Record<FolderName, string>> = {
  inbox: 'Inbox',
  drafts: 'Drafts',
  sentitems: 'Sent Items',
  deleteditems: 'Deleted Items',
  archive: 'Archive',
  junkemail: 'Junk Email',
  outbox: 'Outbox',
};
