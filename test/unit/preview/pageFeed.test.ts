import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type ContentMessage, PageFeed } from '../../../src/editor/preview/pageFeed.js';
import { changeOf, type Pieces, piecesOf } from '../../../src/editor/preview/pieces.js';
import { plainView } from '../../../src/editor/preview/previewView.js';
import { renderMailWithLines } from '../../../src/render/renderMail.js';
import { feedInput } from './contents.js';

const render = (markdown: string) =>
  renderMailWithLines({
    markdown,
    firstLine: 0,
    subject: '',
    images: () => Promise.resolve({ kind: 'missing' }),
  });

const whole = ({ start, children, end }: Pieces): string => start + children.join('') + end;

/** The pieces that a page has after a message, as its script keeps them. */
function received(before: Pieces | undefined, { mail }: ContentMessage): Pieces {
  if (mail.kind === 'whole') return mail.pieces;
  assert.equal(mail.kind, 'change');
  assert.ok(before && mail.kind === 'change');
  const { from, removed, inserted } = mail.change;
  const children = [...before.children];
  children.splice(from, removed, ...inserted);
  return { ...before, children };
}

describe('the pieces of a mail', () => {
  it('are the mail, byte for byte, one for each block', async () => {
    const html = (
      await render(
        '# A\n\ntext\\\nmore\n\n> quote\n\n- a\n- b\n\n---\n\n```js\nlet a;\n```\n\n| a |\n|-|\n| b |\n',
      )
    ).html;
    const pieces = piecesOf(html);
    assert.equal(whole(pieces), html);
    const blocks = (await render('a\n\nb\n\n- c')).blocks;
    assert.deepEqual(
      blocks.map(({ index }) => index),
      [0, 1, 2],
    );
    assert.equal(piecesOf((await render('a\n\nb\n\n- c')).html).children.length, 3);
    assert.ok(pieces.children.length >= 7);
    for (const piece of pieces.children) assert.match(piece.trim(), /^<.*>$/s);
  });

  it('lose nothing of what is no mail', () => {
    for (const text of [
      '',
      'text',
      '<',
      '<div>',
      '<div><p>',
      '</p>',
      '<div></div>',
      '<p>a</p><p>b</p>',
      '<br>',
    ])
      assert.equal(whole(piecesOf(text)), text);
    fc.assert(
      fc.property(fc.array(fc.constantFrom('<div>', '</div>', '<p>', '</p>', '<br>', 'x', '\n')), (parts) => {
        const html = parts.join('');
        assert.equal(whole(piecesOf(html)), html);
      }),
    );
  });

  it('change as little as can be', () => {
    const lists = fc.array(fc.constantFrom('a', 'b', 'c'));
    fc.assert(
      fc.property(lists, lists, (before, after) => {
        const { from, removed, inserted } = changeOf(before, after);
        const result: string[] = [...before];
        result.splice(from, removed, ...inserted);
        assert.deepEqual(result, after);
      }),
    );
    assert.deepEqual(changeOf(['a', 'b', 'c'], ['a', 'x', 'c']), { from: 1, removed: 1, inserted: ['x'] });
    assert.deepEqual(changeOf(['a', 'b'], ['a', 'b']), { from: 2, removed: 0, inserted: [] });
  });
});

describe('what a page is fed', () => {
  const long = (word: string) =>
    Array.from({ length: 300 }, (_, at) => `Paragraph ${at} ${at === 150 ? word : ''}`).join('\n\n');

  async function inputs(words: readonly string[]) {
    return Promise.all(
      words.map(async (word) => {
        const { html, blocks } = await render(long(word));
        return feedInput({ html, blocks });
      }),
    );
  }

  it('is after a keystroke only what the keystroke changed', async () => {
    const feed = new PageFeed();
    const [first, second] = await inputs(['wor', 'word']);
    assert.ok(JSON.stringify(feed.next(first!)).length > 20_000);
    const message = feed.next(second!);
    assert.ok(JSON.stringify(message).length < 3000, JSON.stringify(message));
    assert.equal(message.blocks, undefined);
    assert.equal(message.revision, 2);
  });

  it('leads to the mail, whatever was before', async () => {
    const steps = fc.array(
      fc.record({
        markdown: fc.array(fc.constantFrom('# a', 'b', '- c', '> d', '```\ne\n```', '---')),
        dark: fc.boolean(),
        source: fc.boolean(),
        restart: fc.boolean(),
      }),
      { maxLength: 8 },
    );
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        const feed = new PageFeed();
        let page: Pieces | undefined;
        for (const { markdown, dark, source, restart } of all) {
          if (restart) feed.restart();
          if (restart) page = undefined;
          const { html, blocks } = await render(markdown.join('\n\n'));
          const view = { ...plainView, dark, tab: source ? ('source' as const) : ('html' as const) };
          page = received(page, feed.next(feedInput({ html, blocks }, { view })));
          if (source || !dark) assert.equal(whole(page), html);
          else assert.equal(page.children.length, piecesOf(html).children.length);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('has each picture once', () => {
    const feed = new PageFeed();
    const image = (id: string, size = 3) => ({
      contentId: id,
      name: 'x.png',
      contentType: 'image/png',
      bytes: new Uint8Array(size),
    });
    const sent = (images: ReturnType<typeof image>[]) =>
      feed.next(feedInput({ images })).pictures.map(({ id, bytes }) => `${id} ${bytes?.length ?? 'known'}`);
    assert.deepEqual(sent([image('a'), image('b')]), ['a 3', 'b 3']);
    assert.deepEqual(sent([image('a'), image('b')]), ['a known', 'b known']);
    assert.deepEqual(sent([image('a', 4)]), ['a 4']);
    assert.deepEqual(sent([image('a', 4), image('b')]), ['a known', 'b 3']);
    feed.restart();
    assert.deepEqual(sent([image('b')]), ['b 3']);
  });

  it('has pictures as VS Code can post them', () => {
    const bytes = Buffer.from('a longer text').subarray(2, 5);
    const images = [{ contentId: 'a', name: 'x.png', contentType: 'image/png', bytes }];
    const sent = new PageFeed().next(feedInput({ images })).pictures[0]?.bytes;
    assert.equal(sent?.constructor, Uint8Array);
    assert.deepEqual([...sent], [...bytes]);
    assert.equal(sent.buffer.byteLength, 3);
  });

  it('says when it is not the mail as it is', () => {
    const truth = (view: object) =>
      new PageFeed().next(feedInput({}, { view: { ...plainView, ...view } })).truth;
    assert.equal(truth({}), '');
    assert.equal(truth({ phone: true }), '');
    assert.match(truth({ dark: true }), /^Approximation .* dark mode/);
    assert.match(truth({ outlook: true }), /^Approximation .* classic Outlook/);
    assert.match(truth({ dark: true, outlook: true }), /classic Outlook.* dark mode/);
    assert.match(truth({ dark: true, tab: 'source' }), /exactly/);
    assert.match(truth({ dark: true, tab: 'text' }), /Exchange/);
  });

  it('is the plain text in its tab', () => {
    const { mail } = new PageFeed().next(
      feedInput({ text: 'a\nb' }, { view: { ...plainView, tab: 'text' } }),
    );
    assert.deepEqual(mail, { kind: 'text', text: 'a\nb' });
  });
});
