import { type Random } from '../../../src/clock.js';

/** What a window of the program does that can go wrong, or be cut short. */
export type StepKind =
  | 'read a ledger'
  | 'append to a ledger'
  | 'flush a ledger'
  | 'token'
  | 'request'
  | 'request that sends'
  | 'answer'
  | 'sleep'
  | 'read a file'
  | 'write the draft'
  | 'confirm'
  | 'hold';

const everywhere = [
  /** The process dies here; what it was about to do is not done. */
  'kill',
  /** All processes of the computer do, and lines that were not flushed may be lost. */
  'power cut',
  /** The computer sleeps, or is busy. */
  'stall',
  'clock jumps',
  'sent in Outlook',
  'deleted in Outlook',
  'purged in Outlook',
  'edited in Outlook',
  'saved in Outlook',
  'file added in Outlook',
] as const;

const ofRequests = [
  'killed in flight',
  'request lost',
  'no answer, not carried out',
  'no answer, carried out late',
  'never connected',
  'carried out twice',
  'carried out twice, second answer',
  'answer lost',
  '503 before',
  '503 with Retry-After',
  '504 after',
  '429 before',
  '429 after',
  '412',
  '404',
  '401',
  'mailbox full',
  'page of a proxy',
  'no date',
  /** The answer is dated by a clock that is wrong. */
  'another date',
  /** From this request on the mailbox turns all of them away for a while. */
  'throttled for a while',
  'away for a while',
  /** The mailbox refuses also renewed tokens, until the person has signed in again. */
  'tokens refused for a while',
] as const;

const ofSteps = {
  'read a ledger': [],
  'flush a ledger': ['killed after', 'disk full', 'disk stays full'],
  'append to a ledger': ['killed after', 'torn line', 'disk full', 'disk full, line torn', 'disk full, line whole', 'disk stays full'],
  token: ['signed out', 'signed out for a while'],
  request: ofRequests,
  'request that sends': ofRequests,
  answer: [],
  sleep: [],
  'read a file': [],
  'write the draft': ['killed after', 'disk full', 'disk stays full'],
  confirm: ['declined'],
  hold: ['undone'],
} as const satisfies Record<StepKind, readonly string[]>; // prettier-ignore

export type Fault = (typeof everywhere)[number] | (typeof ofSteps)[StepKind][number];

/** What can happen at every step. */
export const anywhere: readonly Fault[] = everywhere;

export const faultsOf = Object.fromEntries(
  Object.entries(ofSteps).map(([kind, faults]) => [kind, [...everywhere, ...faults]]),
) as unknown as Readonly<Record<StepKind, readonly Fault[]>>;

/** One fault: at which step of whom. `ms`: how long, or how far, where it takes time. */
export interface Strike {
  readonly who: string;
  /** Counted from 0, over all processes of this window one after another. */
  readonly step: number;
  readonly fault: Fault;
  readonly ms?: number;
}

const second = 1000;
const minute = 60 * second;

/** How long a fault lasts, from short to long: most are short. */
export function durationOf(fault: Fault, random: Random): number | undefined {
  const pick = (list: readonly number[]) => list[Math.floor(random() * list.length)] ?? 0;
  switch (fault) {
    case 'stall':
      return pick([second, 20 * second, 2 * minute, 90 * minute]);
    case 'clock jumps':
    case 'another date':
      return pick([-600 * minute, -minute, 20 * second, 600 * minute, 3000 * minute]);
    case 'no answer, carried out late':
      return pick([second, 15 * second, minute, 5 * minute]);
    case 'throttled for a while':
    case 'away for a while':
      return pick([5 * second, 45 * second, 10 * minute]);
    case 'signed out for a while':
    case 'tokens refused for a while':
    case 'disk stays full':
      return pick([20 * second, 2 * minute, 90 * minute]);
    default:
      return undefined;
  }
}

/** Decides at each step whether something goes wrong there. */
export interface Fate {
  at(who: string, step: number, kind: StepKind): Strike | undefined;
  /** All that struck, in order. */
  readonly struck: readonly Strike[];
}

/** The strikes that are listed, where they can happen. */
export function givenFate(strikes: readonly Strike[]): Fate {
  const struck: Strike[] = [];
  return {
    struck,
    at(who, step, kind) {
      const found = strikes.find((strike) => strike.who === who && strike.step === step);
      if (!found || !faultsOf[kind].includes(found.fault)) return undefined;
      struck.push(found);
      return found;
    },
  };
}

/** What matters most, and comes once in many steps, is struck more often. */
const weight = (kind: StepKind) => (kind === 'request that sends' ? 8 : 1);

/** About `count` strikes over about `length` steps, by chance. */
export function chanceFate(random: Random, count: number, length: number): Fate {
  const struck: Strike[] = [];
  return {
    struck,
    at(who, step, kind) {
      if (struck.length >= count || random() >= (weight(kind) * count) / length) return undefined;
      const faults = faultsOf[kind];
      const fault = faults[Math.floor(random() * faults.length)];
      if (fault === undefined) return undefined;
      const ms = durationOf(fault, random);
      const strike = { who, step, fault, ...(ms === undefined ? {} : { ms }) };
      struck.push(strike);
      return strike;
    },
  };
}
