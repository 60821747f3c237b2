import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

export interface UserTexts {
  /** English texts that are shown to people; each is its own key in the translations. */
  readonly texts: ReadonlySet<string>;
  /** `file:line` of texts that are put together, so that no translation can have them. */
  readonly unreadable: readonly string[];
}

/** Every text in `folder` that goes through `vscode.l10n.t` or `sentence`. */
export function userTexts(folder: string): UserTexts {
  const texts = new Set<string>();
  const unreadable: string[] = [];
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    // What translates is given its texts.
    if (!name.endsWith('.ts') || name.endsWith('.d.ts') || name.endsWith('translate.ts')) continue;
    const file = join(folder, name);
    const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
    const visit = (node: ts.Node): void => {
      if (ts.isCallExpression(node) && translates(node.expression)) {
        const found = literals(node.arguments[0]);
        if (found) found.forEach((text) => texts.add(text));
        else unreadable.push(`${file}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`);
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return { texts, unreadable };
}

function translates(callee: ts.Expression): boolean {
  if (ts.isIdentifier(callee)) return callee.text === 'sentence';
  return ts.isPropertyAccessExpression(callee) && callee.getText() === 'vscode.l10n.t';
}

/** The texts that an argument may be. Absent: it is not a literal, nor a choice between literals. */
function literals(argument: ts.Expression | undefined): readonly string[] | undefined {
  if (!argument) return undefined;
  if (ts.isStringLiteralLike(argument)) return [argument.text];
  if (ts.isParenthesizedExpression(argument)) return literals(argument.expression);
  if (!ts.isConditionalExpression(argument)) return undefined;
  const [yes, no] = [literals(argument.whenTrue), literals(argument.whenFalse)];
  return yes && no && [...yes, ...no];
}
