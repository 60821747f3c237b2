import { posix } from 'node:path';
import ts from 'typescript';

/** One import, export-from, `import()` or `require()` of a source file. */
interface Import {
  readonly specifier: string;
  /** `lazy`: `import()` or `require()`. */
  readonly kind: 'type' | 'static' | 'lazy';
  /** From 1. */
  readonly line: number;
}

const rooms = [
  'draft',
  'render',
  'received',
  'pictures',
  'graph',
  'auth',
  'outbox',
  'sandbox',
  'editor',
] as const;
type Room = (typeof rooms)[number];

/** What each room may import besides itself and the ground. `editor` may, beyond that, import types of all rooms. */
const arrows: Readonly<Record<Room, readonly Room[]>> = {
  draft: [],
  render: ['draft'],
  received: ['draft', 'render'],
  pictures: [],
  graph: ['draft', 'render'],
  auth: [],
  outbox: ['graph', 'render', 'draft'],
  sandbox: [],
  editor: [],
};

/** Files right under src/ that hold nothing but what all rooms share. */
const ground = new Set(['failure', 'wire', 'clock', 'log', 'fileName']);

/** The lazily loaded half, mail.ts and mail/, puts the rooms together; what it asks of the editor is mailHost. */
const composition = new Set(['mail', 'mailHost', 'mailboxCopies', 'markdownWriter', 'pastedHtml']);

/** Packages that one file alone may import. */
const gates: Readonly<Record<string, { readonly allowed: (file: string) => boolean; readonly why: string }>> =
  {
    vscode: {
      allowed: (file) => file === 'src/extension.ts' || file.startsWith('src/editor/'),
      why: 'only editor/ and extension.ts may touch vscode, so that everything else runs and is tested in plain Node',
    },
    'node-fetch': {
      allowed: (file) => file === 'src/graph/http.ts',
      why: 'graph/http.ts is the only HTTP client, so that proxies, time limits and secrets are handled in one place',
    },
    '@azure/msal-node': {
      allowed: (file) => file === 'src/auth/msal.ts',
      why: 'auth/msal.ts is the only one that knows MSAL, so that its version can change behind one door',
    },
  };

type Specifier = { readonly node: ts.Expression; readonly kind: Import['kind'] };

/** True when an import names something, and only types: `import { type A }`, not `import {}`. */
function namesOnlyTypes(bindings: ts.NamedImportBindings | ts.NamedExportBindings | undefined): boolean {
  if (!bindings || !(ts.isNamedImports(bindings) || ts.isNamedExports(bindings))) return false;
  const elements: readonly (ts.ImportSpecifier | ts.ExportSpecifier)[] = bindings.elements;
  return elements.length > 0 && elements.every(({ isTypeOnly }) => isTypeOnly);
}

function importDeclaration({ importClause: clause, moduleSpecifier }: ts.ImportDeclaration): Specifier {
  const whole = clause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
  const typeOnly = whole || (clause?.name === undefined && namesOnlyTypes(clause?.namedBindings));
  return { node: moduleSpecifier, kind: typeOnly ? 'type' : 'static' };
}

function specifierOf(node: ts.Node): Specifier | undefined {
  if (ts.isImportDeclaration(node)) return importDeclaration(node);
  if (ts.isExportDeclaration(node) && node.moduleSpecifier) {
    const typeOnly = node.isTypeOnly || namesOnlyTypes(node.exportClause);
    return { node: node.moduleSpecifier, kind: typeOnly ? 'type' : 'static' };
  }
  if (
    ts.isImportTypeNode(node) &&
    ts.isLiteralTypeNode(node.argument) &&
    ts.isStringLiteral(node.argument.literal)
  )
    return { node: node.argument.literal, kind: 'type' };
  if (!ts.isCallExpression(node) || !node.arguments[0]) return undefined;
  const { expression } = node;
  const loads =
    expression.kind === ts.SyntaxKind.ImportKeyword ||
    (ts.isIdentifier(expression) && expression.text === 'require');
  return loads ? { node: node.arguments[0], kind: 'lazy' } : undefined;
}

function importsOf(file: string, text: string): Import[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: Import[] = [];
  const visit = (node: ts.Node): void => {
    const specifier = specifierOf(node);
    if (specifier && ts.isStringLiteralLike(specifier.node)) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      found.push({ specifier: specifier.node.text, kind: specifier.kind, line: line + 1 });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** The room of a path below src/, or the name of a file right under src/. */
function placeOf(path: string): string {
  const [, first = ''] = path.split('/');
  return first.replace(/\.(js|ts)$/, '');
}

const isRoom = (place: string): place is Room => (rooms as readonly string[]).includes(place);

/** Why a file of one place may not import one of another, or undefined. */
function whyNot(from: string, to: string, kind: Import['kind']): string | undefined {
  if (from === to || ground.has(to)) return undefined;
  if (ground.has(from)) return 'what all rooms share must depend on none of them';
  if (from === 'editor' || from === 'extension') {
    const loadsMail = from === 'extension' && to === 'mail' && kind === 'lazy';
    if (to === 'editor' || kind === 'type' || loadsMail) return undefined;
    return 'it runs at start: values of other rooms come through ./mail.js, which extension.ts loads at first use';
  }
  if (composition.has(from)) {
    if (isRoom(to) ? to !== 'editor' || kind === 'type' : composition.has(to)) return undefined;
    return 'mail.ts puts together the rooms that know nothing of the editor';
  }
  if (isRoom(from) && isRoom(to) && arrows[from].includes(to)) return undefined;
  if (from === 'pictures') {
    if (to === 'render' && kind === 'type') return undefined;
    return 'pictures are made in a worker thread, which knows only what the renderer asks for: types of render/';
  }
  if (from === 'received' || to === 'received')
    return 'received/ turns a page into Markdown: it knows how drafts are written and rendered, and nothing of where they lie';
  if (from === 'sandbox')
    return 'the sandbox knows the wire, not the client, so that both cannot share one mistake';
  return 'arrows point down only: editor → outbox → graph, render → draft; editor → auth';
}

/**
 * Checks the imports of the sources against the arrows between the rooms.
 * @param sources text by path, `src/…` with slashes
 * @returns one sentence for each import that must not be, with its place and the reason
 */
export function brokenArrows(sources: ReadonlyMap<string, string>): string[] {
  const broken: string[] = [];
  for (const [file, text] of sources)
    for (const { specifier, kind, line } of importsOf(file, text)) {
      const gate = Object.hasOwn(gates, specifier) ? gates[specifier] : undefined;
      const why = specifier.startsWith('.')
        ? whyNot(placeOf(file), placeOf(posix.join(posix.dirname(file), specifier)), kind)
        : gate && !gate.allowed(file) && gate.why;
      if (why) broken.push(`${file}:${line} must not import ${specifier}: ${why}.`);
    }
  return broken;
}
