import assert from 'node:assert/strict';
import fc from 'fast-check';
import { formatAddress, isAddress, parseAddress, parseAddressList } from '../../../src/draft/addresses.js';
import { checkDraft } from '../../../src/draft/check.js';
import { applyChange, setHeaderKey } from '../../../src/draft/editHeader.js';
import { parseDraft } from '../../../src/draft/parseDraft.js';
import { Failure, inEnglish } from '../../../src/failure.js';

const ulid = fc.string({
  unit: fc.constantFrom(...'0123456789ABCDEFGHJKMNPQRSTVWXYZ'),
  minLength: 25,
  maxLength: 25,
});
const id = ulid.map((rest) => `0${rest}`);

const word = fc.string({
  unit: fc.constantFrom(...'abcXYZ019 äß山"\'#:,;<>@[](){}&*!|-.\\%`~'),
  maxLength: 12,
});
const anyText = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), word);

const atoms = fc.string({
  unit: fc.constantFrom(...'abz09!#$%&*+-/=?^_{|}~äж山'),
  minLength: 1,
  maxLength: 8,
});
const local = fc.array(atoms, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('.'));
const domain = fc.array(fc.constantFrom('example', 'a', 'bücher', 'xn--4ca', '0'), {
  minLength: 1,
  maxLength: 3,
});
const address = fc.tuple(local, domain).map(([before, labels]) => `${before}@${labels.join('.')}`);
const name = fc
  .oneof(fc.string({ unit: 'grapheme' }), word)
  .map((text) => text.replace(/[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]/gu, '').trim())
  .filter((text) => text !== '');

/** Lines of headers as people write them; each with its key, `id` and `sent` left out. */
const headerLine = fc.oneof(
  fc
    .tuple(fc.constantFrom('to', 'cc', 'bcc'), fc.array(fc.tuple(name, address), { maxLength: 3 }))
    .map(
      ([key, list]) => `${key}: ${list.map(([n, a]) => formatAddress({ name: n, address: a })).join(', ')}`,
    ),
  word.map((text) => `subject: ${text}`),
  word.map((text) => `subject: ${JSON.stringify(text)}`),
  fc
    .array(fc.constantFrom('a.pdf', 'b c.pdf'), { maxLength: 3 })
    .map((files) => `attachments: [${files.join(', ')}]`),
  fc
    .array(fc.constantFrom('a', 'b: c', '# d', ''), { maxLength: 4 })
    .map((rows) => `note: |\n${rows.map((row) => `  ${row}\n`).join('')}`.trimEnd()),
  fc.constantFrom(
    '# a comment',
    '',
    'x-unknown: {a: [1, 2]}',
    'theme: &t plain',
    'lang:   en   # German?',
    "signature: 'a''b.md'",
  ),
  word.map((text) => `other: ${text}`),
);
const header = fc.uniqueArray(headerLine, { maxLength: 6, selector: (line) => line.split(':')[0] });
const body = fc.oneof(fc.constantFrom('', 'Hi\n', '\n---\nHi\n---', 'id: x\n'), anyText);
const lineBreak = fc.constantFrom('\n', '\r\n');
const draft = fc
  .tuple(header, body, lineBreak, fc.constantFrom('', '\uFEFF'))
  .map(
    ([lines, text, end, mark]) =>
      `${mark}${['---', ...lines, '---', ''].join('\n').replaceAll('\n', end)}${text}`,
  );

const mutated = fc
  .tuple(
    draft,
    fc.array(
      fc.tuple(
        fc.nat(400),
        fc.nat(3),
        fc.oneof(anyText, fc.constantFrom('\t', '"', '[', '---\n', '*a', '&a ', '\r', ': ')),
      ),
    ),
  )
  .map(([text, cuts]) =>
    cuts.reduce(
      (whole, [offset, length, inserted]) =>
        applyChange(whole, { offset: offset % (whole.length + 1), length, text: inserted }),
      text,
    ),
  );

describe('properties of drafts', function () {
  this.timeout(60_000);

  it('any address is read back as it was written', () => {
    fc.assert(
      fc.property(name, address, (n, a) => {
        fc.pre(isAddress(a));
        const expected = n.toLowerCase() === a.toLowerCase() ? { address: a } : { name: n, address: a };
        assert.deepEqual(parseAddress(formatAddress({ name: n, address: a })), expected);
        assert.deepEqual(parseAddress(formatAddress({ address: a })), { address: a });
      }),
      { numRuns: 1000 },
    );
  });

  it('a list has as many addresses as were written', () => {
    const list = fc.array(fc.tuple(fc.option(name, { nil: '' }), address), { maxLength: 8 });
    fc.assert(
      fc.property(list, fc.constantFrom(',', ';', ', ', ' ;\n'), (pairs, separator) => {
        const sound = pairs.filter(([, a]) => isAddress(a));
        const text = sound.map(([n, a]) => formatAddress({ name: n, address: a })).join(separator);
        const read = parseAddressList(text);
        assert.deepEqual(read.invalid, []);
        assert.deepEqual(
          read.addresses.map((one) => one.address),
          sound.map(([, a]) => a),
        );
      }),
      { numRuns: 500 },
    );
  });

  it('no text makes the readers of addresses throw, and what they accept has no line break', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const one of [parseAddress(text), ...parseAddressList(text).addresses]) {
          if (!one) continue;
          assert.ok(isAddress(one.address));
          assert.ok(!/[\p{Cc}\p{Zl}\p{Zp}]/u.test(formatAddress(one)));
        }
      }),
      { numRuns: 1500 },
    );
  });

  it('any text is read, its body is its end, and problems lie on its lines', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          mutated,
          draft,
          anyText,
          anyText.map((text) => `---\n${text}\n---\n`),
        ),
        (text) => {
          const read = parseDraft(text);
          assert.ok(text.endsWith(read.body));
          const lines = text.split('\n').length;
          for (const problem of checkDraft(read)) {
            assert.ok(
              problem.line >= 0 && problem.line < lines,
              `${problem.code} ${problem.line} of ${lines}`,
            );
            assert.ok(
              !/\{\d+\}/u.test(problem.message.text.replace(/\{[0-2]\}/gu, '')),
              problem.message.text,
            );
            assert.ok(inEnglish(problem.message).length > 10);
          }
        },
      ),
      { numRuns: 1500 },
    );
  });

  it('writing a key changes that key alone, and only inserts', () => {
    let written = 0;
    fc.assert(
      fc.property(draft, id, (text, value) => {
        const result = set(text, value);
        if (result === undefined) return;
        written++;
        const before = parseDraft(text);
        const after = parseDraft(result);
        assert.equal(after.header.id, value);
        assert.deepEqual({ ...after.header, id: undefined }, { ...before.header, id: undefined });
        assert.equal(after.body, before.body);
        const change = setHeaderKey(text, 'id', value);
        assert.equal(change?.length, 0);
        assert.equal(
          applyChange(result, { offset: change.offset, length: change.text.length, text: '' }),
          text,
        );
      }),
      { numRuns: 1000 },
    );
    assert.ok(written > 300, `only ${written} headers could be written`);
  });

  it('writing a key again replaces the value alone', () => {
    fc.assert(
      fc.property(draft, id, id, (text, first, second) => {
        const once = set(text, first);
        if (once === undefined) return;
        const twice = first === second ? once : set(once, second);
        assert.equal(twice, set(text, second));
      }),
      { numRuns: 500 },
    );
  });

  it('mangled headers are written truthfully or not at all', () => {
    fc.assert(
      fc.property(mutated, id, (text, value) => {
        const result = set(text, value);
        if (result === undefined) return;
        const { id: written, ...rest } = parseDraft(result).header;
        const { id: replaced, ...before } = parseDraft(text).header;
        assert.equal(written, value);
        assert.notEqual(replaced, value);
        const lineless = (value: unknown) =>
          JSON.stringify(value, (key, inner: unknown) => (key === 'line' ? 0 : inner));
        assert.equal(lineless(rest), lineless(before));
        assert.equal(parseDraft(result).body, parseDraft(text).body);
      }),
      { numRuns: 1500 },
    );
  });
});

/** The text with the id set; absent where that is refused. Anything but the one expected failure is thrown on. */
function set(text: string, value: string): string | undefined {
  try {
    const change = setHeaderKey(text, 'id', value);
    return change && applyChange(text, change);
  } catch (error) {
    if (error instanceof Failure && error.code === 'header-not-editable') return undefined;
    throw error;
  }
}
