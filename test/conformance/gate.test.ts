import assert from 'node:assert/strict';
import { themeNames } from '../../src/render/themes/themes.js';
import { realDocuments } from './corpus.js';
import { fallbacks } from './fallbacks.js';
import { Gate, sentenceOf } from './gate.js';
import { mailOf } from './mails.js';

describe('real documents as mails', function () {
  // Against a hang: each look takes seconds.
  this.timeout(180_000);

  const documents = realDocuments();
  const gate = new Gate();

  it('are at least two hundred', () => {
    assert.ok(documents.length >= 200, `only ${documents.length} documents were found`);
  });

  for (const theme of themeNames) {
    it(`ask in the look "${theme}" for nothing that a supported mail program does not show`, async () => {
      const faults = new Map<string, string>();
      for (const { name, markdown } of documents) {
        const { html, problems } = await mailOf(markdown, theme);
        const told = new Set(problems.map(({ code }) => code));
        for (const fault of gate.judge(html)) {
          const { client, construct, element, fallback } = fault;
          if (fallback && (fallback.told === undefined || told.has(fallback.told))) continue;
          const key = `${client} ${construct} ${element}`;
          if (!faults.has(key)) faults.set(key, `${sentenceOf(fault)}, as in ${name}`);
        }
      }
      assert.deepEqual([...faults.values()], []);
    });
  }

  it('need each fallback that is listed', () => {
    const idle = fallbacks.filter((fallback) => !gate.used.has(fallback)).map(({ name }) => name);
    assert.deepEqual(idle, [], 'no mail needs these: strike them off the list');
  });
});
