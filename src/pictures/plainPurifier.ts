/**
 * Stands for DOMPurify in the build: Mermaid's drawing becomes pixels and is never a page, so there is nothing to
 * purify, and what looks like HTML in a label is text.
 */
const plainPurifier = {
  isSupported: true,
  sanitize: (text: unknown): string => String(text),
  addHook: (): void => undefined,
  removeHook: (): void => undefined,
  removeAllHooks: (): void => undefined,
};

export { plainPurifier as default };
