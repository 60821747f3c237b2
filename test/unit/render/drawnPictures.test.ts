import assert from 'node:assert/strict';
import { inEnglish } from '../../../src/failure.js';
import { blocksOf } from '../../../src/render/renderMail.js';
import { fakeMaker } from './fakeMaker.js';
import { htmlOf, problemsOf, rendered } from './rendering.js';
import { childrenOf, faultOf } from './wellFormed.js';

const diagram = '```mermaid\nflowchart LR\n  a --> b\n```';

describe('formulas and diagrams in a mail', () => {
  const pictureMaker = fakeMaker();

  it('are asked for with what they need', async () => {
    const asked: string[] = [];
    await rendered(`$a$\n\n$$b$$\n\n${diagram}`, { pictureMaker: fakeMaker(asked) });
    assert.deepEqual(asked, ['a', 'display b', '600 flowchart LR\n  a --> b']);
  });

  it('are pictures inside the mail with their source for those who do not see them', async () => {
    const { html, images, problems } = await rendered(`so $a < b$ holds\n\n${diagram}`, { pictureMaker });
    assert.deepEqual(problems, []);
    assert.equal(images.length, 2);
    const [formula, drawing] = images;
    assert.match(formula?.contentId ?? '', /^formula1-[0-9a-f]{12}$/);
    assert.match(drawing?.contentId ?? '', /^diagram2-[0-9a-f]{12}$/);
    assert.ok(
      html.includes(
        `so <img src="cid:${formula?.contentId}" width="30" height="20" alt="a &lt; b" ` +
          'style="width:30px;max-width:100%;height:auto;vertical-align:-5px"> holds',
      ),
      html,
    );
    assert.ok(
      html.includes(
        `<img src="cid:${drawing?.contentId}" width="300" height="200" alt="flowchart LR\n  a --&gt; b" ` +
          'style="width:300px;max-width:100%;height:auto">',
      ),
      html,
    );
    assert.equal(faultOf(html), undefined);
  });

  it('has a part of its own for each use', async () => {
    const { html, images } = await rendered('$a$ $a$', { pictureMaker });
    const ids = images.map(({ contentId }) => contentId);
    assert.equal(new Set(ids).size, 2);
    for (const id of ids) assert.equal(html.split(`cid:${id}"`).length, 2);
  });

  it('shortens a long source at the end of a line', async () => {
    const line = `  ${'a'.repeat(48)}\n`;
    const html = await htmlOf(`\`\`\`mermaid\nflowchart\n${line.repeat(20)}\`\`\``, { pictureMaker });
    const alt = /alt="([^"]*)"/.exec(html)?.[1] ?? '';
    assert.ok(alt.length <= 500 && alt.length > 400, String(alt.length));
    assert.ok(alt.endsWith('a…'));
  });

  it('shows the source and says why where there is no picture', async () => {
    const markdown = 'text\n\nso $bad$ is\nnot $good$\n\n```mermaid\nbad\n```';
    const { html, images, problems } = await rendered(markdown, { pictureMaker, firstLine: 10 });
    assert.equal(images.length, 1);
    assert.match(html, /<code [^>]*>bad<\/code>/);
    assert.match(html, /<pre [^>]*>bad<\/pre>/);
    assert.deepEqual(
      problems.map(({ code, severity, line, message }) => [code, severity, line, inEnglish(message)]),
      [
        ['formula-not-drawn', 'warning', 12, 'There is a mistake in bad.'],
        ['diagram-not-drawn', 'warning', 15, 'There is a mistake in 600 bad.'],
      ],
    );
  });

  it('shows the source and says so where nobody draws', async () => {
    assert.deepEqual(await problemsOf(`$a$\n\n${diagram}`), [
      'warning formula-not-drawn 0',
      'warning diagram-not-drawn 2',
    ]);
    assert.match(await htmlOf('$a$'), /<code [^>]*>a<\/code>/);
  });

  it('are their source in the plain text', async () => {
    const { text } = await rendered(`so $a_1$ holds\n\n$$\nb\n$$\n\n${diagram}`, { pictureMaker });
    assert.equal(text, 'so $a_1$ holds\n\n$$b$$\n\n    flowchart LR\n      a --> b\n');
  });

  it('stand where the lines of the preview say', async () => {
    const markdown = `one\n\n$$a$$\n\n${diagram}\n\n${diagram}\n\nlast`;
    const { html, blocks } = await rendered(markdown, { pictureMaker });
    assert.deepEqual(blocksOf({ markdown, firstLine: 0 }), blocks);
    const children = childrenOf(html);
    assert.match(children[blocks.find(({ line }) => line === 14)?.index ?? -1] ?? '', /last/);
  });

  it('are drawn in any number', async () => {
    const { images } = await rendered('$a$ '.repeat(730), { pictureMaker });
    assert.equal(images.length, 730);
  });
});
