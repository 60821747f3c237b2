import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isAddress } from '../../../../src/draft/addresses.js';
import { knownFrom } from '../../../../src/draft/help/addressUse.js';
import { completionPlace } from '../../../../src/draft/help/completionPlace.js';
import { headerHelp } from '../../../../src/draft/help/headerHelp.js';
import {
  headerAddress,
  keySuggestions,
  type Known,
  nothingKnown,
  valueSuggestions,
} from '../../../../src/draft/help/suggestions.js';
import { headerKeys } from '../../../../src/draft/headerKeys.js';
import { parseDraft } from '../../../../src/draft/parseDraft.js';
import { draftText } from '../headerOf.js';

const now = new Date(2030, 0, 30, 12);
const known: Known = {
  ...nothingKnown,
  addresses: [
    { name: 'Ada Lovelace', address: 'ada@example.com' },
    { name: 'Babbage, Charles', address: 'charles@example.com' },
    { address: 'team@example.com' },
  ],
  senders: [{ name: 'Support', address: 'support@example.com' }],
  categories: ['Red', 'a, b'],
  accounts: ['me@example.com'],
};

/** What is written for each suggestion at the cursor `|`. */
function offered(marked: string, what: Known = known, taken: string[] = []): string[] {
  const offset = marked.indexOf('|');
  const place = completionPlace(marked.replace('|', ''), offset);
  assert.ok(place, 'a place');
  const found = place.kind === 'key' ? keySuggestions(place) : valueSuggestions(place, what, now, taken);
  return found.map(({ text }) => text);
}

describe('suggestions', () => {
  const both = [
    'Ada Lovelace <ada@example.com>',
    '"Babbage, Charles" <charles@example.com>',
    'team@example.com',
  ];
  const table: [header: string, expected: string[]][] = [
    ['---\nto: |\n---\n', both],
    ['---\nto:|\n---\n', both.map((each) => ` ${each}`)],
    ['---\ncc: [|]\n---\n', both],
    ['---\nbcc:\n  - |\n---\n', both],
    ['---\nreply-to: |\n---\n', ['Support <support@example.com>', ...both]],
    ['---\nfrom: |\n---\n', ['me@example.com', 'Support <support@example.com>']],
    ['---\nmailbox: |\n---\n', ['support@example.com']],
    ['---\naccount: |\n---\n', ['me@example.com']],
    ['---\ncategories: [|]\n---\n', ['Red', '"a, b"']],
    ['---\nimportance: |\n---\n', ['high', 'normal', 'low']],
    ['---\nsensitivity: |\n---\n', ['confidential', 'private', 'personal', 'normal']],
    ['---\nread-receipt: |\n---\n', ['true', 'false']],
    ['---\ndelivery-receipt: |\n---\n', ['true', 'false']],
    ['---\ntheme: |\n---\n', ['plain', 'modern', 'technical']],
    ['---\nsignature: |\n---\n', ['false']],
    ['---\nsubject: |\n---\n', []],
  ];
  for (const [marked, expected] of table)
    it(JSON.stringify(marked), () => assert.deepEqual(offered(marked), expected));

  it('are addresses of other drafts first, then people, then contacts, each once', () => {
    const more: Known = {
      ...known,
      addresses: [{ name: 'Ada', address: 'Ada@example.com' }, { address: 'team@example.com' }],
      people: [
        { name: 'Team', address: 'TEAM@example.com' },
        { name: 'Nora', address: 'nora@example.com' },
        { name: 'Zoe', address: 'zoe@example.com' },
      ],
      contacts: [
        { name: 'Lindqvist, Nora', address: 'Nora@Example.com' },
        { name: 'Abe', address: 'abe@example.com' },
        { name: 'Lovelace', address: 'ada@example.com' },
      ],
    };
    const place = completionPlace('---\ncc: \n---\n', 8);
    assert.ok(place?.kind === 'value');
    const found = valueSuggestions(place, more, now, ['zoe@example.com']);
    assert.deepEqual(
      found.map(({ label, origin }) => [label, origin?.text]),
      [
        ['Ada <Ada@example.com>', undefined],
        ['team@example.com', undefined],
        ['Nora <nora@example.com>', 'People'],
        ['Abe <abe@example.com>', 'Contacts'],
      ],
    );
    assert.deepEqual(
      found.map(({ order }) => order),
      [0, 1, 2, 3],
    );
    assert.equal(offered('---\nreply-to: |\n---\n', more).length, 6);
    for (const key of ['from', 'mailbox'])
      assert.ok(!offered(`---\n${key}: |\n---\n`, more).some((text) => /nora|abe|zoe/u.test(text)), key);
  });

  it('leave out whoever gets the mail already, but not the one that is being written', () => {
    const taken = ['ADA@example.com', 'team@example.com'];
    assert.deepEqual(offered('---\ncc: |\n---\n', known, taken), [both[1]]);
    assert.deepEqual(offered('---\ncc: team@example.com|\n---\n', known, taken), [both[1], both[2]]);
  });

  it('are times to come for send-at', () => {
    const times = offered('---\nsend-at: |\n---\n');
    assert.ok(times.length >= 2);
    for (const time of times) {
      const draft = parseDraft(draftText(`to: a@example.com\nsend-at: ${time}`));
      assert.deepEqual(draft.problems, []);
      assert.ok(Date.parse(time) > now.getTime());
    }
  });

  it('are languages that are ones', () => {
    for (const tag of offered('---\nlang: |\n---\n')) assert.equal(Intl.getCanonicalLocales(tag)[0], tag);
  });

  it('are each key once, but for those that are there and those that only the extension writes', () => {
    const keys = offered('---\nto: x\n|\n---\n');
    assert.ok(!keys.some((text) => text.startsWith('to:')));
    assert.ok(!keys.some((text) => /^(?:id|sent|reply|reply-all|forward):/u.test(text)));
    assert.ok(keys.includes('cc: ') && keys.includes('subject: $0') && keys.includes('attachments: [$0]'));
  });

  it('are the bare key where its colon is there', () => {
    assert.ok(offered('---\nsu|bjct: x\n---\n').includes('subject'));
  });

  it('know each key, with an example that the reader takes', () => {
    assert.deepEqual(Object.keys(headerHelp).sort(), Object.keys(headerKeys).sort());
    for (const [key, { example, values = [] }] of Object.entries(headerHelp)) {
      const texts = [example, ...values.map(({ word }) => `${key}: ${word}`)];
      for (const text of texts) assert.deepEqual(parseDraft(draftText(text)).problems, [], text);
    }
  });
});

describe('an address in a header', () => {
  const names = fc.string({ unit: fc.constantFrom(...'aÄ1 .,:;#[]{}&*!|>\'"%@`\\()<>-’_'), maxLength: 12 });
  const locals = fc.string({
    unit: fc.constantFrom(..."ab1.-_+#{}&*!|%'`$^~?=/"),
    minLength: 1,
    maxLength: 8,
  });
  it('is read as it was meant, wherever it stands', () => {
    fc.assert(
      fc.property(names, locals, (name, local) => {
        const address = `${local}@example.com`;
        fc.pre(isAddress(address));
        const shown = name.replace(/\s+/gu, ' ').trim();
        const meant = shown === '' ? { address } : { name: shown, address };
        const text = headerAddress(meant);
        for (const header of [
          `to: ${text}`,
          `to: [z@example.org, ${text}]`,
          `to:\n  - ${text}\n  - z@example.org`,
        ]) {
          const { header: read, problems } = parseDraft(draftText(header));
          assert.deepEqual(problems, [], header);
          assert.deepEqual(
            read.to.find((each) => each.address !== 'z@example.org'),
            meant,
            header,
          );
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('what past drafts teach', () => {
  const draft = (to: string, modified: number, more = '') => ({
    header: parseDraft(draftText(`to: ${to}\n${more}`)).header,
    modified,
  });
  it('is what is used most, then what was used last', () => {
    const { addresses, senders, categories } = knownFrom([
      draft('a@example.com, B <b@example.com>', 1, 'categories: [Red, Blue]'),
      draft('c@example.com, A <A@example.com>', 2, 'from: me@example.com\ncategories: Blue'),
      draft('c@example.com', 3, 'mailbox: shared@example.com'),
      draft('b@example.com', 1),
    ]);
    assert.deepEqual(
      addresses.map(({ name, address }) => [name, address]),
      [
        [undefined, 'c@example.com'],
        ['A', 'A@example.com'],
        ['B', 'b@example.com'],
      ],
    );
    assert.deepEqual(senders, [{ address: 'shared@example.com' }, { address: 'me@example.com' }]);
    assert.deepEqual(categories, ['Blue', 'Red']);
    assert.deepEqual(knownFrom([]), { addresses: [], senders: [], categories: [] });
    assert.deepEqual(nothingKnown.addresses, []);
  });
});
