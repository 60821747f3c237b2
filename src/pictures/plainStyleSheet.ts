/** A rule of a style sheet; Mermaid writes some as `selector {}` and fills them in. */
class PlainRule {
  private readonly added = new Map<string, string>();

  constructor(private readonly text: string) {}

  get style(): { readonly length: number; setProperty(name: string, value: string): void } {
    return { length: this.added.size, setProperty: (name, value) => void this.added.set(name, value) };
  }

  get cssText(): string {
    const added = [...this.added].map(([name, value]) => `${name}:${value};`).join('');
    return this.text.replace(/\}\s*$/, `${added}}`);
  }
}

/** CSSStyleSheet as far as Mermaid needs it: rules in order, kept as text. */
export class PlainStyleSheet {
  readonly cssRules: PlainRule[] = [];

  insertRule(text: string, index = 0): number {
    this.cssRules.splice(index, 0, new PlainRule(text));
    return index;
  }
}
