import { type Page } from 'playwright-core';

/** How each kind of theme is asked for by the system, and how VS Code marks its window then. */
const kinds = {
  light: { asked: { colorScheme: 'light', forcedColors: 'none' }, mark: 'vs' },
  dark: { asked: { colorScheme: 'dark', forcedColors: 'none' }, mark: 'vs-dark' },
  contrast: { asked: { colorScheme: 'dark', forcedColors: 'active' }, mark: 'hc-black' },
  'contrast-light': { asked: { colorScheme: 'light', forcedColors: 'active' }, mark: 'hc-light' },
} as const;

type ThemeKind = keyof typeof kinds;

/** A window whose theme is that of the system: what is open, a dialog or a list, stays open when it changes. */
export const followsSystem: Readonly<Record<string, unknown>> = {
  'window.autoDetectColorScheme': true,
  'window.autoDetectHighContrast': true,
};

/** Changes the theme of a window that {@link followsSystem}, and waits until it is drawn in it. */
export async function showTheme(page: Page, kind: ThemeKind): Promise<void> {
  const { asked, mark } = kinds[kind];
  await page.emulateMedia(asked);
  await page.locator(`.monaco-workbench.${mark}`).waitFor();
}
