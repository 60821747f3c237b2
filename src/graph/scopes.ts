/** Delegated permissions (Graph page "Permissions reference") for everything but sending, and for sending. */
export interface MailScopes {
  readonly write: readonly string[];
  readonly send: readonly string[];
}

export const ownMailboxScopes: MailScopes = { write: ['Mail.ReadWrite'], send: ['Mail.Send'] };

/** Graph page "List masterCategories". */
export const categoryScopes = ['MailboxSettings.Read'];

/** Another person's or a shared mailbox; work accounts only. */
export const sharedMailboxScopes: MailScopes = {
  write: ['Mail.ReadWrite.Shared'],
  send: ['Mail.Send.Shared'],
};
