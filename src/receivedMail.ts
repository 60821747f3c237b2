/** What turns messages of a mailbox into drafts: loaded when a person first compares or brings one in. */
export { copyText, newDraftText } from './received/receivedDraft.js';
export { bodyMarkdown } from './received/receivedBody.js';
