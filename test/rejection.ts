import assert from 'node:assert/strict';
import { Failure } from '../src/failure.js';

/** The error of this kind that `work` must end with; any other is thrown on, with its own stack. */
export async function rejection<E extends Error>(
  work: Promise<unknown>,
  kind: abstract new (...given: never[]) => E,
): Promise<E> {
  const error: unknown = await work.then(
    () => assert.fail('it succeeded'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof kind)) throw error;
  return error;
}

/** The `Failure` that `work` must end with. */
export function failureOf(work: Promise<unknown>): Promise<Failure> {
  return rejection(work, Failure);
}
