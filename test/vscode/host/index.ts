import { writeFileSync } from 'node:fs';
import { type HostResults } from '../../launcher/hostTests.js';
import { runMocha } from '../../launcher/testCounts.js';

/**
 * VS Code calls this in the extension host, in a browser as on a desktop. Each file is named here, so that the
 * build puts it into this one module; it is loaded after mocha has set up `describe` and `it`.
 */
export async function run(): Promise<void> {
  const { default: Mocha } = await import('mocha');
  const mocha = new Mocha({ timeout: 20_000, forbidOnly: true, reporter: Mocha.reporters.Base });
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  await import('./window.test.js');
  await import('./commands.test.js');
  await import('./badInput.test.js');
  await import('./exportEml.test.js');
  await import('./embedImages.test.js');
  await import('./pictures.test.js');
  await import('./newReply.test.js');
  await import('./templates.test.js');
  await import('./adminRequest.test.js');
  await import('./sendLater.test.js');
  await import('./identity.test.js');
  await import('./sentFolder.test.js');
  await import('./openOutcome.test.js');
  await import('./stateTooltip.test.js');
  await import('./traps.test.js');
  await import('./sidebar.test.js');
  await import('./listArrangement.test.js');
  await import('./mailboxView.test.js');
  await import('./language.test.js');
  await import('./dropAndPaste.test.js');
  await import('./peopleOffer.test.js');
  await import('./goneFiles.test.js');
  await import('./partTags.test.js');
  const report: string[] = [];
  const counts = await runMocha(mocha, (line) => report.push(line));
  const results = process.env['MARKDOWN_MAIL_TEST_RESULTS'];
  if (results === undefined) throw new Error('MARKDOWN_MAIL_TEST_RESULTS names no file for the counts.');
  writeFileSync(results, JSON.stringify({ counts, report } satisfies HostResults));
  if (counts.failed > 0) throw new Error(`${counts.failed} failed`);
}
