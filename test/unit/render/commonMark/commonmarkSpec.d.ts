declare module 'commonmark-spec' {
  /** Each example of the specification, in its order; numbers begin with 1. */
  export const tests: readonly {
    readonly markdown: string;
    readonly html: string;
    readonly section: string;
    readonly number: number;
  }[];
}
