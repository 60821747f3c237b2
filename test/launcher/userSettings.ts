import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Quiet defaults, so that nothing covers what a test or a screenshot looks at. */
export const quietSettings: Readonly<Record<string, unknown>> = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'window.commandCenter': false,
};

/** As {@link quietSettings}, and the editor leaves what is typed as it is. */
export const testSettings: Readonly<Record<string, unknown>> = {
  ...quietSettings,
  // VS Code in a browser saves after a second by itself; on a desktop it does not.
  'files.autoSave': 'off',
  'editor.autoClosingBrackets': 'never',
  'editor.autoClosingQuotes': 'never',
  'editor.autoIndent': 'none',
  // What moves is drawn again and again, without a graphics card.
  'editor.cursorBlinking': 'solid',
  'editor.quickSuggestions': { other: 'off', comments: 'off', strings: 'off' },
};

/** The settings.json of one user data folder. */
export class UserSettings {
  private readonly file: string;

  constructor(userDataFolder: string) {
    mkdirSync(join(userDataFolder, 'User'), { recursive: true });
    this.file = join(userDataFolder, 'User', 'settings.json');
  }

  replace(settings: Readonly<Record<string, unknown>>): void {
    writeFileSync(this.file, JSON.stringify(settings, undefined, 2));
  }

  change(changes: Readonly<Record<string, unknown>>): void {
    const before: unknown = existsSync(this.file) ? JSON.parse(readFileSync(this.file, 'utf8')) : {};
    this.replace(Object.assign({}, before, changes));
  }
}
