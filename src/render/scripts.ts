/** A writing system, named as in Unicode. Chinese, Japanese and Korean mix theirs, and count as one each. */
export type Script = keyof typeof letters;

const letters = {
  Latin: /\p{Script=Latin}/u,
  Cyrillic: /\p{Script=Cyrillic}/u,
  Greek: /\p{Script=Greek}/u,
  Hebrew: /\p{Script=Hebrew}/u,
  Arabic: /\p{Script=Arabic}/u,
  Kana: /[\p{Script=Hiragana}\p{Script=Katakana}]/u,
  Han: /\p{Script=Han}/u,
  Hangul: /\p{Script=Hangul}/u,
  Thai: /\p{Script=Thai}/u,
  Devanagari: /\p{Script=Devanagari}/u,
  Bengali: /\p{Script=Bengali}/u,
  Tamil: /\p{Script=Tamil}/u,
  Georgian: /\p{Script=Georgian}/u,
  Armenian: /\p{Script=Armenian}/u,
} as const;

const names = Object.keys(letters) as readonly Script[];

/** Scripts in which a language is written; where none is listed it may be any. The first is what to look for. */
const written: Readonly<Record<string, readonly Script[]>> = {
  ...spread('ja', ['Kana', 'Han']),
  ...spread('zh', ['Han']),
  ...spread('ko', ['Hangul', 'Han']),
  ...spread('he yi', ['Hebrew']),
  ...spread('ar fa ur ps', ['Arabic']),
  ...spread('ru uk bg be mk', ['Cyrillic']),
  ...spread('sr', ['Cyrillic', 'Latin']),
  ...spread('el', ['Greek']),
  ...spread('th', ['Thai']),
  ...spread('hi mr ne', ['Devanagari']),
  ...spread('bn', ['Bengali']),
  ...spread('ta', ['Tamil']),
  ...spread('ka', ['Georgian']),
  ...spread('hy', ['Armenian']),
  ...spread('en de fr es it pt nl pl cs sk sl hr hu ro sv da nb nn no fi et lv lt tr vi id ms ca', ['Latin']),
};

function spread(languages: string, scripts: readonly Script[]): Record<string, readonly Script[]> {
  return Object.fromEntries(languages.split(' ').map((language) => [language, scripts]));
}

/** A language that is written so, as an example of what `lang` could say. */
export const languageOf: Readonly<Record<Script, string>> = {
  Latin: 'en',
  Cyrillic: 'ru',
  Greek: 'el',
  Hebrew: 'he',
  Arabic: 'ar',
  Kana: 'ja',
  Han: 'zh',
  Hangul: 'ko',
  Thai: 'th',
  Devanagari: 'hi',
  Bengali: 'bn',
  Tamil: 'ta',
  Georgian: 'ka',
  Armenian: 'hy',
};

/** The scripts that a language tag (BCP 47) stands for; undefined: not known, or said by the tag itself, as `sr-Latn`. */
export function scriptsOf(lang: string): readonly Script[] | undefined {
  const [language = '', second = ''] = lang.toLowerCase().split(/[-_]/);
  return second.length === 4 ? undefined : written[language];
}

/** Letters counted by script; those of other scripts are left out. */
export function countScripts(text: string): ReadonlyMap<Script, number> {
  const counts = new Map<Script, number>();
  const english = text.replace(/[^A-Za-z]+/g, '').length;
  if (english > 0) counts.set('Latin', english);
  const rest = (text.match(/[^\0-\x7f]+/g) ?? []).join('');
  // Most letters of a text are of the script of the one before.
  let last: Script = 'Latin';
  for (const letter of rest.match(/\p{L}/gu) ?? []) {
    if (!letters[last].test(letter)) {
      const found: Script | undefined = names.find((name) => letters[name].test(letter));
      if (found === undefined) continue;
      last = found;
    }
    counts.set(last, (counts.get(last) ?? 0) + 1);
  }
  return counts;
}
