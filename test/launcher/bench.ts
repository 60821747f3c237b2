// `npm run bench`: figures of this build on this machine, each beside something to compare it with.
// `npm run bench -- growth`: only how rendering grows, with every kind of body.
import { cpus, loadavg, totalmem } from 'node:os';
import { reportActivation } from '../bench/activation.js';
import { reportAttachment } from '../bench/attachment.js';
import { reportSizes } from '../bench/bundles.js';
import { reportDraftList } from '../bench/draftList.js';
import { reportFaultSearch } from '../bench/faultSearch.js';
import { reportGrowth } from '../bench/linear.js';
import { reportInlining } from '../bench/inlining.js';
import { reportKeystrokes } from '../bench/keystroke.js';
import { reportLanguage } from '../bench/language.js';
import { reportLoading } from '../bench/loading.js';
import { reportHeaders, reportRendering } from '../bench/rendering.js';
import { reportRequests } from '../bench/requests.js';
import { readSamples } from '../bench/samples.js';
import { reportSending } from '../bench/sending.js';

function reportMachine(): void {
  const cores = cpus();
  const memory = (totalmem() / 1024 ** 3).toFixed(1);
  console.log(
    `Node ${process.versions.node} on ${process.platform} ${process.arch}, ` +
      `${cores.length} cores (${cores[0]?.model.trim() ?? 'unknown'}), ${memory} GiB of memory`,
  );
  // Windows has no load average and says 0.
  const load = (loadavg()[0] ?? 0).toFixed(1);
  console.log(
    `Load average before the start: ${load}. Above the number of cores, times are longer than they need be.`,
  );
}

if (process.argv.includes('growth')) {
  reportMachine();
  await reportGrowth('all');
  process.exit();
}

const begun = Date.now();
const samples = readSamples();
const withFiles = samples.find(({ draft }) => draft.header.attachments.length > 0);
const withoutFiles = samples.find(({ draft }) => draft.header.attachments.length === 0);
reportMachine();
await reportSizes();
await reportLoading();
await reportRendering(samples);
await reportInlining(samples);
await reportKeystrokes(samples);
await reportLanguage(samples);
await reportHeaders(samples);
await reportGrowth();
await reportDraftList();
await reportSending([withoutFiles, withFiles].flatMap((sample) => sample ?? []));
await reportRequests();
await reportFaultSearch();
await reportAttachment();
await reportActivation();
console.log(`\nTook ${Math.round((Date.now() - begun) / 1000)} s.`);
