import { type RenderInput } from '../../../src/render/rendered.js';
import { renderMailWithLines, type RenderedWithLines } from '../../../src/render/renderMail.js';

/** Renders `markdown` as the body of a draft whose header is empty; no picture exists unless `input.images` says so. */
export function rendered(markdown: string, input: Partial<RenderInput> = {}): Promise<RenderedWithLines> {
  return renderMailWithLines({
    markdown,
    firstLine: 0,
    subject: '',
    images: () => Promise.resolve({ kind: 'missing' }),
    ...input,
  });
}

export async function htmlOf(markdown: string, input: Partial<RenderInput> = {}): Promise<string> {
  return (await rendered(markdown, input)).html;
}

export async function textOf(markdown: string): Promise<string> {
  return (await rendered(markdown)).text;
}

/** `severity code line` of each problem. */
export async function problemsOf(markdown: string, input: Partial<RenderInput> = {}): Promise<string[]> {
  const { problems } = await rendered(markdown, input);
  return problems.map(({ severity, code, line }) => `${severity} ${code} ${line}`);
}
