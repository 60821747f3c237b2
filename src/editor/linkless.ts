/**
 * A text as a notification shows it, without links. VS Code makes one of `[words](command:…)` wherever it stands, and
 * runs any command at a click (VS Code 1.139, notificationsViewer.ts): subjects, file names and what a server says would
 * be links that a stranger wrote. A word joiner (U+2060), which nobody sees, keeps brackets and address apart.
 */
export function linkless(text: string): string {
  return text.replaceAll('](', ']\u2060(');
}
