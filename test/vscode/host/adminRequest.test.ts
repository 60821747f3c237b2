import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { read, run, setting, workspaceFolder } from './drafts.js';

interface Problem {
  readonly code: string;
  readonly severity: string;
}

describe('the mail to an administrator', function () {
  this.timeout(30_000);

  after(async () => {
    for (const key of ['clientId', 'tenant', 'cloud']) await setting(key, undefined);
  });

  async function written(): Promise<string> {
    const { uri } = await run<{ uri: string }>('newAdminRequest', workspaceFolder());
    const file = vscode.Uri.parse(uri);
    const problems = await run<Problem[]>('check', file);
    const errors = problems.filter(({ severity }) => severity === 'error').map(({ code }) => code);
    assert.deepEqual(errors, ['no-recipient']);
    const text = await read(file);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await vscode.workspace.fs.delete(file);
    return text;
  }

  it('asks for a registration while there is none', async () => {
    await setting('cloud', undefined);
    const text = await written();
    assert.match(text, /az ad app create [^]*AzureADMyOrg/);
    assert.match(
      text,
      /^<https:\/\/login\.microsoftonline\.com\/organizations\/adminconsent\?client_id=APPLICATION-ID>$/m,
    );
  });

  it('asks for the consent to the one that is set, in its cloud', async () => {
    await setting('clientId', '11111111-2222-4333-8444-555555555555');
    await setting('tenant', 'contoso.example');
    await setting('cloud', 'usgov');
    const text = await written();
    assert.doesNotMatch(text, /az ad app create/);
    assert.match(
      text,
      /^<https:\/\/login\.microsoftonline\.us\/contoso\.example\/adminconsent\?client_id=11111111-2222-4333-8444-555555555555>$/m,
    );
  });
});
