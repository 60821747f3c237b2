import * as vscode from 'vscode';
import { type MailSettings } from '../mailHost.js';
import { type LookSettings } from '../render/lookSource.js';

type SignInSetting = 'auto' | 'browser' | 'deviceCode' | 'vscode';
type ConfirmSetting = 'always' | 'outside' | 'never';
export type ContactsSetting = 'ask' | 'on' | 'off';

/**
 * The settings, read afresh at each call. Those of application scope are read from the user's own settings only: VS Code
 * ignores workspace values of them, and this is kept true even for a setting that a workspace file smuggles in.
 */
export const settings = {
  mail(): MailSettings {
    const custom = own<{ graph?: unknown; authority?: unknown }>('customCloud', {});
    return {
      cloud: oneOf('cloud', ['global', 'usgov', 'usgov-dod', 'china', 'custom', 'sandbox'], 'global'),
      customCloud: { graph: custom.graph, authority: custom.authority },
      clientId: own('clientId', '').trim(),
      tenant: own('tenant', 'common').trim() || 'common',
      apiVersion: oneOf('apiVersion', ['v1.0', 'beta'], 'v1.0'),
    };
  },
  signInMethod: (): SignInSetting =>
    oneOf('signInMethod', ['auto', 'browser', 'deviceCode', 'vscode'], 'auto'),
  confirmSend: (): ConfirmSetting => oneOf('confirmSend', ['always', 'outside', 'never'], 'always'),
  undoSendSeconds(): number {
    const seconds = own<unknown>('undoSendSeconds', 10);
    return typeof seconds === 'number' && Number.isFinite(seconds) ? Math.min(120, Math.max(0, seconds)) : 10;
  },
  /** Whether the people and contacts of the mailbox are offered as addresses. */
  suggestContacts: (): ContactsSetting => oneOf('suggestContacts', ['ask', 'on', 'off'], 'ask'),
  setSuggestContacts: (value: ContactsSetting): Thenable<void> =>
    section().update('suggestContacts', value, vscode.ConfigurationTarget.Global),
  /** How mails of this folder look. A folder may set it: it changes looks, and reads files under the rules for all files. */
  look(draft: vscode.Uri): LookSettings {
    const found = vscode.workspace.getConfiguration('markdownMail', draft);
    const text = (key: string): string => {
      const value = found.get<unknown>(key);
      return typeof value === 'string' ? value.trim() : '';
    };
    return { theme: text('theme'), css: text('css'), signature: text('signature') };
  },
  /** Where files of sent mails move, as written: seen from the workspace folder. Empty: they stay. */
  sentFolder(draft: vscode.Uri): string {
    const value = vscode.workspace.getConfiguration('markdownMail', draft).get<unknown>('sentFolder');
    return typeof value === 'string' ? value.trim() : '';
  },
  /** The folder of templates for new drafts, as written. Empty: none. */
  templates(folder: vscode.Uri): string {
    const value = vscode.workspace.getConfiguration('markdownMail', folder).get<unknown>('templates');
    return typeof value === 'string' ? value.trim() : '';
  },
  /** Whether a line above each draft shows its state and what can be done with it. */
  codeLens: (draft: vscode.Uri): boolean =>
    vscode.workspace.getConfiguration('markdownMail', draft).get<unknown>('codeLens') !== false,
  setCloud: (cloud: string): Thenable<void> =>
    section().update('cloud', cloud === 'global' ? undefined : cloud, vscode.ConfigurationTarget.Global),
};

function section(): vscode.WorkspaceConfiguration {
  return vscode.workspace.getConfiguration('markdownMail');
}

function own<T>(key: string, otherwise: T): T {
  const found = section().inspect<T>(key);
  return found?.globalValue ?? found?.defaultValue ?? otherwise;
}

function oneOf<T extends string>(key: string, values: readonly T[], otherwise: T): T {
  const value = own<string>(key, otherwise);
  return values.find((candidate) => candidate === value) ?? otherwise;
}
