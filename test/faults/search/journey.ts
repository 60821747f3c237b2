import { Cancelled } from '../../../src/failure.js';
import { ConnectionFailure, type WireRequest, type WireResponse } from '../../../src/wire.js';
import { answers, refusal } from './answers.js';
import { type Fault } from './faults.js';
import { lost, type Window } from './window.js';

type Journey = (signal?: AbortSignal) => Promise<WireResponse>;

/** After so many milliseconds without an answer a client gives up, as the product's does. */
const patience = 60_000;

/** The way of one request to the mailbox and of its answer back, and what happens to both. */
export function journeyOf(window: Window, request: WireRequest, fault?: Fault, ms = 0): Journey {
  const { time, random } = window.world;
  const issued = time.now;
  const travel = () => 5 + random() * 60;
  /** Carried out after a while, whatever becomes of the window meanwhile. */
  const carriedOut = (delay = travel()) =>
    new Promise<WireResponse>((resolve, reject) =>
      time.after(delay, () => void window.serve(request, issued).then(resolve, reject)),
    );
  const comesBack = async (answer: Promise<WireResponse>) => {
    const came = await answer;
    await time.wait(travel());
    return came;
  };
  const afterwards = async (end: () => WireResponse) => {
    await carriedOut();
    return end();
  };
  const waitingFor = (answer: Promise<WireResponse>) => (signal?: AbortSignal) =>
    unlessStopped(answer, signal);

  switch (fault) {
    case 'killed in flight':
      void carriedOut();
      return () => window.die();
    case 'never connected':
      return () => Promise.reject(new ConnectionFailure('never-sent', 'ECONNREFUSED'));
    case 'request lost':
      return () => Promise.reject(lost());
    case 'no answer, not carried out':
      return (signal) => unlessStopped(silence(window), signal);
    case 'no answer, carried out late':
      void carriedOut(ms);
      return (signal) => unlessStopped(silence(window), signal);
    case 'carried out twice':
    case 'carried out twice, second answer': {
      const first = carriedOut();
      const second = first.then(() => carriedOut());
      return waitingFor(comesBack(fault === 'carried out twice' ? first : second));
    }
    case 'answer lost':
      return waitingFor(
        afterwards(() => {
          throw lost();
        }),
      );
    case '504 after':
      return waitingFor(afterwards(() => refusal(504, 'UnknownError')));
    case '429 after':
      return waitingFor(afterwards(() => refusal(429, 'ApplicationThrottled', { 'retry-after': '2' })));
    case 'no date':
      return waitingFor(comesBack(carriedOut().then((answer) => redated(answer))));
    case 'another date':
      return waitingFor(comesBack(carriedOut().then((answer) => redated(answer, time.now + ms))));
    default: {
      const answered = fault === undefined ? undefined : answers(request)[fault];
      return waitingFor(answered ? Promise.resolve(answered) : comesBack(carriedOut()));
    }
  }
}

/** `at`: milliseconds since 1970; absent: the date says nothing. */
function redated(answer: WireResponse, at?: number): WireResponse {
  const date = at === undefined ? '' : new Date(at).toUTCString();
  return { ...answer, headers: { ...answer.headers, date } };
}

async function silence({ world }: Window): Promise<WireResponse> {
  await world.time.wait(patience);
  throw new ConnectionFailure('no-answer', 'timeout');
}

function unlessStopped(answer: Promise<WireResponse>, signal?: AbortSignal): Promise<WireResponse> {
  if (!signal) return answer;
  return new Promise((resolve, reject) => {
    const stop = () => reject(new Cancelled());
    if (signal.aborted) return stop();
    signal.addEventListener('abort', stop, { once: true });
    const listening = () => signal.removeEventListener('abort', stop);
    answer.then(resolve, reject).finally(listening);
  });
}
