import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { run, setting, useSandboxWithoutQuestions, workspaceFolder, write } from './drafts.js';

/** `|` is the cursor. */
async function opened(
  name: string,
  marked: string,
): Promise<{ document: vscode.TextDocument; at: vscode.Position }> {
  const offset = Math.max(0, marked.indexOf('|'));
  const uri = await write(name, marked.replace('|', ''));
  const document = await vscode.workspace.openTextDocument(uri);
  await vscode.window.showTextDocument(document);
  return { document, at: document.positionAt(offset) };
}

async function suggested(name: string, marked: string): Promise<vscode.CompletionItem[]> {
  const { document, at } = await opened(name, marked);
  const list = await vscode.commands.executeCommand<vscode.CompletionList>(
    'vscode.executeCompletionItemProvider',
    document.uri,
    at,
  );
  // Words of the document are VS Code's own.
  return list.items.filter(({ kind }) => kind !== vscode.CompletionItemKind.Text);
}

const labels = (items: readonly vscode.CompletionItem[]) =>
  items.map(({ label }) => (typeof label === 'string' ? label : label.label));

function ours(uri: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'Markdown Mail');
}

async function until<T>(what: string, look: () => T | undefined | false): Promise<T> {
  for (let attempt = 0; attempt < 150; attempt++) {
    const found = look();
    if (found !== undefined && found !== false) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`no ${what}`);
}

async function problem(uri: vscode.Uri, code: string): Promise<vscode.Diagnostic> {
  return until(`${code}, only ${JSON.stringify(ours(uri).map((each) => each.code))}`, () =>
    ours(uri).find((each) => each.code === code),
  );
}

async function actions(
  { uri }: vscode.TextDocument,
  { range }: vscode.Diagnostic,
): Promise<vscode.CodeAction[]> {
  return vscode.commands.executeCommand('vscode.executeCodeActionProvider', uri, range, 'quickfix');
}

async function mend(document: vscode.TextDocument, code: string, title: string): Promise<void> {
  const found = await actions(document, await problem(document.uri, code));
  const action = found.find((each) => each.title === title);
  assert.ok(action?.edit, `${title} of ${JSON.stringify(found.map((each) => each.title))}`);
  await vscode.workspace.applyEdit(action.edit);
  if (action.command)
    await vscode.commands.executeCommand(
      action.command.command,
      ...((action.command.arguments ?? []) as unknown[]),
    );
}

describe('language features', function () {
  this.timeout(30_000);

  before(async () => {
    await useSandboxWithoutQuestions();
    await vscode.workspace.fs.createDirectory(vscode.Uri.joinPath(workspaceFolder(), 'lang/figures'));
    await write('lang/figures/plan.pdf', 'plan');
    await write('lang/figures/.hidden.pdf', 'hidden');
    await write('lang/figures/out.log', 'log');
    await write('lang/.gitignore', '*.log\n/build/\n');
    await write('lang/build/x.pdf', 'x');
    const past = (name: string, to: string) =>
      write(`lang/${name}.mail.md`, `---\nto: ${to}\nsubject: x\ncategories: [Quartz]\n---\nx\n`);
    await past('past1', 'Grace Hopper <grace@navy.example>');
    await past('past2', '[grace@navy.example, "Zuse, Konrad" <konrad@zuse.example>]');
    await past('past3', 'Grace Hopper <grace@navy.example>');
    await run('refresh');
  });

  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.workspace.fs.delete(vscode.Uri.joinPath(workspaceFolder(), 'lang'), { recursive: true });
    await run('refresh');
  });

  it('offers the keys that are missing', async () => {
    const found = labels(await suggested('lang/keys.mail.md', '---\nto: a@navy.example\n|\n---\n'));
    assert.ok(found.includes('subject') && found.includes('attachments'));
    assert.ok(!found.includes('to') && !found.includes('id'));
  });

  it('offers values', async () => {
    const found = await suggested('lang/values.mail.md', '---\nimportance: |\n---\n');
    assert.deepEqual(labels(found), ['high', 'normal', 'low']);
  });

  it('offers addresses of past drafts, most used first, within a name too', async () => {
    // The drafts of other tests are known, too.
    const found = labels(await suggested('lang/to.mail.md', '---\nto: |\n---\n'));
    const [grace, konrad] = ['Grace Hopper <grace@navy.example>', '"Zuse, Konrad" <konrad@zuse.example>'];
    assert.ok(found.indexOf(grace) >= 0 && found.indexOf(grace) < found.indexOf(konrad), String(found));
    const inName = await suggested('lang/name.mail.md', '---\nto:\n  - Gr <|>\n---\n');
    assert.ok(labels(inName).includes('Grace Hopper <grace@navy.example>'));
    const named = await suggested('lang/cc.mail.md', '---\nto: grace@navy.example\ncc: [|]\n---\n');
    assert.ok(!labels(named).includes('Grace Hopper <grace@navy.example>'));
  });

  it('offers people and contacts of the mailbox behind them, and says where they are from', async () => {
    const whole = async () =>
      (await suggested('lang/people.mail.md', '---\nto: |\n---\n')).map(({ label }) => label);
    const described = (all: readonly (string | vscode.CompletionItemLabel)[]) =>
      all.flatMap((label) =>
        typeof label === 'string' ? [] : [[label.label, label.detail, label.description]],
      );
    // The sandbox may still be starting; what comes late is there the next time.
    for (let attempt = 0; described(await whole()).length === 0; attempt++) assert.ok(attempt < 100);
    const all = await whole();
    assert.deepEqual(
      described(all).filter(([label]) => /Lindqvist|Weiß/.test(label ?? '')),
      [
        ['Nora Lindqvist', ' nora@lindqvist.example', 'People'],
        ['Hanna Weiß', ' hanna@weiss-garten.example', 'Contacts'],
      ],
    );
    assert.ok(
      all.indexOf('Grace Hopper <grace@navy.example>') < all.findIndex((each) => typeof each !== 'string'),
    );
    const from = labels(await suggested('lang/from.mail.md', '---\nfrom: |\n---\n'));
    assert.ok(!from.some((label) => label.includes('lindqvist')), String(from));
    await setting('suggestContacts', 'off');
    try {
      assert.deepEqual(described(await whole()), []);
    } finally {
      await setting('suggestContacts', undefined);
    }
  });

  it('offers categories, accounts and times', async () => {
    assert.ok(labels(await suggested('lang/cat.mail.md', '---\ncategories: [|]\n---\n')).includes('Quartz'));
    assert.ok(
      labels(await suggested('lang/acc.mail.md', '---\naccount: |\n---\n')).includes('you@sandbox.example'),
    );
    const [first] = await suggested('lang/time.mail.md', '---\nsend-at: |\n---\n');
    assert.match(typeof first?.insertText === 'string' ? first.insertText : '', /^\d{4}-\d\d-\d\dT/);
  });

  it('offers files, without hidden and ignored ones', async () => {
    const top = labels(await suggested('lang/files.mail.md', '---\nattachments: [|]\n---\n'));
    assert.ok(top.includes('figures/'));
    assert.ok(
      !top.includes('build/') && !top.some((name) => name.endsWith('.mail.md') || name.startsWith('.')),
    );
    const inside = await suggested('lang/files2.mail.md', '---\nattachments:\n  - figures/|\n---\n');
    assert.deepEqual(labels(inside), ['plan.pdf']);
    assert.equal(inside[0]?.insertText, 'figures/plan.pdf');
  });

  it('offers nothing in the body', async () => {
    assert.deepEqual(
      labels(await suggested('lang/body.mail.md', '---\nto: a@navy.example\n---\nsu|\n')).filter(
        (label) => label === 'subject',
      ),
      [],
    );
  });

  it('explains keys', async () => {
    const { document, at } = await opened('lang/hover.mail.md', '---\nimp|ortance: high\n---\n');
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      at,
    );
    const text = hovers
      .flatMap(({ contents }) => contents as vscode.MarkdownString[])
      .map(({ value }) => value)
      .join('\n');
    assert.match(text, /importance: high/);
  });

  it('links paths, and folds the header', async () => {
    const { document } = await opened(
      'lang/links.mail.md',
      '---\nto: a@navy.example\nattachments: [figures/plan.pdf]\n---\nx\n',
    );
    const links = await vscode.commands.executeCommand<vscode.DocumentLink[]>(
      'vscode.executeLinkProvider',
      document.uri,
    );
    const expected = vscode.Uri.joinPath(document.uri, '../figures/plan.pdf').toString();
    const link = links.find(({ target }) => target?.toString() === expected);
    assert.equal(document.getText(link?.range), 'figures/plan.pdf');
    const folds = await vscode.commands.executeCommand<vscode.FoldingRange[]>(
      'vscode.executeFoldingRangeProvider',
      document.uri,
    );
    assert.ok(folds.some(({ start, end }) => start === 0 && end === 3));
  });

  it('marks problems where they are, and takes them away when they are mended or the file is closed', async () => {
    const { document } = await opened(
      'lang/problems.mail.md',
      '---\nto: grace@navy.example, GRACE@navy.example\nsubjet: x\nattachments: [figures/pla.pdf]\n---\nDear {{name}},\n\n![](x.png)\n',
    );
    const { uri } = document;
    await problem(uri, 'image-missing');
    const found = ours(uri).map(({ code, range }) => [code, document.getText(range)]);
    assert.deepEqual(found, [
      ['subject-empty', '---'],
      ['recipient-repeated', 'GRACE@navy.example'],
      ['unknown-key', 'subjet'],
      ['attachment-missing', 'figures/pla.pdf'],
      ['placeholder', '{{name}}'],
      ['image-alt', '![](x.png)'],
      ['image-missing', 'x.png'],
    ]);

    await mend(document, 'unknown-key', 'Change to subject:');
    await mend(document, 'recipient-repeated', 'Remove this address');
    await mend(document, 'attachment-missing', 'Change to figures/plan.pdf');
    await mend(document, 'placeholder', 'Remove “{{name}}”');
    await mend(document, 'image-alt', 'Describe it as “x”');
    await until('only the picture', () => ours(uri).length === 1);
    assert.equal(
      document.getText(),
      '---\nto: grace@navy.example\nsubject: x\nattachments: [figures/plan.pdf]\n---\nDear ,\n\n![x](x.png)\n',
    );
    await document.save();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await until('the end of the problems', () => ours(uri).length === 0);
  });

  it('tells of a domain that is new beside those of other drafts', async () => {
    const { document } = await opened(
      'lang/domain.mail.md',
      '---\nto: grace@navi.example\nsubject: x\n---\nx\n',
    );
    await problem(document.uri, 'domain-new');
    await mend(document, 'domain-new', 'Change to @navy.example');
    await until('the end of the problem', () => ours(document.uri).length === 0);
    const problems = await run<{ code: string }[]>('check', document.uri);
    assert.deepEqual(problems, []);
    await document.save();
  });

  it('asks for a file where one was announced', async () => {
    const { document } = await opened(
      'lang/attach.mail.md',
      '---\nto: grace@navy.example\nsubject: x\n---\nThe plan is attached.\n',
    );
    const found = await actions(document, await problem(document.uri, 'attachment-forgotten'));
    assert.deepEqual(
      found.map(({ title, command }) => [title, command?.command]),
      [['Attach Files…', 'markdownMail.attachFiles']],
    );
  });

  it('goes on where a subject is to be written', async () => {
    const { document } = await opened('lang/subject.mail.md', '---\nto: grace@navy.example\n---\nx\n');
    await mend(document, 'subject-empty', 'Write a subject');
    const editor = vscode.window.activeTextEditor;
    assert.equal(document.lineAt(2).text, 'subject: ');
    assert.deepEqual([editor?.selection.active.line, editor?.selection.active.character], [2, 9]);
    await document.save();
  });

  it('shows the state and what can be done in one line, unless it is turned off', async () => {
    const { document } = await opened(
      'lang/lens.mail.md',
      '---\nto: grace@navy.example\nsubject: x\n---\nx\n',
    );
    const titles = async () =>
      (
        await vscode.commands.executeCommand<vscode.CodeLens[]>(
          'vscode.executeCodeLensProvider',
          document.uri,
          10,
        )
      ).map(({ command }) => command?.title ?? '');
    let shown: string[] = [];
    for (let attempt = 0; attempt < 50 && shown.length < 4; attempt++) {
      shown = await titles();
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    assert.deepEqual(shown, ['$(edit)\u00a0Local', 'Preview', 'Upload', 'Send']);
    await run('upload', document.uri);
    for (let attempt = 0; attempt < 50 && shown.includes('Upload'); attempt++) {
      shown = await titles();
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    assert.deepEqual(shown, ['$(cloud)\u00a0Uploaded', 'Preview', 'Send']);
    await setting('codeLens', false);
    assert.deepEqual(await titles(), []);
    await setting('codeLens', undefined);
    assert.equal((await titles()).length, 3);
  });

  it('keeps a draft of five million characters editable', async () => {
    const { document } = await opened(
      'lang/long.mail.md',
      `---\nto: grace@navy.example\nsubject: x\n---\n${`${'word '.repeat(20)}\n`.repeat(50_000)}`,
    );
    await problem(document.uri, 'check-partial');
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(1, 4), 'nobody, ');
    await vscode.workspace.applyEdit(edit);
    await problem(document.uri, 'address-invalid');
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('has a key for the preview that VS Code uses for nothing else', async () => {
    await vscode.commands.executeCommand('workbench.action.openDefaultKeybindingsFile');
    const text = await until('the default keybindings', () => {
      const shown = vscode.window.activeTextEditor?.document.getText() ?? '';
      return shown.includes('"key"') && shown;
    });
    const manifest = vscode.extensions.getExtension('markdown-mail.markdown-mail')?.packageJSON as {
      contributes: { keybindings: { command: string; key: string }[] };
    };
    const key = manifest.contributes.keybindings.find(
      ({ command }) => command === 'markdownMail.preview',
    )?.key;
    assert.ok(key);
    const entries = text.match(/\{[^{}]*\}/g) ?? [];
    assert.ok(entries.length > 300);
    const others = entries.filter((entry) => entry.includes(`"${key}"`) && !entry.includes('markdownMail.'));
    assert.deepEqual(others, []);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  });
});
