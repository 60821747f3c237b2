import { type Draft, type Problem } from '../draft/draft.js';
import { type Sentence, sentence } from '../failure.js';
import { type StyleSheet } from './css/styleSheet.js';
import { styleSheetIn } from './css/styleSheetFile.js';
import { inRoot, type LookSettings, type LookSource, outsideSentence, readText } from './lookSource.js';
import { type Signature } from './rendered.js';
import { signatureOf } from './signatureFile.js';
import { type ThemeName, themeNamed, themeNames, usualTheme } from './themes/themes.js';

export interface Appearance {
  readonly theme: ThemeName;
  readonly css?: StyleSheet['overrides'];
  readonly signature?: Signature;
  readonly problems: readonly Problem[];
  /** Locations of the files that the look depends on, there or not. */
  readonly files: readonly string[];
}

/** The look that the header and the settings ask for; what can't be had is a Problem. */
export async function appearanceOf(
  draft: Draft,
  wanted: LookSettings,
  source: LookSource,
): Promise<Appearance> {
  const theme = themeOf(draft, wanted.theme);
  const [css, signature] = await Promise.all([cssOf(wanted.css, source), signatureOf(draft, wanted, source)]);
  return {
    theme: theme.name,
    ...(css.overrides ? { css: css.overrides } : {}),
    ...(signature.found ? { signature: signature.found } : {}),
    problems: [...theme.problems, ...css.problems, ...signature.problems],
    files: [...css.files, ...signature.files],
  };
}

function themeOf({ header, keyLines }: Draft, setting: string): { name: ThemeName; problems: Problem[] } {
  const asked = header.theme ?? (setting === '' ? usualTheme : setting);
  const name = themeNamed(asked);
  if (name) return { name, problems: [] };
  const message = sentence(
    'There is no look "{0}". Choose one of {1}. Until then the mail has the usual one.',
    asked,
    themeNames.join(', '),
  );
  const line = header.theme === undefined ? 0 : (keyLines?.theme ?? 0);
  return { name: usualTheme, problems: [{ code: 'theme-unknown', severity: 'warning', message, line }] };
}

interface Css {
  readonly overrides?: StyleSheet['overrides'];
  readonly problems: readonly Problem[];
  readonly files: readonly string[];
}

async function cssOf(path: string, source: LookSource): Promise<Css> {
  if (path === '') return { problems: [], files: [] };
  const location = inRoot(path, source);
  const problem = (code: string, severity: Problem['severity'], message: Sentence): Css => ({
    problems: [{ code, severity, message, line: 0 }],
    files: [location],
  });
  const read = await readText(location, source);
  switch (read.kind) {
    case 'missing':
      return problem(
        'css-missing',
        'warning',
        sentence('There is no style sheet {0}. Check the setting markdownMail.css.', path),
      );
    case 'outside':
      return problem('css-outside', 'error', outsideSentence(path));
    case 'unreadable':
      return problem(
        'css-invalid',
        'warning',
        sentence(
          '{0} is not a style sheet that can be read: it must be text in UTF-8 of at most 256 KB.',
          path,
        ),
      );
    case 'text': {
      const { overrides, problems } = styleSheetIn(read.bytes, read.text, path);
      return { overrides, problems, files: [location] };
    }
  }
}
