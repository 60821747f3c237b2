import { type Sentence, sentence } from '../failure.js';
import { type Draft, type Problem } from './draft.js';
import { findHeader } from './headerBlock.js';
import { emptyHeader, HeaderReader } from './headerReader.js';
import { readHeaderYaml } from './headerYaml.js';

/** Reads a draft file. It never throws: what is wrong stands in `problems`, and the rest is read as far as it can be. */
export function parseDraft(text: string): Draft {
  const found = findHeader(text);
  if (found.kind !== 'found') {
    const begin = text.startsWith('\uFEFF') ? 1 : 0;
    const problem = found.kind === 'absent' ? headerMissing : headerUnclosed;
    return { header: emptyHeader(), body: text.slice(begin), bodyLine: 0, problems: [problem] };
  }
  const { block } = found;
  const { pairs, faults } = readHeaderYaml(text, block);
  const reader = new HeaderReader(text);
  if (faults.length === 0) pairs.forEach((pair) => reader.read(pair));
  const problems = [...faults.map((fault) => yamlProblem(fault.code, fault.line)), ...reader.problems];
  return { header: reader.header, body: text.slice(block.bodyStart), bodyLine: block.bodyLine, problems };
}

const headerMissing: Problem = {
  code: 'header-missing',
  severity: 'error',
  message: sentence(
    'The file has no header. Begin it with a line ---, then to: and subject:, then a line ---.',
  ),
  line: 0,
};

const headerUnclosed: Problem = {
  code: 'header-unclosed',
  severity: 'error',
  message: sentence('The header has no end. Put a line --- below its last key.'),
  line: 0,
};

function yamlProblem(code: string, line: number): Problem {
  return { code: 'header-invalid', severity: 'error', message: yamlSentence(code, line + 1), line };
}

function yamlSentence(code: string, line: number): Sentence {
  switch (code) {
    case 'DUPLICATE_KEY':
      return sentence('Line {0} repeats a key of the header. Keep one of them.', line);
    case 'NOT_A_MAP':
      return sentence('The header must be lines such as "subject: Hello". Line {0} is not one.', line);
    case 'TAB_AS_INDENT':
      return sentence('Line {0} of the header begins with a tab. Use spaces.', line);
    case 'BAD_ALIAS':
    case 'BLOCK_AS_IMPLICIT_KEY':
    case 'UNEXPECTED_TOKEN':
      return sentence('Line {0} of the header is not valid YAML. Put its value in quotes.', line);
    case 'MISSING_CHAR':
      return sentence('Line {0} of the header lacks a closing quote, bracket or colon.', line);
    default:
      return sentence(
        'Line {0} of the header is not valid YAML. Check quotes, colons and indentation.',
        line,
      );
  }
}
