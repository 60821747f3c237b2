import { Failure, sentence } from '../failure.js';
import { parseFolder, parseFolderId } from './answers.js';
import { type GraphClient } from './client.js';
import { presentOrAbsent } from './errors.js';
import { type MessageFacts, type PlacedMessage } from './mailbox.js';
import { type GraphPath, odataString } from './requestPath.js';

type KnownFolder = Exclude<PlacedMessage['folder'], 'other'>;

/** Well-known names that a draft may use, since they mean the same in every language. */
const draftFolders: readonly string[] = ['drafts', 'inbox', 'archive'];

/** A draft in one of them would be taken for a deleted or for a sent one. */
const unfitFolders: readonly KnownFolder[] = ['deleteditems', 'sentitems'];

/**
 * Tells in which folder a message lies, by the ids behind Graph's well-known names (display names are localised). An
 * id never changes, so each is asked for once, when it is needed.
 */
export function createMailFolders(client: GraphClient, folders: GraphPath, scopes: readonly string[]) {
  const known = new Map<KnownFolder, string>();

  const look = (name: string, signal?: AbortSignal) =>
    presentOrAbsent(async () => {
      const request = { method: 'GET', path: [...folders, name], query: { $select: 'id' } } as const;
      return (await client.request({ ...request, success: [200], scopes }, signal)).read(parseFolderId);
    });

  const idOf = async (name: KnownFolder, signal?: AbortSignal) => {
    const asked = known.get(name);
    if (asked !== undefined) return asked;
    const id = await look(name, signal);
    if (id !== undefined) known.set(name, id);
    return id;
  };

  /** Graph page "List mailFolders": those at the top of the mailbox. */
  const named = async (name: string, signal?: AbortSignal) => {
    const query = { $filter: `displayName eq ${odataString(name)}`, $select: 'id,displayName', $top: '50' };
    const request = { method: 'GET', path: folders, query, success: [200], scopes } as const;
    const found = await client.items(request, parseFolder, signal);
    const same = found.filter((folder) => folder.name.toLowerCase() === name.toLowerCase());
    return (same.find((folder) => folder.name === name) ?? same[0])?.id;
  };

  return {
    of: async (message: MessageFacts, signal?: AbortSignal): Promise<PlacedMessage['folder']> => {
      for (const name of likelyFolders(message))
        if ((await idOf(name, signal)) === message.parentFolderId) return name;
      return 'other';
    },
    /** Asked anew each time, because a folder may be renamed or deleted. */
    forDrafts: async (name: string, signal?: AbortSignal): Promise<string> => {
      const wellKnown = name.toLowerCase();
      const id = await (draftFolders.includes(wellKnown) ? look(wellKnown, signal) : named(name, signal));
      if (id === undefined) throw folderUnknown(name);
      for (const unfit of unfitFolders) if ((await idOf(unfit, signal)) === id) throw folderUnfit(name);
      return id;
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

function folderUnknown(name: string): Failure {
  return new Failure(
    'folder-unknown',
    sentence('The mailbox has no folder “{0}”, so the draft was not put there.', name),
    sentence('Check the name after folder: in the header, or make that folder at the top of the mailbox.'),
  );
}

function folderUnfit(name: string): Failure {
  return new Failure(
    'folder-unfit',
    sentence('Drafts can’t be kept in the folder “{0}”.', name),
    sentence('Write another name after folder: in the header, or remove that line.'),
  );
}
