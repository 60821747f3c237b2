import { parseFolderId } from './answers.js';
import { type GraphClient } from './client.js';
import { presentOrAbsent } from './errors.js';
import { type MessageFacts, type PlacedMessage } from './mailbox.js';
import { type GraphPath } from './requestPath.js';

type KnownFolder = Exclude<PlacedMessage['folder'], 'other'>;

/**
 * Tells in which folder a message lies, by the ids behind Graph's well-known names (display names are localised). An
 * id never changes, so each is asked for once, when it is needed.
 */
export function createMailFolders(client: GraphClient, folders: GraphPath, scopes: readonly string[]) {
  const known = new Map<KnownFolder, string>();

  const idOf = async (name: KnownFolder, signal?: AbortSignal) => {
    const asked = known.get(name);
    if (asked !== undefined) return asked;
    const id = await presentOrAbsent(async () => {
      const request = { method: 'GET', path: [...folders, name], query: { $select: 'id' } } as const;
      return (await client.request({ ...request, success: [200], scopes }, signal)).read(parseFolderId);
    });
    if (id !== undefined) known.set(name, id);
    return id;
  };

  return {
    of: async (message: MessageFacts, signal?: AbortSignal): Promise<PlacedMessage['folder']> => {
      for (const name of likelyFolders(message))
        if ((await idOf(name, signal)) === message.parentFolderId) return name;
      return 'other';
    },
    /** `message` was made by a request that saves to Drafts (Graph page "Create message"), so that one need not ask. */
    learnDrafts: ({ isDraft, parentFolderId }: MessageFacts): void => {
      if (isDraft) known.set('drafts', parentFolderId);
    },
  };
}

/** The likeliest first: one look-up is then mostly enough. */
function likelyFolders({ isDraft }: MessageFacts): readonly KnownFolder[] {
  return isDraft ? ['drafts', 'deleteditems', 'sentitems'] : ['sentitems', 'deleteditems', 'drafts'];
}
