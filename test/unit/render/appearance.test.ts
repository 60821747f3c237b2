import assert from 'node:assert/strict';
import { parseDraft } from '../../../src/draft/parseDraft.js';
import { inEnglish } from '../../../src/failure.js';
import { compose, type Composed } from '../../../src/render/compose.js';
import { MemoryFolder } from './memoryFolder.js';
import { png } from './pictureFiles.js';
import { childrenOf, faultOf } from './wellFormed.js';

interface Options {
  readonly header?: string;
  readonly body?: string;
  readonly theme?: string;
  readonly css?: string;
  readonly signature?: string;
  readonly approved?: (location: string) => boolean;
}

function composed(files: MemoryFolder, options: Options = {}): Promise<Composed> {
  const { header = '', body = 'Hello', theme = 'plain', css = '', signature = '' } = options;
  const draft = parseDraft(`---\nto: a@example.com\nsubject: x\n${header}\n---\n${body}\n`);
  return compose(draft, {
    location: 'file:///work/mails/a.mail.md',
    root: 'file:///work',
    files,
    look: { theme, css, signature },
    approved: options.approved ?? (() => false),
  });
}

/** `severity code line: text`, of all but readability. */
function problemsOf({ problems }: Composed): string[] {
  return problems.map(
    ({ severity, code, line, message }) => `${severity} ${code} ${line}: ${inEnglish(message)}`,
  );
}

describe('the theme of a mail', () => {
  const accent = /<h1 style="[^"]*color:#1f75cb/;

  it('is that of the header, else that of the settings, else the usual one', async () => {
    const files = new MemoryFolder();
    assert.doesNotMatch((await composed(files, { body: '# a' })).mail.html, accent);
    assert.match((await composed(files, { body: '# a', theme: 'modern' })).mail.html, accent);
    assert.match((await composed(files, { body: '# a', header: 'theme: modern' })).mail.html, accent);
    const own = await composed(files, { body: '# a', header: 'theme: plain', theme: 'modern' });
    assert.doesNotMatch(own.mail.html, accent);
    assert.deepEqual(problemsOf(own), []);
  });

  it('has the usual look and a warning if nobody knows it', async () => {
    const files = new MemoryFolder();
    const asked =
      'There is no look "fancy". Choose one of plain, modern, technical. Until then the mail has the usual one.';
    const inHeader = await composed(files, { header: 'theme: fancy' });
    assert.deepEqual(problemsOf(inHeader), [`warning theme-unknown 3: ${asked}`]);
    assert.equal(inHeader.mail.html, (await composed(files)).mail.html);
    assert.deepEqual(problemsOf(await composed(files, { theme: 'fancy' })), [
      `warning theme-unknown 0: ${asked}`,
    ]);
  });
});

describe('the style sheet of a mail', () => {
  it('is read from the root folder, once as long as it stays the same', async () => {
    const css = 'file:///work/looks/mail.css';
    const files = new MemoryFolder({ [css]: 'p { font-size: 13pt }' });
    const first = await composed(files, { css: 'looks/mail.css' });
    assert.match(first.mail.html, /<p style="[^"]*font-size:13pt/);
    assert.deepEqual(first.lookFiles, [css]);
    await composed(files, { css: 'looks/mail.css', body: 'typed on' });
    assert.deepEqual(files.reads, [css]);
    files.write(css, 'p { font-size: 14pt }');
    assert.match((await composed(files, { css: 'looks/mail.css' })).mail.html, /font-size:14pt/);
  });

  it('that is not there, a folder or no text is a warning, and is looked for again', async () => {
    const files = new MemoryFolder({
      'file:///work/bin.css': new Uint8Array([0xff, 0xfe, 0x00]),
      'file:///work/looks/a': '',
    });
    for (const [css, code] of [
      ['no.css', 'css-missing'],
      ['looks', 'css-missing'],
      ['bin.css', 'css-invalid'],
    ] as const) {
      const mail = await composed(files, { css });
      assert.match(problemsOf(mail)[0] ?? '', new RegExp(`^warning ${code} 0: `));
      assert.deepEqual(mail.lookFiles, [`file:///work/${css}`]);
      assert.equal(mail.mail.html, (await composed(files)).mail.html);
    }
  });

  it('is not read from outside before the user agreed', async () => {
    const css = 'file:///home/me/mail.css';
    const files = new MemoryFolder({ [css]: 'p { font-size: 13pt }' });
    const asked = await composed(files, { css: '/home/me/mail.css' });
    assert.deepEqual(asked.outside, [css]);
    assert.deepEqual(files.reads, []);
    assert.match(
      problemsOf(asked)[0] ?? '',
      /^error css-outside 0: "\/home\/me\/mail.css" is outside this folder/,
    );
    const agreed = await composed(files, {
      css: '/home/me/mail.css',
      approved: (location) => location === css,
    });
    assert.match(agreed.mail.html, /font-size:13pt/);
    assert.deepEqual(agreed.outside, []);
  });

  it('names what it cannot do once for each kind, with the lines of the file', async () => {
    const text =
      '@import "a";\n.x { color: red }\np { position: fixed; display: flex }\nh1 { color: var(--x) }\nh2 { color red }';
    const files = new MemoryFolder({ 'file:///work/a.css': text });
    assert.deepEqual(problemsOf(await composed(files, { css: 'a.css' })), [
      'warning css-invalid 0: Line 5 of the style sheet a.css can’t be read, and is left out.',
      'information css-ignored 0: These selectors of a.css reach nothing in a mail (with their lines): .x (2). Name elements, such as h1 or pre.',
      'information css-ignored 0: Mail programs don’t do these properties of a.css there, so they are left out (with their lines): position (3), display (3).',
      'information css-ignored 0: These values of a.css are left out (with their lines): color: var(--x) (4). Mail takes solid colours, px, pt and em.',
      'information css-ignored 0: These rules of a.css are left out (with their lines): @import (1). Mail takes plain rules, and nothing is fetched.',
    ]);
  });
});

describe('the signature of a mail', () => {
  const work = 'file:///work/signature.md';
  const own = 'file:///work/mails/own.md';
  const both = () => new MemoryFolder({ [work]: '**Ada**  \nEngines Ltd.', [own]: 'Yours, *A.*' });

  it('stands below the body in html, and after its line in the text', async () => {
    const { mail, blocks } = await composed(both(), { signature: 'signature.md' });
    assert.match(
      mail.html,
      />Hello<\/p>\n<div [^>]*>\u00a0<\/div>\n<p [^>]*><strong>Ada<\/strong><br>\nEngines Ltd.<\/p>\n<\/div>\n$/,
    );
    assert.equal(mail.text, 'Hello\n-- \nAda\nEngines Ltd.\n');
    assert.equal(faultOf(mail.html), undefined);
    assert.deepEqual(blocks, (await composed(both())).blocks);
    assert.equal(childrenOf(mail.html).length, 3);
  });

  it('is that of the header, relative to the draft, else that of the settings; false is none', async () => {
    const named = await composed(both(), { header: 'signature: own.md', signature: 'signature.md' });
    assert.match(named.mail.text, /-- \nYours, A\.\n$/);
    assert.deepEqual(named.lookFiles, [own]);
    const without = await composed(both(), { header: 'signature: false', signature: 'signature.md' });
    assert.equal(without.mail.text, 'Hello\n');
    assert.deepEqual(without.lookFiles, []);
  });

  it('that is missing stops a mail whose header asks for it, and warns where the settings do', async () => {
    const files = new MemoryFolder();
    assert.match(
      problemsOf(await composed(files, { header: 'signature: no.md' }))[0] ?? '',
      /^error signature-missing 3: There is no signature no\.md\. /,
    );
    const settings = await composed(files, { signature: 'no.md' });
    assert.match(
      problemsOf(settings)[0] ?? '',
      /^warning signature-missing 0: There is no signature no\.md, so the mail has none\./,
    );
    assert.equal(settings.mail.text, 'Hello\n');
    const large = new MemoryFolder({ [work]: 'a'.repeat(300_000) });
    assert.match(
      problemsOf(await composed(large, { signature: 'signature.md' }))[0] ?? '',
      /^warning signature-invalid 0: /,
    );
  });

  it('is not read from outside before the user agreed', async () => {
    const outside = 'file:///home/me/signature.md';
    const files = new MemoryFolder({ [outside]: 'Ada' });
    const asked = await composed(files, { signature: '/home/me/signature.md' });
    assert.deepEqual([asked.outside, files.reads], [[outside], []]);
    assert.match(problemsOf(asked)[0] ?? '', /^error signature-outside 0: /);
    const agreed = await composed(files, { signature: '/home/me/signature.md', approved: () => true });
    assert.match(agreed.mail.text, /-- \nAda\n$/);
  });

  it('adds nothing if it is empty', async () => {
    const files = new MemoryFolder({ [work]: ' \n\n' });
    const { mail } = await composed(files, { signature: 'signature.md' });
    assert.deepEqual([mail.html, mail.text], [(await composed(files)).mail.html, 'Hello\n']);
  });

  it('of a text file shows its lines as they stand', async () => {
    const text = '*Ada* <b>\r\n- [x](y) `z`\r\n1. Engines :tada:\r\n\r\n    https://example.com/a_b_c\r\n';
    const files = new MemoryFolder({ 'file:///work/s.txt': text });
    const { mail } = await composed(files, { signature: 's.txt' });
    assert.equal(
      mail.text,
      'Hello\n-- \n*Ada* <b>\n- [x](y) `z`\n1. Engines :tada:\n\nhttps://example.com/a_b_c\n',
    );
    assert.match(mail.html, /\*Ada\* &lt;b&gt;<br>\n- \[x\]\(y\) `z`<br>/);
  });

  it('brings pictures from beside itself, each a part of its own', async () => {
    const files = new MemoryFolder({
      'file:///work/looks/s.md': '![Logo](logo.png)',
      'file:///work/looks/logo.png': png(20, 10),
      'file:///work/mails/logo.png': png(20, 10),
    });
    const { mail, problems } = await composed(files, { body: '![Logo](logo.png)', signature: 'looks/s.md' });
    assert.deepEqual(problems, []);
    assert.equal(new Set(mail.images.map(({ contentId }) => contentId)).size, 2);
    for (const { contentId } of mail.images)
      assert.ok(mail.html.includes(`src="cid:${contentId}"`), contentId);
  });

  it('has its problems on the line of its key, with its name', async () => {
    const files = new MemoryFolder({ [own]: '![Logo](no.png)\n\n[a](b.md)' });
    const found = problemsOf(await composed(files, { header: 'signature: own.md' }));
    assert.ok(
      found.some((problem) =>
        problem.startsWith('error image-missing 3: In the signature own.md: There is no picture no.png.'),
      ),
      found.join('\n'),
    );
    assert.ok(
      found.some((problem) => problem.startsWith('warning link-relative 3: In the signature own.md: ')),
    );
  });

  it('follows the direction of its own text, and the mail that of the body', async () => {
    const files = new MemoryFolder({ [work]: 'A long English signature, longer than what stands above it' });
    const { mail } = await composed(files, { body: 'שלום', signature: 'signature.md' });
    assert.match(mail.html, /^<div dir="rtl" align="right"/);
    assert.match(mail.html, /<p dir="ltr" align="left" [^>]*>A long/);
  });
});
