declare module 'markdown-it-deflist' {
  import { type MarkdownIt } from 'markdown-it';
  export default function deflist(parser: MarkdownIt): void;
}

declare module 'markdown-it-emoji/lib/data/full.mjs' {
  /** Characters by GitHub's short names, without the colons. */
  const emoji: Readonly<Record<string, string>>;
  export default emoji;
}
