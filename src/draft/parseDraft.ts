import { sentence } from '../failure.js';
import { type Draft, type Problem } from './draft.js';
import { findHeader, type HeaderSearch } from './headerBlock.js';
import { faultProblem } from './headerFaults.js';
import { emptyHeader, HeaderReader } from './headerReader.js';
import { readHeaderYaml } from './headerYaml.js';
import { Lines } from './lines.js';
import { splitOriginal } from './quotedOriginal.js';

/** Reads a draft file. It never throws: what is wrong stands in `problems`, and the rest is read as far as it can be. */
export function parseDraft(text: string): Draft {
  const found = findHeader(text);
  if (found.kind !== 'found') {
    const begin = text.startsWith('\uFEFF') ? 1 : 0;
    const body = { body: text.slice(begin), bodyLine: 0, bodyOffset: begin };
    return { header: emptyHeader(), ...body, problems: [noHeader(found)] };
  }
  const { block } = found;
  const lines = new Lines(text.slice(0, block.bodyStart));
  const { pairs, faults } = readHeaderYaml(text, block);
  const reader = new HeaderReader(text, lines);
  pairs.forEach((pair) => reader.read(pair));
  // Behind a fault of YAML, a complaint about a value may be an echo of it.
  const problems =
    faults.length > 0
      ? faults.map((fault) => faultProblem(fault, lines.lineOf(block.start + fault.offset)))
      : reader.problems;
  const { header, keyLines, places } = reader;
  const whole = text.slice(block.bodyStart);
  const parts = header.answers ? splitOriginal(whole, block.bodyLine) : { body: whole };
  const at = { bodyLine: block.bodyLine, bodyOffset: block.bodyStart };
  return { header, ...parts, ...at, keyLines, places, problems };
}

function noHeader(found: Exclude<HeaderSearch, { kind: 'found' }>): Problem {
  if (found.kind === 'unclosed') {
    const message = sentence('The header has no end. Put a line --- below its last line.');
    return { code: 'header-unclosed', severity: 'error', message, line: 0 };
  }
  const message =
    found.fence === undefined
      ? sentence(
          'The file has no header. Begin it with a line ---, then to: and subject:, then another line ---.',
        )
      : sentence('The header must begin on the first line. Remove the empty lines above it.');
  return { code: 'header-missing', severity: 'error', message, line: 0 };
}
