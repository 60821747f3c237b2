import { Parser } from 'htmlparser2';
import { type ClientFamily, clientFamilies, clientSupport, type Support } from './clientSupport.js';
import { wordIgnoredAttributes, wordNothing, wordUnknown, wordValue } from '../../src/render/wordSupport.js';
import { type Attributes, type Construct, constructsOf, pictureOf } from './constructs.js';
import { facts } from './facts.js';
import { type Fallback, fallbackFor, inSupportedPart } from './fallbacks.js';

/** Something that a mail asks for and a program does not show. `client` is `all` where nothing is known about it. */
export interface Fault {
  readonly client: ClientFamily | 'all';
  readonly construct: string;
  readonly element: string;
  readonly value: string;
}

interface Judged extends Fault {
  readonly fallback?: Fallback;
}

export function sentenceOf({ client, construct, element, value }: Fault): string {
  const what = `${construct}${value === '' ? '' : ` (${value.slice(0, 80)})`} on <${element}>`;
  return client === 'all'
    ? `${what} is not on the list of what a mail may hold`
    : `${client} does not show ${what}`;
}

/** Checks mails; what it has seen once it knows, since mails repeat the same few tags. */
export class Gate {
  private readonly seen = new Map<string, readonly Judged[]>();
  /** The fallbacks that any mail needed. */
  readonly used = new Set<Fallback>();

  /** What in this mail some program does not show, without what a listed fallback covers; each once. */
  faultsOf(html: string): Fault[] {
    return this.judge(html).filter(({ fallback }) => fallback === undefined);
  }

  /** All that some program does not show in this mail, each with the fallback that covers it. */
  judge(html: string): Judged[] {
    const faults = new Set<Judged>();
    const parser = new Parser({
      onopentag: (name, attributes) => {
        for (const fault of this.faultsOfTag(name, attributes)) faults.add(fault);
      },
      oncomment: () => {
        for (const fault of this.faultsOfConstruct({ key: 'comment', element: '', value: '' }))
          faults.add(fault);
      },
    });
    parser.end(html);
    return [...faults];
  }

  private faultsOfTag(name: string, attributes: Attributes): readonly Judged[] {
    // Addresses and words differ from tag to tag, and matter by their beginning and presence alone.
    const key = JSON.stringify([
      name,
      Object.entries(attributes).map(([attribute, value]) => [attribute, keyOf(attribute, value)]),
    ]);
    const known = this.seen.get(key);
    if (known) return known;
    const faults = constructsOf(name, attributes).flatMap((construct) => this.faultsOfConstruct(construct));
    this.seen.set(key, faults);
    return faults;
  }

  private faultsOfConstruct(construct: Construct): Judged[] {
    const { key, element, value } = construct;
    const support = supportOf(construct);
    if (!support) return [{ client: 'all', construct: key, element, value }];
    return clientFamilies.flatMap((client) => {
      const letter = support[client];
      if (letter === 'y' || (letter === 'a' && inSupportedPart(construct))) return [];
      const fallback = fallbackFor(client, construct);
      if (!fallback) return [{ client, construct: key, element, value }];
      this.used.add(fallback);
      return [{ client, construct: key, element, value, fallback }];
    });
  }
}

const free = new Set(['alt', 'title', 'lang', 'width', 'height', 'start', 'datetime', 'cite']);

function keyOf(attribute: string, value: string): string {
  if (attribute === 'href') return value.slice(0, 8);
  if (attribute === 'src') return pictureOf(value);
  return free.has(attribute) ? value.replace(/[^%]/g, '').slice(0, 1) : value;
}

/** The table, the facts beside it, and for Word its rules for each element. Undefined: none of them knows the construct. */
function supportOf(construct: Construct): Readonly<Record<ClientFamily, Support>> | undefined {
  const { key } = construct;
  const letters = facts[key]?.support;
  const known = letters === undefined ? clientSupport(key)?.support : lettered(letters);
  if (!known) return undefined;
  return { ...known, 'outlook-windows': wordSupport(construct, known['outlook-windows']) };
}

function lettered(letters: string): Record<ClientFamily, Support> {
  const pairs = clientFamilies.map((family, index) => [family, letters[index] as Support]);
  return Object.fromEntries(pairs) as Record<ClientFamily, Support>;
}

/** A property that Word shows on this element, and this value of it, counts as shown, and as not shown otherwise. */
function wordSupport({ key, element, value }: Construct, listed: Support): Support {
  if (key.startsWith('property:')) return wordValue(element, key.slice(9), value) === value ? 'y' : 'n';
  if (key.startsWith('element:')) return wordUnknown[element] || wordNothing.has(element) ? 'n' : listed;
  if (key.startsWith('attribute:') && wordIgnoredAttributes.has(key.slice(10))) return 'n';
  return listed;
}
