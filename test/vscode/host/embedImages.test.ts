import assert from 'node:assert/strict';
import http from 'node:http';
import { type AddressInfo } from 'node:net';
import * as vscode from 'vscode';
import { type CommandError, draft, png, read, run, workspaceFolder, write } from './drafts.js';

interface Embedded {
  readonly uri: string;
  readonly saved: readonly { url: string; uri: string }[];
  readonly failed: readonly { url: string; code: string; message: string }[];
}

async function bytesOf(name: string): Promise<Buffer> {
  return Buffer.from(await vscode.workspace.fs.readFile(vscode.Uri.joinPath(workspaceFolder(), name)));
}

describe('embedImages', function () {
  this.timeout(30_000);
  const asked: string[] = [];
  const server = http.createServer(({ url = '', headers }, answer) => {
    asked.push(`${url} ${headers.cookie ?? ''}${headers.authorization ?? ''}`.trim());
    if (url === '/moved') answer.writeHead(302, { Location: '/logo.jpg' }).end();
    else if (url.startsWith('/logo')) answer.writeHead(200, { 'Content-Type': 'text/plain' }).end(png);
    else answer.writeHead(404).end('no');
  });
  let host = '';
  before(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  it('saves the pictures beside the draft and changes their addresses and nothing else', async () => {
    await write('logo.png', 'not to be overwritten');
    const body = `# A \r\n![a](http://${host}/logo.jpg "t")  and <img alt="" src='http://${host}/moved'>\r\n[l](http://${host}/logo.jpg) \`![c](http://${host}/logo.jpg)\`\r\n![gone](http://${host}/gone.png)\r\n`;
    const uri = await write('embed.mail.md', draft('to: a@example.com\nsubject: x # kept', body));
    const outcome = await run<Embedded>('embedImages', uri, [host]);
    assert.equal(outcome.uri, uri.toString());
    assert.deepEqual(
      outcome.saved.map((saved) => [saved.url, saved.uri.split('/').at(-1)]),
      [
        [`http://${host}/logo.jpg`, 'logo-2.png'],
        [`http://${host}/moved`, 'moved.png'],
      ],
    );
    assert.deepEqual(
      outcome.failed.map(({ url, code }) => [url, code]),
      [[`http://${host}/gone.png`, 'picture-not-downloaded']],
    );
    assert.ok((await bytesOf('logo-2.png')).equals(png));
    assert.ok((await bytesOf('moved.png')).equals(png));
    assert.equal((await bytesOf('logo.png')).toString(), 'not to be overwritten');
    const expected = body
      .replace(`![a](http://${host}/logo.jpg`, '![a](logo-2.png')
      .replace(`'http://${host}/moved'`, `'moved.png'`);
    const lines = (text: string) => text.replaceAll('\r\n', '\n');
    assert.equal(lines(await read(uri)), lines(draft('to: a@example.com\nsubject: x # kept', expected)));
    assert.deepEqual(asked.sort(), ['/gone.png', '/logo.jpg', '/logo.jpg', '/moved']);
    const mail = await run<{ inlineImages: unknown[] }>('render', uri);
    assert.equal(mail.inlineImages.length, 2);
  });

  it('is taken back by one Undo', async () => {
    const body = `![a](http://${host}/logo1.png) ![b](http://${host}/logo2.png)\n`;
    const uri = await write('embedded-undo.mail.md', draft('subject: x', body));
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    const before = document.getText();
    assert.equal((await run<Embedded>('embedImages', uri, [host])).saved.length, 2);
    assert.notEqual(document.getText(), before);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), before);
    await document.save();
  });

  it('says so where there is nothing to fetch', async () => {
    const uri = await write(
      'nothing.mail.md',
      draft('subject: x', '![a](logo.png) [b](https://example.com/)\n'),
    );
    assert.equal((await run<CommandError>('embedImages', uri)).error.code, 'no-remote-images');
  });

  it('fetches nothing unasked: neither by check nor by render', async () => {
    const uri = await write('unasked.mail.md', draft('subject: x', `![a](http://${host}/logo9.png)\n`));
    await run('check', uri);
    await run('render', uri);
    assert.ok(!asked.some((url) => url.startsWith('/logo9')));
  });

  it('asks where a host was not agreed to, and then fetches nothing', async () => {
    const uri = await write('asks.mail.md', draft('subject: x', `![a](http://${host}/logo8.png)\n`));
    // A window that runs tests refuses to show a modal question.
    await assert.rejects(run('embedImages', uri, ['example.com']));
    assert.ok(!asked.some((url) => url.startsWith('/logo8')));
  });
});
