import { type MessageProperties } from '../graph/mailbox.js';
import { type OutgoingMail } from '../render/outgoingMail.js';
import { sha256 } from './contentMark.js';
import { change } from './graphMessage.js';

/** What each property of a copy was written as: names of Graph, and the beginning of a hash. */
export type PartMarks = Readonly<Record<string, string>>;

/** Of all that an update of this mail would say; of an answer's body only its own text. */
export function partsOf(draftId: string, mail: OutgoingMail): PartMarks {
  const said = Object.entries(change(draftId, mail));
  return Object.fromEntries(said.map(([name, value]) => [name, sha256(JSON.stringify(value)).slice(0, 16)]));
}

/** Names of the properties that an update has to say. `before`: how they are in the copy; absent: nobody knows. */
export function namesToSay(before: PartMarks | undefined, now: PartMarks): readonly string[] {
  return Object.keys(now).filter((name) => before?.[name] !== now[name]);
}

export function only(whole: MessageProperties, names: readonly string[]): MessageProperties {
  return Object.fromEntries(Object.entries(whole).filter(([name]) => names.includes(name)));
}
