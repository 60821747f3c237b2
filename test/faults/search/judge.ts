import { type DraftState } from '../../../src/outbox/draftState.js';
import { Failure } from '../../../src/failure.js';
import { type StoredMessage } from '../../../src/sandbox/message.js';
import { type Post } from './audit.js';
import { holds, isTaggedDraft } from './outlook.js';
import { versionAt } from './versions.js';
import { type Window } from './window.js';
import { foreignSubject, type World } from './world.js';

/** What must hold in the end, when every computer has settled what was open, and long after. */
export async function judge(world: World, windows: readonly Window[]): Promise<void> {
  const delivered = (await world.messages()).filter(({ isDraft }) => !isDraft);
  judgeCount(world, delivered);
  for (const message of delivered) await judgeContent(world, message);
  const open: string[] = [];
  for (const window of windows) open.push(...(await judgeState(window, delivered)));
  judgeFile(world);
  await judgeForeign(world);
  await judgeOrphans(world, delivered, open);
  if (delivered.length === 0) await judgeNext(world, windows);
}

/**
 * At most once. Weaker where it cannot hold: a send may double one that could not be seen in the mailbox when its time
 * to undo was over (another computer's, or one made in Outlook at that moment); one request that is carried out twice
 * or repeated by the person's own wish, where the mailbox delivers twice.
 */
function judgeCount(world: World, delivered: readonly StoredMessage[]): void {
  if (delivered.length <= 1) return;
  const { audit, scene } = world;
  if (isDoubledByMailbox(world)) return;
  const lag = scene.switches.tagIndexLag ?? 0;
  const first = Math.min(...delivered.map(({ sent }) => sent));
  const later = audit.posts.filter(
    ({ key, at }) => at > first || delivered.findIndex((m) => m.key === key) > 0,
  );
  const blind = (post: Post) => post.heldUntil < first + lag;
  const others = (post: Post) =>
    world.outlook.sent.size > 0 || audit.posts.some(({ window }) => window.computer !== post.window.computer);
  if (later.every((post) => blind(post) && others(post))) return;
  audit.fault(`delivered ${delivered.length} times`);
}

/** A second send of a mail that waits to leave delivers it twice: the network's, the person's, or another computer's. */
function isDoubledByMailbox({ scene, struck, outlook, audit, askedAgain }: World): boolean {
  if (scene.switches.repeatedSend !== 'deliversTwice') return false;
  const computers = new Set(audit.posts.map(({ window }) => window.computer));
  return isCarriedOutTwice({ struck }) || askedAgain > 0 || outlook.sent.size > 0 || computers.size > 1;
}

function isCarriedOutTwice({ struck }: Pick<World, 'struck'>): boolean {
  return struck.some(({ fault }) => fault.startsWith('carried out twice'));
}

/**
 * Whole, and a version that somebody said yes to; or what was made of it in Outlook. Weaker where another computer wrote
 * to the message after the last look before it was sent.
 */
async function judgeContent(world: World, message: StoredMessage): Promise<void> {
  const { outlook, audit } = world;
  if (outlook.sent.has(message.key) || isDoubledByMailbox(world)) return;
  const post = audit.posts.find(({ key }) => key === message.key);
  if (post && isWrittenByAnother(world, post)) return;
  const edited = outlook.edits.find((edit) => edit.key === message.key && holds(message, edit));
  if (edited) {
    if (post && edited.at < Math.min(post.looked, post.heldUntil))
      audit.fault('sent what was changed in Outlook');
    return;
  }
  const saved = outlook.saved.has(message.key);
  if (![...world.asked].some((version) => isVersion(message, version, saved)))
    audit.fault(`delivered a mail that nobody asked to send: ${describe(message)}`);
}

function isWrittenByAnother({ audit }: World, { key, looked, window }: Post): boolean {
  return audit.writes.some(
    (write) => write.key === key && write.computer !== window.computer && write.at > looked,
  );
}

function isVersion(
  { content, attachments: all, sent }: StoredMessage,
  index: number,
  saved: boolean,
): boolean {
  // What comes to the mailbox's own copy after that, its readers do not get.
  const attachments = all.filter(({ modified }) => modified <= sent);
  const { mail, files } = versionAt(index);
  const plain = (html: string) => (saved ? html.replace(/ class="MsoNormal"/, '') : html);
  const names = attachments.map(({ name, length }) => `${name} ${length}`).sort();
  const expected = Object.entries(files)
    .map(([name, text]) => `${name} ${text.length}`)
    .sort();
  return (
    content.subject === mail.subject &&
    plain(content.body.original) === mail.html &&
    content.importance === mail.importance &&
    JSON.stringify(content.internetMessageHeaders) === JSON.stringify(mail.headers) &&
    names.join() === expected.join()
  );
}

function describe({ content, attachments }: StoredMessage): string {
  const files = attachments.map(({ name }) => name).join(', ');
  return `${content.subject}: ${content.body.original} (${content.importance}; ${files})`;
}

/** `sent` is true, `failed` and the like are, and what is open is what nobody can know. Resolves with the ids of that. */
async function judgeState(window: Window, delivered: readonly StoredMessage[]): Promise<readonly string[]> {
  const { world, computer } = window;
  const state = await stateOf(window);
  if (!state) return [];
  await world.audit.report(computer, state);
  if (state.kind === 'sending') world.audit.fault('still sending after days');
  if (state.kind !== 'unknown') return [];
  const drafts = (await world.messages()).filter(isTaggedDraft);
  // Its own copy may still lie there while another computer's was sent.
  const own = drafts.some(({ immutableId }) => immutableId === state.copy?.messageId);
  if (delivered.length > 0 && !own) world.audit.fault('unknown, and the mailbox shows that it was sent');
  const purged = [...world.outlook.deleted].length > 0;
  if (drafts.length === 0 && !purged) world.audit.fault('unknown, and nothing is left that could be sent');
  return own ? [state.copy?.messageId ?? ''] : [];
}

async function stateOf(window: Window): Promise<DraftState | undefined> {
  const { id, version } = window.world.file;
  return id === undefined ? undefined : window.outbox.state(id, window.mailOf(version));
}

/** What the program did not make it does not touch. */
async function judgeForeign(world: World): Promise<void> {
  const [own, ...more] = (await world.messages()).filter(({ content }) => content.subject === foreignSubject);
  if (!own || more.length > 0 || own.folder !== 'drafts' || !own.isDraft || own.revision > 1)
    world.audit.fault('a draft of the person’s own was touched');
}

function judgeFile(world: World): void {
  if (world.file.writersHeader !== '---\nto: ada@example.com\nsubject: Notes\n---\n')
    world.audit.fault('the file is not as its writer left it');
}

/** Of the drafts that the program made none is left beside the one that it knows. */
async function judgeOrphans(
  world: World,
  delivered: readonly StoredMessage[],
  open: readonly string[],
): Promise<void> {
  const edited = (message: StoredMessage) =>
    world.outlook.saved.has(message.key) || world.outlook.edits.some(({ key }) => key === message.key);
  const drafts = (await world.messages()).filter(
    (message) => isTaggedDraft(message) && !edited(message) && !open.includes(message.immutableId),
  );
  const allowed = delivered.length > 0 || open.length > 0 ? 0 : 1;
  // The second draft of one request that was carried out twice, where the mailbox did not show it before the mail left,
  // or where it was sent in Outlook.
  const unseen = (world.scene.switches.tagIndexLag ?? 0) > 0 || world.outlook.sent.size > 0;
  const hidden = unseen && isCarriedOutTwice(world);
  if (drafts.length > allowed && world.computers.length === 1 && !hidden)
    world.audit.fault(`${drafts.length} drafts are left, ${delivered.length} delivered`);
}

/** Nothing is stuck: what was not sent can be sent, unless somebody changed it in Outlook or must decide. */
async function judgeNext(world: World, [window]: readonly Window[]): Promise<void> {
  if (!window) return;
  const { audit, outlook } = world;
  try {
    const job = await window.job();
    const { state } = await window.outbox.send(job, window.screen(true, job.version));
    await audit.report(window.computer, state);
    const conflict = state.kind === 'conflict' && (outlook.edits.length > 0 || world.computers.length > 1);
    if (state.kind !== 'sent' && state.kind !== 'sending' && !conflict)
      audit.fault(`a last send, without faults, ends as ${state.kind}`);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const others = outlook.edits.length > 0 || outlook.saved.size > 0 || world.computers.length > 1;
    const undecided = ['send-unsettled', 'send-unsettled-changed'].includes(error.code);
    if (!undecided && !(others && error.code === 'several-copies'))
      audit.fault(`a last send, without faults, fails: ${error.code}`);
  }
  const delivered = (await world.messages()).filter(({ isDraft }) => !isDraft);
  judgeCount(world, delivered);
  for (const message of delivered) await judgeContent(world, message);
}
