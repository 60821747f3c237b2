import { escape } from './htmlText.js';
import { type PreviewProblem } from './previewContent.js';
import { type PreviewLabels } from './previewWords.js';

/** The same trouble in several places. Lines are 0-based, each once, in order. */
interface Trouble {
  readonly severity: PreviewProblem['severity'];
  readonly message: string;
  readonly lines: number[];
}

const gravity = ['error', 'warning', 'information'] as const;

/** The problems, gravest first; what is said more than once stands in one line with all its places. */
export function problemsHtml(problems: readonly PreviewProblem[], labels: PreviewLabels): string {
  if (problems.length === 0) return '';
  const items = grouped(problems).map((trouble) => `<li>${troubleHtml(trouble, labels)}</li>`);
  return `<section aria-label="${escape(labels.problems)}"><ul>${items.join('')}</ul></section>`;
}

function grouped(problems: readonly PreviewProblem[]): Trouble[] {
  const troubles = new Map<string, Trouble>();
  for (const { severity, message, line } of problems) {
    const key = `${severity} ${message}`;
    const trouble = troubles.get(key) ?? { severity, message, lines: [] };
    if (!trouble.lines.includes(line)) trouble.lines.push(line);
    troubles.set(key, trouble);
  }
  return [...troubles.values()].sort(
    (a, b) => gravity.indexOf(a.severity) - gravity.indexOf(b.severity) || a.lines[0]! - b.lines[0]!,
  );
}

/** One place: the whole row is a button. Several: each line number is one. */
function troubleHtml({ severity, message, lines }: Trouble, labels: PreviewLabels): string {
  const words =
    `<span class="severity ${severity}">${escape(labels[severity])}</span> ` +
    `<span class="message">${escape(message)}</span>`;
  const name = (line: number) => escape(labels.line.replace('{0}', String(line + 1)));
  if (lines.length === 1)
    return `<button type="button" data-line="${lines[0]!}">${words} <span class="quiet">${name(lines[0]!)}</span></button>`;
  const places = lines.map(
    (line) =>
      `<button type="button" class="place" data-line="${line}" aria-label="${name(line)}">${line + 1}</button>`,
  );
  return `<div>${words} <span class="places"><span class="quiet">${escape(labels.lines)}</span> ${places.join(' ')}</span></div>`;
}
