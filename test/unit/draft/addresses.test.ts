import assert from 'node:assert/strict';
import {
  formatAddress,
  isAddress,
  parseAddress,
  parseAddressList,
  sameAddress,
} from '../../../src/draft/addresses.js';

const long = (length: number) => 'a'.repeat(length);

describe('addresses: one mailbox', () => {
  const read: [title: string, text: string, name: string | undefined, address: string][] = [
    ['alone', 'ada@example.com', undefined, 'ada@example.com'],
    ['in angle brackets', '<ada@example.com>', undefined, 'ada@example.com'],
    ['with a name', 'Ada Lovelace <ada@example.com>', 'Ada Lovelace', 'ada@example.com'],
    ['without a space', 'Ada<ada@example.com>', 'Ada', 'ada@example.com'],
    ['white space around', ' \t Ada  < ada@example.com > ', 'Ada', 'ada@example.com'],
    ['quoted name with a comma', '"Babbage, Charles" <c@example.com>', 'Babbage, Charles', 'c@example.com'],
    ['quoted name with a semicolon', '"a; b" <c@example.com>', 'a; b', 'c@example.com'],
    ['quoted name with an angle', '"Ada <the first>" <a@example.com>', 'Ada <the first>', 'a@example.com'],
    [
      'quoted name with escapes',
      '"Ada \\"Countess\\" \\\\" <a@example.com>',
      'Ada "Countess" \\',
      'a@example.com',
    ],
    ['quoted name with parentheses', '"Ada (home)" <a@example.com>', 'Ada (home)', 'a@example.com'],
    [
      'quoted word in a name',
      'Ada "the first" Lovelace <a@example.com>',
      'Ada the first Lovelace',
      'a@example.com',
    ],
    ['empty quoted name', '"" <a@example.com>', undefined, 'a@example.com'],
    ['UTF-8 name', 'Jürgen Größe <j@example.com>', 'Jürgen Größe', 'j@example.com'],
    ['name in another script', '山田 太郎 <taro@example.jp>', '山田 太郎', 'taro@example.jp'],
    ['emoji with a joiner', '👩‍💻 Ada <ada@example.com>', '👩‍💻 Ada', 'ada@example.com'],
    ['name with dots', 'J. R. Smith <j@example.com>', 'J. R. Smith', 'j@example.com'],
    ['name with an apostrophe', "O'Brien <o@example.com>", "O'Brien", 'o@example.com'],
    ['name with a backslash', 'DOMAIN\\ada <a@example.com>', 'DOMAIN\\ada', 'a@example.com'],
    ['name in brackets', '[EXT] Ada <a@example.com>', '[EXT] Ada', 'a@example.com'],
    ['name that is the address', 'A@example.com <a@example.com>', undefined, 'a@example.com'],
    ['comment behind', 'ada@example.com (Ada)', undefined, 'ada@example.com'],
    ['comment before', '(boss) Ada <ada@example.com>', 'Ada', 'ada@example.com'],
    [
      'comment between',
      'Ada (the (nested \\) one) first) Lovelace <a@example.com>',
      'Ada   Lovelace',
      'a@example.com',
    ],
    ['comment in the angle', 'Ada <a@example.com (home)>', 'Ada', 'a@example.com'],
    ['comment behind the angle', 'Ada <a@example.com> (home)', 'Ada', 'a@example.com'],
    ['UTF-8 local part', 'jürgen@example.com', undefined, 'jürgen@example.com'],
    ['internationalised domain', 'a@bücher.example', undefined, 'a@bücher.example'],
    ['domain in Devanagari, with marks', 'a@उदाहरण.परीक्षा', undefined, 'a@उदाहरण.परीक्षा'],
    ['punycode', 'a@xn--bcher-kva.example', undefined, 'a@xn--bcher-kva.example'],
    ['IPv4 literal', 'a@[192.0.2.1]', undefined, 'a@[192.0.2.1]'],
    ['IPv6 literal', 'a@[IPv6:2001:db8::1]', undefined, 'a@[IPv6:2001:db8::1]'],
    ['quoted local part', '"a b"@example.com', undefined, '"a b"@example.com'],
    ['quoted local part with an angle', 'Ada <"a>b"@example.com>', 'Ada', '"a>b"@example.com'],
    ['quoted local part with an @', '"a@b"@example.com', undefined, '"a@b"@example.com'],
    [
      'all characters of an atom',
      "!#$%&'*+-/=?^_`{|}~@example.com",
      undefined,
      "!#$%&'*+-/=?^_`{|}~@example.com",
    ],
    ['one label', 'root@localhost', undefined, 'root@localhost'],
  ];
  for (const [title, text, name, address] of read) {
    it(`reads ${title}`, () => {
      assert.deepEqual(parseAddress(text), name === undefined ? { address } : { name, address });
    });
  }

  const refused: [title: string, text: string][] = [
    ['nothing', ''],
    ['white space', ' \t '],
    ['a name alone', 'Ada Lovelace'],
    ['no @', 'ada.example.com'],
    ['nothing before the @', '@example.com'],
    ['nothing behind the @', 'ada@'],
    ['empty angle brackets', 'Ada <>'],
    ['two @', 'ada@example@com'],
    ['a space inside', 'ada lovelace@example.com'],
    ['two addresses and no comma', 'a@example.com b@example.com'],
    ['an address before another in angles', 'a@example.com <b@example.com>'],
    ['two angles', '<a@example.com> <b@example.com>'],
    ['text behind the angle', 'Ada <a@example.com> Lovelace'],
    ['an open angle', 'Ada <a@example.com'],
    ['a closing angle alone', 'Ada a@example.com>'],
    ['an open quote', '"Ada <a@example.com>'],
    ['an open comment', 'Ada (home <a@example.com>'],
    ['a group', 'Team: a@example.com'],
    ['a group with a name', 'Team: Ada <a@example.com>'],
    ['a list', 'a@example.com, b@example.com'],
    ['a leading dot', '.ada@example.com'],
    ['a trailing dot', 'ada.@example.com'],
    ['two dots', 'a..b@example.com'],
    ['an empty label', 'a@example..com'],
    ['a dot at the end of the domain', 'a@example.com.'],
    ['a hyphen at the start of a label', 'a@-example.com'],
    ['a hyphen at the end of a label', 'a@example-.com'],
    ['a literal that is no IPv4 address', 'a@[192.0.2.256]'],
    ['a literal that is no IPv6 address', 'a@[IPv6:2001::db8::1]'],
    ['a literal without digits', 'a@[example]'],
    ['a line break in the address', 'a@example.com\r\nBcc: b@example.com'],
    ['a line break in the angle', 'Ada <a@example.com\nBcc: b@example.com>'],
    ['a line break in the name', 'Ada\r\nBcc: b <a@example.com>'],
    ['a line break in the quoted name', '"Ada\r\nX: y" <a@example.com>'],
    ['an escaped line break in the quoted name', '"Ada\\\r\\\nX: y" <a@example.com>'],
    ['a line break in the quoted local part', '"a\nb"@example.com'],
    ['U+2028 in the name', 'Ada\u2028Lovelace <a@example.com>'],
    ['NUL in the address', 'a\0@example.com'],
    ['a zero-width space in the address', 'a\u200B@example.com'],
    ['a soft hyphen in the domain', 'a@exam\u00ADple.com'],
    ['a right-to-left override in the name', 'Ada \u202Emoc <a@example.com>'],
    ['a lone surrogate', 'a\uD800@example.com'],
  ];
  for (const [title, text] of refused) {
    it(`refuses ${title}`, () => assert.equal(parseAddress(text), undefined));
  }
});

describe('addresses: lengths of RFC 5321 §4.5.3.1', () => {
  const domain = `${long(63)}.${long(63)}.${long(62)}`;
  const table: [title: string, address: string, sound: boolean][] = [
    ['local part of 64 octets', `${long(64)}@example.com`, true],
    ['local part of 65 octets', `${long(65)}@example.com`, false],
    ['local part of 33 characters in 66 octets', `${'é'.repeat(33)}@example.com`, false],
    ['label of 63', `a@${long(63)}.com`, true],
    ['label of 64', `a@${long(64)}.com`, false],
    ['254 octets', `${long(254 - domain.length - 1)}@${domain}`, true],
    ['255 octets', `${long(255 - domain.length - 1)}@${domain}`, false],
  ];
  for (const [title, address, sound] of table) it(title, () => assert.equal(isAddress(address), sound));
});

describe('addresses: lists', () => {
  const table: [title: string, text: string, addresses: string[], invalid: string[]][] = [
    ['nothing', '', [], []],
    ['commas', 'a@example.com,b@example.com', ['a@example.com', 'b@example.com'], []],
    ['semicolons', 'a@example.com; b@example.com;', ['a@example.com', 'b@example.com'], []],
    ['empty pieces', ' ,; , a@example.com,,', ['a@example.com'], []],
    [
      'a comma in a quoted name',
      '"Babbage, Charles" <c@example.com>, a@example.com',
      ['c@example.com', 'a@example.com'],
      [],
    ],
    ['a comma in a comment', 'a@example.com (x, y), b@example.com', ['a@example.com', 'b@example.com'], []],
    [
      'a comma in a local part',
      '<"a,b"@example.com>, c@example.com',
      ['"a,b"@example.com', 'c@example.com'],
      [],
    ],
    ['a name with a bare comma', 'Lovelace, Ada <a@example.com>', ['a@example.com'], ['Lovelace']],
    ['some wrong', 'a@example.com, b, c@', ['a@example.com'], ['b', 'c@']],
    [
      'an open quote takes the rest',
      'a@example.com, "b <b@example.com>, c@example.com',
      ['a@example.com'],
      ['"b <b@example.com>, c@example.com'],
    ],
    ['an empty group', 'undisclosed-recipients:;', [], ['undisclosed-recipients:']],
    [
      'line breaks between',
      'a@example.com,\n b@example.com,\r\n\tc@example.com',
      ['a@example.com', 'b@example.com', 'c@example.com'],
      [],
    ],
    [
      'a line break in place of a comma',
      'a@example.com\nb@example.com',
      [],
      ['a@example.com\nb@example.com'],
    ],
  ];
  for (const [title, text, addresses, invalid] of table) {
    it(`reads ${title}`, () => {
      const list = parseAddressList(text);
      assert.deepEqual(
        list.addresses.map(({ address }) => address),
        addresses,
      );
      assert.deepEqual(list.invalid, invalid);
    });
  }
});

describe('addresses: written and compared', () => {
  const written: [name: string | undefined, text: string][] = [
    [undefined, 'a@example.com'],
    ['', 'a@example.com'],
    ['Ada Lovelace', 'Ada Lovelace <a@example.com>'],
    ['Jürgen', 'Jürgen <a@example.com>'],
    ['Babbage, Charles', '"Babbage, Charles" <a@example.com>'],
    ['J. Smith', '"J. Smith" <a@example.com>'],
    ['say "hi" \\', '"say \\"hi\\" \\\\" <a@example.com>'],
    ['x: y', '"x: y" <a@example.com>'],
    ['Ada\r\nBcc: b@example.com', '"Ada Bcc: b@example.com" <a@example.com>'],
    ['Ada\u2028\u202EX', 'Ada X <a@example.com>'],
    ['\r\n', 'a@example.com'],
  ];
  for (const [name, text] of written) {
    it(`writes ${JSON.stringify(name)}`, () => {
      const address = 'a@example.com';
      assert.equal(formatAddress(name === undefined ? { address } : { name, address }), text);
    });
  }

  const compared: [a: string, b: string, same: boolean][] = [
    ['Ada@Example.COM', 'ada@example.com', true],
    ['jürgen@example.com', 'ju\u0308rgen@example.com', true],
    ['ada@example.com', 'ada@example.org', false],
    ['ada@example.com', 'ada+x@example.com', false],
  ];
  for (const [a, b, same] of compared)
    it(`compares ${a} and ${b}`, () => assert.equal(sameAddress(a, b), same));
});
