// `npm run test:fuzz -- [--minutes N] [--seed S]`: hostile mails for as long as is asked. The seed repeats a run.
import fc from 'fast-check';
import { hostileMarkdown } from '../fuzz/grammar.js';
import { faultOfMail } from '../fuzz/judge.js';

function option(name: string): number | undefined {
  const value = process.argv[process.argv.indexOf(`--${name}`) + 1];
  return process.argv.includes(`--${name}`) ? Number(value) : undefined;
}

const minutes = option('minutes') ?? 1;
const seed = option('seed') ?? Date.now() % 2 ** 31;
let mails = 0;
let slowest = { milliseconds: 0, markdown: '' };

console.log(`Seed ${seed}, ${minutes} minutes.`);
const details = await fc.check(
  fc.asyncProperty(hostileMarkdown, async (markdown) => {
    const begun = performance.now();
    const fault = await faultOfMail(markdown);
    const milliseconds = performance.now() - begun;
    mails++;
    if (milliseconds > slowest.milliseconds) slowest = { milliseconds, markdown };
    if (fault !== undefined) throw new Error(fault);
  }),
  {
    seed,
    numRuns: 100_000_000,
    interruptAfterTimeLimit: minutes * 60_000,
    markInterruptAsFailure: false,
  },
);
console.log(`${mails} mails; the slowest took ${slowest.milliseconds.toFixed(0)} ms:`);
console.log(JSON.stringify(slowest.markdown).slice(0, 400));
if (details.failed) {
  console.log(fc.defaultReportMessage(details));
  process.exitCode = 1;
}
