import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const manifest = {
  name: 'screen-fixture',
  publisher: 'markdown-mail',
  version: '0.0.1',
  engines: { vscode: '^1.105.0' },
  main: './main.js',
  activationEvents: ['onStartupFinished'],
  capabilities: { untrustedWorkspaces: { supported: true } },
  contributes: {
    commands: [
      { command: 'fixture.ask', title: 'Ask Everything', category: 'Fixture' },
      { command: 'fixture.panel', title: 'Show Panel', category: 'Fixture' },
      { command: 'fixture.mark', title: 'Mark', icon: '$(check)' },
    ],
    viewsContainers: { activitybar: [{ id: 'fixture', title: 'Fixture Box', icon: 'icon.svg' }] },
    views: {
      fixture: [
        { id: 'fixture.tree', name: 'Rows' },
        { id: 'fixture.empty', name: 'Nothing' },
      ],
    },
    viewsWelcome: [
      { view: 'fixture.empty', contents: 'There is nothing here.\n[Mark It](command:fixture.mark)' },
    ],
    menus: {
      'view/item/context': [{ command: 'fixture.mark', group: 'inline', when: 'view == fixture.tree' }],
    },
  },
};

/** Asks in each way VS Code offers, and shows the answers, so that the driver can be checked against them. */
const main = `
const vscode = require('vscode');
const rows = { Group: ['One', 'Two'] };
exports.activate = ({ subscriptions, secrets }) => {
  const on = (id, run) => subscriptions.push(vscode.commands.registerCommand(id, run));
  on('fixture.ask', async () => {
    const colour = await vscode.window.showQuickPick(['red', 'green', 'blue'], { title: 'Colour' });
    const name = await vscode.window.showInputBox({ prompt: 'Your name', value: 'nobody' });
    const yes = await vscode.window.showWarningMessage('Really?', { modal: true, detail: name + '\\n' + colour }, 'Do It');
    const then = await vscode.window.showInformationMessage('You said ' + yes, 'Store', 'Forget');
    await secrets.store('answer', [colour, name, yes, then].join(' '));
    await vscode.window.showInformationMessage('Stored ' + await secrets.get('answer'));
  });
  on('fixture.mark', (row) => vscode.window.showInformationMessage('Marked ' + (row ?? 'nothing')));
  on('fixture.panel', () => {
    const panel = vscode.window.createWebviewPanel('fixture', 'Panel', vscode.ViewColumn.Beside);
    panel.webview.html = '<h1 id="greeting">Hello from the panel</h1>';
  });
  subscriptions.push(vscode.window.registerTreeDataProvider('fixture.tree', {
    getChildren: (row) => (row ? rows[row] : Object.keys(rows)),
    getTreeItem: (row) => ({
      label: row,
      description: 'about ' + row,
      collapsibleState: rows[row] ? 2 : 0,
      accessibilityInformation: { label: 'row ' + row },
    }),
  }));
  subscriptions.push(vscode.window.registerTreeDataProvider('fixture.empty', { getChildren: () => [], getTreeItem: (x) => x }));
};
`;

/** Writes a small extension that exists to try the driver of the screen on. */
export function writeFixtureExtension(folder: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  writeFileSync(join(folder, 'main.js'), main);
  writeFileSync(
    join(folder, 'icon.svg'),
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><circle cx="12" cy="12" r="9"/></svg>',
  );
}
