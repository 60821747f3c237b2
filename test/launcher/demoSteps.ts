import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type DemoStep } from './demo.js';

const openSamples: DemoStep = {
  title: 'Open VS Code on the sample mails and look at the list of drafts',
  run: async ({ workbench, samples, say, picture }) => {
    await workbench.showContainer('Markdown Mail');
    const drafts = workbench.view('Drafts');
    await drafts.row(/./);
    const rows = await drafts.rows();
    assert.ok(rows.length > 0, 'the list of drafts is empty');
    for (const { label, description, level } of rows)
      say(`${'  '.repeat(level - 1)}${label}  ${description}`.trimEnd());
    await workbench.openFile(join(samples.folder, 'release-announcement.mail.md'));
    await picture('drafts');
  },
};

/** In the order in which they run; each stands on the ones before. */
export const demoSteps: readonly DemoStep[] = [openSamples];
