// `npm run check:contract -- <openapi.json>`: runs the protocol ring and checks every exchange on the wire, both ways.
import { createReadStream, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Contract } from '../contract/contract.js';
import { type RecordedExchange, recordingVariable } from '../contract/recorder.js';
import { runRing, testFiles } from './ring.js';
import { writeCounts } from './testCounts.js';

async function main(): Promise<number> {
  const [description] = process.argv.slice(2);
  if (description === undefined || !existsSync(description)) {
    console.error('Name the OpenAPI description: npm run check:contract -- <file>');
    return 2;
  }
  const folder = mkdtempSync(join(tmpdir(), 'mdm-contract-'));
  try {
    const file = join(folder, 'exchanges.jsonl');
    writeFileSync(file, '');
    const options = { testLimit: 60_000, ringLimit: 900_000, env: { [recordingVariable]: file } };
    const counts = await runRing(testFiles('protocol'), options);
    console.log(`The protocol ring: ${writeCounts(counts)}`);
    const failing = await report(new Contract(resolve(description)), file);
    return counts.failed > 0 || failing > 0 ? 1 : 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @returns how many exchanges break the description; one more where none was seen. */
async function report(contract: Contract, file: string): Promise<number> {
  const kinds = new Map<string, number>();
  const examples = new Map<string, number>();
  let [failing, all] = [0, 0];
  const lines = createInterface({ input: createReadStream(file), crlfDelay: Infinity });
  for await (const line of lines) {
    all++;
    const exchange = JSON.parse(line) as RecordedExchange;
    const findings = contract.check(exchange);
    if (findings.length > 0) failing++;
    for (const finding of findings) {
      const what = `${exchange.method} ${shape(exchange.target)} ${exchange.status}: ${finding}`;
      examples.set(what, (examples.get(what) ?? 0) + 1);
    }
    const kind = exchange.cut ? 'cut short' : exchange.status >= 400 ? 'refused' : 'carried out';
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  for (const [what, times] of examples) console.log(`  ✖ ${times} × ${what}`);
  const parts = [...kinds].map(([kind, count]) => `${count} ${kind}`);
  console.log(`${all} exchanges (${parts.join(', ')}), ${failing} against the description`);
  return all === 0 ? 1 : failing;
}

function shape(target: string): string {
  return (target.split('?')[0] ?? '').replace(/[\w=-]{40,}/g, '{id}');
}

process.exitCode = await main();
