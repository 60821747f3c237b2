// `node checkCode.mjs`: what TypeScript and ESLint find, on one reading of the code, which is most of the work of both.
import { join } from 'node:path';
import { ESLint, type Linter } from 'eslint';
import ts from 'typescript';
import tseslint from 'typescript-eslint';
import { projectFolder } from './folders.js';

function readProgram(): ts.Program {
  const host: ts.ParseConfigFileHost = {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic: ({ messageText }) => {
      throw new Error(ts.flattenDiagnosticMessageText(messageText, '\n'));
    },
  };
  const config = ts.getParsedCommandLineOfConfigFile(join(projectFolder, 'tsconfig.json'), {}, host);
  if (!config) throw new Error('tsconfig.json could not be read.');
  return ts.createProgram({
    rootNames: config.fileNames,
    options: config.options,
    configFileParsingDiagnostics: config.errors,
  });
}

type Parse = NonNullable<Extract<Linter.Parser, { parseForESLint?: unknown }>['parseForESLint']>;

/** typescript-eslint's parser, with a program that is there already in place of one of its own. */
function parserWith(program: ts.Program): Linter.Parser {
  const parser = tseslint.parser as { parseForESLint: Parse };
  return {
    meta: { name: 'typescript-eslint with one program' },
    parseForESLint: (code: string, options?: object) =>
      parser.parseForESLint(code, { ...options, projectService: false, programs: [program] }),
  };
}

async function lint(program: ts.Program): Promise<string> {
  const eslint = new ESLint({
    cwd: projectFolder,
    overrideConfig: { files: ['**/*.ts'], languageOptions: { parser: parserWith(program) } },
  });
  const found = await eslint.lintFiles(['.']);
  if (!found.some(({ filePath }) => filePath.endsWith('extension.ts')))
    throw new Error('ESLint did not look at the code.');
  return (await eslint.loadFormatter('stylish')).format(found);
}

const program = readProgram();
const types = ts.formatDiagnostics(ts.getPreEmitDiagnostics(program), {
  getCurrentDirectory: () => projectFolder,
  getCanonicalFileName: (name) => name,
  getNewLine: () => '\n',
});
const rules = await lint(program);
process.stdout.write(types + rules);
if (types + rules !== '') process.exitCode = 1;
