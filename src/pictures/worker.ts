import { parentPort } from 'node:worker_threads';
import { traceOf } from '../failure.js';
import { type Job, type JobAnswer, type JobMessage, type Outcome } from './jobs.js';

/** Entry of the worker thread. Each kind of picture is a file of its own, loaded when the first one is asked for. */
parentPort?.on('message', (message: JobMessage) => void answer(message));

async function answer({ id, job }: JobMessage): Promise<void> {
  let reply: JobAnswer;
  try {
    reply = { id, outcome: await make(job) };
  } catch (error) {
    reply = { id, bug: traceOf(error) };
  }
  parentPort?.postMessage(reply);
}

async function make(job: Job): Promise<Outcome> {
  switch (job.kind) {
    case 'convert': {
      const { convertPicture } = await import('./convert.js');
      return convertPicture(job.bytes, { widest: job.widest });
    }
    case 'formula': {
      const { drawFormula } = await import('./formula.js');
      return drawFormula(job.tex, { display: job.display });
    }
    case 'diagram': {
      const { drawDiagram } = await import('./diagram.js');
      return drawDiagram(job.source, { widest: job.widest });
    }
  }
}
