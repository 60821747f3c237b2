import { search } from '../faults/search/shrink.js';
import { milliseconds, printTable } from './report.js';

const rounds = 3;
const each = 400;

/** Prints how fast the fault search is: it has to get through tens of thousands of schedules in a test run. */
export async function reportFaultSearch(): Promise<void> {
  await search(1, each);
  const rows: string[][] = [];
  for (let round = 0; round < rounds; round++) {
    const begun = performance.now();
    const processor = process.cpuUsage();
    const { played } = await search(1 + round * each, each);
    const taken = performance.now() - begun;
    const { user, system } = process.cpuUsage(processor);
    const busy = (user + system) / 1000;
    rows.push([
      `seeds from ${1 + round * each}`,
      (played / (taken / 1000)).toFixed(0),
      milliseconds(taken / played),
      milliseconds(busy / played),
    ]);
  }
  printTable({
    title: 'Fault search',
    note: [
      `Schedules of people, windows, computers and up to four faults, ${each} in a row; the test run has 20,000.`,
    ],
    head: ['schedules', 'per second', 'ms each', 'ms of processor'],
    rows,
  });
}
