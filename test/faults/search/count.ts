import { type StoredMessage } from '../../../src/sandbox/message.js';
import { type Post } from './audit.js';
import { type World } from './world.js';

/** What made the mailbox deliver a mail. `post` absent: a person, in Outlook. */
interface Sending {
  readonly key: string | undefined;
  readonly at: number;
  readonly post?: Post;
}

/**
 * At most once. What this computer sends after another sending is a fault, but for these:
 * - one request that is carried out twice, as by a proxy that repeats it (a draft is sent once even then, unless the
 *   mailbox delivers a waiting one twice);
 * - once more by the person's own wish, knowing that the outcome is open;
 * - a sending by another computer, or in Outlook, that the mailbox did not show yet at the last look before this one: they
 *   share no lock. Nothing ever shows one without a copy, and a copy that waits to leave looks like any draft.
 */
export function judgeCount(world: World, delivered: readonly StoredMessage[]): void {
  if (delivered.length <= 1) return;
  const sendings = sendingsOf(world, delivered);
  const [first, ...later] = sendings;
  const excused = (sending: Sending, index: number) =>
    isExcused(world, sending, sendings.slice(0, index + 1), delivered);
  if (first && later.every(excused) && delivered.length <= sendings.length) return;
  world.audit.fault(`delivered ${delivered.length} times`);
}

function sendingsOf({ audit, outlook }: World, delivered: readonly StoredMessage[]): Sending[] {
  const keys = new Set<string | undefined>(delivered.map(({ key }) => key));
  // Of two sendings of one message the first did nothing, unless it waited still: it was taken back.
  const isLast = ({ key }: Post, index: number) =>
    !audit.posts.some((later, at) => at > index && later.key === key && !later.second);
  const posts = audit.posts.filter(
    (post, index) => post.second || (keys.has(post.key) && isLast(post, index)),
  );
  const persons = [...[...outlook.sent].filter(([key]) => keys.has(key)), ...outlook.sentTwice];
  return [
    ...posts.map((post) => ({ key: post.key, at: post.at, post })),
    ...persons.map(([key, at]) => ({ key, at })),
  ].sort((a, b) => a.at - b.at);
}

function isExcused(
  { scene }: World,
  { key, post }: Sending,
  before: readonly Sending[],
  delivered: readonly StoredMessage[],
): boolean {
  if (!post || before.some((earlier) => earlier.post?.request === post.request)) return true;
  if (post.second && post.again) return true;
  const messageOf = (earlier: Sending) => delivered.find((each) => each.key === earlier.key);
  const lag = scene.switches.tagIndexLag ?? 0;
  // Its own one too, where it doubled another's: what that made is known to nobody.
  const others = before.filter(
    (earlier) => earlier.post?.window.computer !== post.window.computer || earlier.post.second,
  );
  const isUnseen = (earlier: Sending) => {
    const message = messageOf(earlier);
    if (post.second && earlier.key === key) return true;
    return message?.unsaved === true || post.lookedForTag < (message?.sent ?? earlier.at) + lag;
  };
  // What this computer knows of its own sendings it knows from its ledger.
  return others.length === before.length && others.every(isUnseen);
}
