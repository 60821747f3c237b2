import { Buffer } from 'node:buffer';
import { escape, thousands } from './htmlText.js';
import { type PreviewLabels } from './previewWords.js';

/** Above this many bytes of HTML Gmail hides the rest behind a link (email-bugs#41). */
const clippedAbove = 102_400;
const nearlyClipped = 90_000;

/** How much of what Gmail shows the mail takes, in words and as a bar. */
export function sizeMeter(html: string, labels: PreviewLabels): string {
  const bytes = Buffer.byteLength(html);
  const level = bytes > clippedAbove ? 'over' : bytes > nearlyClipped ? 'near' : 'fine';
  const sentence = level === 'over' ? labels.clipped : labels.size;
  const text = escape(sentence.replace('{0}', thousands(bytes, labels.language)));
  const part = Math.min(100, Math.round((bytes / clippedAbove) * 100));
  return (
    `<span class="size ${level}"><span class="bar" role="meter" aria-label="${escape(labels.sizeMeaning)}" ` +
    `aria-valuemin="0" aria-valuemax="100" aria-valuenow="${part}" aria-valuetext="${text}">` +
    `<span style="width:${part}%"></span></span> <span>${text}</span></span>`
  );
}
