import assert from 'node:assert/strict';
import { chooseFlows, type FlowQuery } from '../../../src/auth/flows.js';

const desktop: FlowQuery = {
  setting: 'auto',
  remote: false,
  extensionKind: 'ui',
  web: false,
  node: true,
  microsoft: true,
};

describe('Choice of the sign-in flow', () => {
  const places: readonly [string, Partial<FlowQuery>, string][] = [
    ['desktop', {}, 'browser deviceCode vscode'],
    [
      'desktop, installed as a workspace extension',
      { extensionKind: 'workspace' },
      'browser deviceCode vscode',
    ],
    ['SSH, WSL or container, extension beside the person', { remote: true }, 'browser deviceCode vscode'],
    [
      'SSH, WSL or container, extension on the remote',
      { remote: true, extensionKind: 'workspace' },
      'deviceCode vscode',
    ],
    ['codespace in a browser', { remote: true, extensionKind: 'workspace', web: true }, 'deviceCode vscode'],
    ['code serve-web', { web: true, extensionKind: 'workspace' }, 'deviceCode vscode'],
    ['vscode.dev', { web: true, node: false }, 'vscode'],
    ['desktop, custom cloud', { microsoft: false }, 'browser deviceCode'],
    ['remote, custom cloud', { microsoft: false, remote: true, extensionKind: 'workspace' }, 'deviceCode'],
    ['vscode.dev, custom cloud', { microsoft: false, web: true, node: false }, ''],
  ];
  for (const [place, change, expected] of places) {
    it(`auto, ${place}: ${expected || 'none'}`, () => {
      assert.equal(chooseFlows({ ...desktop, ...change }).join(' '), expected);
    });
    for (const setting of ['browser', 'deviceCode', 'vscode'] as const)
      it(`${setting}, ${place}: it comes first, the others stay offered`, () => {
        const others = expected.split(' ').filter((flow) => flow !== setting && flow !== '');
        assert.deepEqual(chooseFlows({ ...desktop, ...change, setting }), [setting, ...others]);
      });
  }
});
