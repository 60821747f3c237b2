import assert from 'node:assert/strict';
import * as vscode from 'vscode';

/** The ground that all other tests in the window stand on. */
describe('the window under test', () => {
  const id = 'markdown-mail.markdown-mail';

  it('has the package installed as a user has it, not a source folder', () => {
    const extension = vscode.extensions.getExtension(id);
    assert.ok(extension);
    assert.match(extension.extensionPath, /markdown-mail\.markdown-mail-\d/);
  });

  it('activates the extension', async () => {
    const extension = vscode.extensions.getExtension(id);
    await extension?.activate();
    assert.equal(extension?.isActive, true);
  });

  it('knows every command that the package declares', async () => {
    const manifest = vscode.extensions.getExtension(id)?.packageJSON as {
      contributes: { commands?: { command: string }[] };
    };
    const known = new Set(await vscode.commands.getCommands(true));
    const declared = (manifest.contributes.commands ?? []).map(({ command }) => command);
    assert.deepEqual(
      declared.filter((command) => !known.has(command)),
      [],
    );
    assert.ok(declared.length > 0, 'the package declares no command');
  });
});
