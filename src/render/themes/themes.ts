import { modern } from './modern.js';
import { plain } from './plain.js';
import { technical } from './technical.js';
import { type Theme } from './theme.js';

const known = { plain, modern, technical } as const satisfies Record<string, Theme>;

export type ThemeName = keyof typeof known;
export const themes: Readonly<Record<ThemeName, Theme>> = known;

/** The look of a mail that asks for none. */
export const usualTheme: ThemeName = 'plain';

export const themeNames = Object.keys(known) as readonly ThemeName[];

export function themeNamed(name: string): ThemeName | undefined {
  return themeNames.find((candidate) => candidate === name);
}
