import assert from 'node:assert/strict';
import { found } from './writing.js';

const to = (recipients: string) => `to: ${recipients}\nsubject: x`;
const ada = 'Ada Lovelace <ada@example.com>';

describe('a greeting to somebody else', () => {
  const strange: [line: string, recipients: string, name: string][] = [
    ['Dear Charles,', ada, 'Charles'],
    ['Hi Charles', ada, 'Charles'],
    ['Hello Ada and Charles,', ada, 'Charles'],
    ['Dear Mr. Babbage,', ada, 'Babbage'],
    ['Lieber Karl,', ada, 'Karl'],
    ['Sehr geehrte Frau Dr. Müller,', ada, 'Müller'],
    ['Bonjour Pierre,', ada, 'Pierre'],
    ['Estimado Carlos:', ada, 'Carlos'],
    ['Gentile Signora Rossi,', ada, 'Rossi'],
    ['Olá João,', ada, 'João'],
    ['Beste Pieter,', ada, 'Pieter'],
    ['Hej Sven!', ada, 'Sven'],
    ['Hyvä Mikko,', ada, 'Mikko'],
    ['Cześć Tomek,', ada, 'Tomek'],
    ['Kedves Zoltán!', ada, 'Zoltán'],
    ['Merhaba Mehmet,', ada, 'Mehmet'],
    ['Привет, Иван', 'Анна Каренина <anna@example.com>', ''],
    ['Здравствуйте Иван,', 'Анна Каренина <anna@example.com>', 'Иван'],
    ['Hi Charles,', 'ada.lovelace@example.com', 'Charles'],
    ['Hi Charles,', `[${ada}, Grace Hopper <grace@example.com>]`, 'Charles'],
  ];
  for (const [line, recipients, name] of strange)
    it(`${line} to ${recipients}`, () =>
      assert.deepEqual(found(`${line}\n\ntext`, to(recipients)), name ? [`greeting-name "${name}"`] : []));

  const known: [line: string, recipients: string][] = [
    ['Dear Ada,', ada],
    ['Dear Ms Lovelace,', ada],
    ['Dear Ada Lovelace,', ada],
    ['Hi Ada', ada],
    ['Dear all,', ada],
    ['Hi team,', ada],
    ['Dear Customers,', ada],
    ['Hallo zusammen,', ada],
    ['Sehr geehrte Damen und Herren,', ada],
    ['Bonjour à tous,', ada],
    ['Hi there,', ada],
    ['Hi again,', ada],
    ['Hello,', ada],
    ['Dear Charles,', 'team@example.com'],
    ['Dear Charles,', `[${ada}, info@example.com]`],
    ['Dear Bill,', 'William Gates <bill@example.com>'],
    ['Hi Bob,', 'Robert Smith <rsmith@example.com>'],
    ['Hi Chris,', 'Christopher Lee <cl@example.com>'],
    ['Liebe Jürgen,', 'Juergen Klopp <jk@example.com>'],
    ['Liebe Zoe,', 'Zoë Müller <zm@example.com>'],
    ['Sehr geehrte Frau Müller,', 'Zoë Mueller <zm@example.com>'],
    ['Ahoj Petře,', 'Petr Novák <pn@example.com>'],
    ['Dear Ada,', '"Lovelace, Ada" <a.l@example.com>'],
    ['Dear Anna,', 'Анна Каренина <x@example.com>'],
    ['Hi Jonas,', '[Jonas Weber <jonas.weber@example.com>, sensors@example.com]'],
    ['Charles came by yesterday.', ada],
    ['Hi Charles came by yesterday and said that it would rain.', ada],
    ['> Dear Charles,', ada],
    ['שלום נועה,', 'נועה לוי <noa@example.org>'],
  ];
  for (const [line, recipients] of known)
    it(`not: ${line} to ${recipients}`, () => assert.deepEqual(found(`${line}\n\ntext`, to(recipients)), []));

  it('is looked for in the first line alone', () => {
    assert.deepEqual(found(`Hello,\n\nDear Charles,\n`, to(ada)), []);
    assert.deepEqual(found(`\n\n<!-- note -->\nDear Charles,\n`, to(ada)), ['greeting-name "Charles"']);
  });

  it('says nothing without recipients', () => assert.deepEqual(found('Dear Charles,', 'subject: x'), []));
});
