import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseDraft } from '../../../src/draft/parseDraft.js';
import { type ImageSource } from '../../../src/render/rendered.js';
import {
  blocksOf,
  renderMail,
  renderMailWithLines,
  type RenderedWithLines,
} from '../../../src/render/renderMail.js';
import { fakeMaker } from './fakeMaker.js';
import { childrenOf, faultOf } from './wellFormed.js';

const samples = join('test', 'samples');
const golden = join('test', 'unit', 'golden');
const names = readdirSync(samples).filter((name) => name.endsWith('.mail.md'));

const images: ImageSource = (path) => {
  const file = join(samples, path);
  if (!existsSync(file)) return Promise.resolve({ kind: 'missing' });
  return Promise.resolve({ kind: 'image', bytes: readFileSync(file), name: basename(file) });
};

function inputOf(name: string): Parameters<typeof renderMail>[0] {
  const { header, body, bodyLine } = parseDraft(readFileSync(join(samples, name), 'utf8'));
  const lang = header.lang === undefined ? {} : { lang: header.lang };
  return {
    markdown: body,
    firstLine: bodyLine,
    subject: header.subject,
    images,
    pictureMaker: fakeMaker(),
    ...lang,
  };
}

/** Compares byte for byte; `UPDATE_GOLDEN=1` writes the file instead. Look at the diff before you commit it. */
function compare(file: string, actual: string): void {
  const path = join(golden, file);
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(path, actual);
  assert.ok(existsSync(path), `${path} is missing; write it with UPDATE_GOLDEN=1`);
  assert.equal(actual, readFileSync(path, 'utf8'));
}

describe('the samples', () => {
  it('are the eight kinds of mail', () => {
    assert.equal(names.length, 8);
  });

  for (const name of names) {
    describe(name, () => {
      let mail: RenderedWithLines;

      before(async () => {
        mail = await renderMailWithLines(inputOf(name));
      });

      it('has a header without problems, and has not been uploaded or sent', () => {
        const { header, problems } = parseDraft(readFileSync(join(samples, name), 'utf8'));
        assert.deepEqual(problems, []);
        assert.ok(header.to.length > 0 && header.subject !== '');
        assert.equal(header.id, undefined);
        assert.equal(header.sent, undefined);
      });

      it('has no problem that would stop it', () => {
        // One sample is long on purpose.
        const known = name === 'operations-handbook.mail.md' ? ['mail-clipped'] : [];
        const found = mail.problems.filter(({ severity }) => severity !== 'information');
        assert.deepEqual(
          found.map(({ code }) => code),
          known,
        );
      });

      it('looks as it did', () => {
        compare(name.replace('.mail.md', '.html'), mail.html);
        compare(name.replace('.mail.md', '.txt'), mail.text);
      });

      it('is well-formed', () => {
        assert.equal(faultOf(mail.html), undefined);
      });

      it('is the same with and without lines', async () => {
        const { html, text } = await renderMail(inputOf(name));
        assert.equal(html, mail.html);
        assert.equal(text, mail.text);
        assert.deepEqual(blocksOf(inputOf(name)), mail.blocks);
      });

      it('begins each block where its lines say', () => {
        const children = childrenOf(mail.html);
        const lines = readFileSync(join(samples, name), 'utf8').split('\n');
        assert.ok(mail.blocks.length > 10);
        for (const { line, index } of mail.blocks) {
          const typed = (lines[line] ?? '').replace(/^(?:```|~~~).*|^> \[!.*|^\[\^\w+\]:|<[^>]*>/g, '');
          const word = /[\p{L}\p{N}]{2,}/u.exec(typed)?.[0] ?? '';
          const shown = (children[index] ?? '').replace(/&[a-z]+;/g, ' ');
          assert.ok(shown.includes(word), `line ${line + 1} (${word}) is not in child ${index}`);
        }
      });

      it('has lines of plain text that every mail server takes', () => {
        // RFC 5322 §2.1.1; no line ends with blanks but one that goes on (RFC 3676 §4.1).
        for (const line of mail.text.split('\n')) {
          assert.ok(Buffer.byteLength(line) < 998, line);
          assert.doesNotMatch(line, / {2,}$/);
        }
      });
    });
  }
});
