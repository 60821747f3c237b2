import { Failure } from '../failure.js';
import { applyChange } from './editHeader.js';
import { findHeader } from './headerBlock.js';
import { removeHeaderKeys } from './removeHeaderKeys.js';

const own = ['id', 'sent'] as const;

/**
 * The text of a template for new drafts, without `id` and `sent`: those belong to one certain mail, as a template that
 * was a draft once may still hold. Fields in the header (`${1:name}`) need not be YAML; of such a header whole lines go.
 */
export function templateText(template: string): string {
  const text = template.replace(/^\uFEFF/u, '');
  try {
    return [...removeHeaderKeys(text, own)].reverse().reduce(applyChange, text);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return withoutLines(text);
  }
}

function withoutLines(text: string): string {
  const found = findHeader(text);
  if (found.kind !== 'found') return text;
  const { start, end } = found.block;
  const header = text.slice(start, end).replace(/^(?:id|sent)[ \t]*:[^\n]*\n/gmu, '');
  return text.slice(0, start) + header + text.slice(end);
}

/** The subject of a template as a list shows it, its fields by what stands in them. Absent: it has none. */
export function templateSubject(template: string): string | undefined {
  const found = findHeader(template);
  if (found.kind !== 'found') return undefined;
  const header = template.slice(found.block.start, found.block.end);
  const value = /^subject[ \t]*:[ \t]*(.*)$/mu.exec(header)?.[1]?.trim() ?? '';
  const bare = /^(["'])(.*)\1$/u.exec(value)?.[2] ?? value;
  return withoutFields(bare) || undefined;
}

/** The syntax of VS Code's snippets: https://code.visualstudio.com/docs/editing/userdefinedsnippets */
function withoutFields(text: string): string {
  const choice = /\$\{\d+\|((?:[^,|\\}]|\\.)*)[^}]*\}/gu;
  // The inner ones first: a field may stand in what another begins with.
  const filled = /\$\{\d+:([^{}]*)\}/gu;
  return text
    .replace(choice, '$1')
    .replace(filled, '$1')
    .replace(filled, '$1')
    .replace(/\$\{\d+\}|(?<!\\)\$\d+/gu, '…')
    .replace(/\\([$}\\])/gu, '$1')
    .trim();
}
