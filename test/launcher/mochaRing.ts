// A process of its own for each ring: `node mochaRing.mjs <milliseconds per test> <file>…`; answers over IPC.
import { resolve } from 'node:path';
import Mocha from 'mocha';
import { recordExchanges, recordingVariable } from '../contract/recorder.js';
import { runMocha } from './testCounts.js';

const recording = process.env[recordingVariable];
if (recording !== undefined) recordExchanges(recording);

const [timeout, ...files] = process.argv.slice(2);
const mocha = new Mocha({ timeout: Number(timeout), forbidOnly: true, reporter: Mocha.reporters.Base });
for (const file of files) mocha.addFile(resolve(file));
await mocha.loadFilesAsync();
const counts = await runMocha(mocha, console.log);
// Nothing more is done here: a process that does not end by itself now has left something open.
process.send?.(counts, () => process.disconnect());
