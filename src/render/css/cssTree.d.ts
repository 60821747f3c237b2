/** The parser of css-tree without its lexer and data, which would be 150 KB more. */
declare module 'css-tree/parser' {
  import { type CssNode, type ParseOptions } from 'css-tree';

  export default function parse(text: string, options: ParseOptions): CssNode;
}
