import assert from 'node:assert/strict';
import { playEach } from './exhaustive.js';
import { type Fault } from './faults.js';
import { replay, type Schedule } from './play.js';
import { type Action, edit, type Scene, send, upload } from './scene.js';
import { asTest } from './shrink.js';

/** A scene in which a fault once did harm at some step; which step that was changes with the protocol, so all are tried. */
export function holds(
  name: string,
  fault: Fault,
  script: readonly Action[],
  more: Partial<Scene> = {},
): void {
  const actors = [{ name: 'A', computer: 0, script }];
  it(name, async () => {
    const scene: Scene = { seed: 1, switches: {}, known: false, actors, ...more };
    const { runs, failed } = await playEach(scene, [fault]);
    assert.ok(runs > 0, 'the fault can happen nowhere');
    const [first] = failed;
    if (first) assert.fail(asTest(first));
  });
}

/** A schedule that once failed, as the search prints it. */
export function shows(name: string, schedule: Schedule): void {
  it(name, async () => {
    const { faults } = await replay(schedule);
    assert.deepEqual(faults, []);
  });
}

export const minute = 60_000;

export const again: Action = { do: 'send', again: false };

export const changed = [edit(0), upload, edit(1), upload, edit(0), send];

/** A window on each of two computers. */
export const two = (seed: number, a: readonly Action[], b: readonly Action[]): Scene => ({
  seed,
  switches: {},
  known: true,
  actors: [
    { name: 'A', computer: 0, script: a },
    { name: 'B', computer: 1, script: b },
  ],
});
