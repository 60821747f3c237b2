import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { clientFamilies, clientSupport, supportDate } from './clientSupport.js';
import { readCaniemail, tableFile } from './caniemail.js';
import { facts } from './facts.js';
import { fallbacks, supportedParts } from './fallbacks.js';
import { type Caniemail, supportTable } from './generate.js';

describe('the table of what mail programs show', () => {
  it('is what the script makes of the installed data', () => {
    assert.equal(
      readFileSync(tableFile, 'utf8'),
      supportTable(readCaniemail()),
      'write it anew: npm run conformance:generate',
    );
  });

  it('carries the date of the data', () => {
    assert.match(supportDate, /^20\d\d-\d\d-\d\d$/);
    assert.equal(supportDate, readCaniemail().last_update_date.slice(0, 10));
  });

  it('says what is known of Word, with the note', () => {
    const { id, support, notes } = clientSupport('property:padding-left') ?? assert.fail();
    assert.equal(id, 'css-padding');
    assert.deepEqual(support, {
      'outlook-windows': 'a',
      'outlook-web': 'y',
      'outlook-mobile': 'y',
      gmail: 'y',
      'apple-mail': 'y',
    });
    assert.match(notes['outlook-windows'] ?? '', /table cells/);
    assert.equal(clientSupport('element:svg')?.support.gmail, 'n');
    assert.equal(clientSupport('element:blink'), undefined);
  });

  const feature = (versions: Record<string, string>, slug = 'css-position'): Caniemail => ({
    last_update_date: '2026-01-02 03:04:05 +0000',
    data: [{ slug, stats: { gmail: { ios: versions, android: { '2020-01': 'y' } } }, notes_by_num: { '1': 'see [x](y)' } }],
  }); // prettier-ignore
  const gmailOf = (versions: Record<string, string>): string => {
    const { features } = JSON.parse(supportTable(feature(versions))) as {
      features: Record<string, { support: string; gmail?: string }>;
    };
    const { support, gmail } = features['property:position'] ?? assert.fail();
    return `${support[3]}${gmail === undefined ? '' : ` ${gmail}`}`;
  };

  it('takes the newest version, and the worst program of a family', () => {
    assert.equal(gmailOf({ '10': 'n', '9': 'y' }), 'n');
    assert.equal(gmailOf({ '9.1': 'n', '10.0': 'y' }), 'y');
    assert.equal(gmailOf({ '2019-01': 'n', '2021-12': 'a #1' }), 'a see x');
    assert.equal(gmailOf({ '2021-12': 'y', '5.1': 'n' }), 'n');
  });

  it('stands beside facts and fallbacks that name sources and known programs', () => {
    for (const { support, source } of Object.values(facts)) {
      assert.match(support, /^[yaun]{5}$/);
      assert.ok(source.length > 10);
    }
    for (const { name, clients, instead, why } of fallbacks) {
      assert.ok(clients.length > 0 && clients.every((client) => clientFamilies.includes(client)), name);
      assert.ok(instead.length > 5 && why.length > 5, name);
    }
    assert.ok(supportedParts.every(({ note }) => /^(?:css|html)-[\w, -]+: /.test(note)));
  });

  it('knows nothing of what the facts say too', () => {
    assert.deepEqual(
      Object.keys(facts).filter((key) => clientSupport(key) !== undefined),
      [],
    );
  });
});
