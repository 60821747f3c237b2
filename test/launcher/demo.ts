import { relative } from 'node:path';
import { startBrowser } from './browser.js';
import { demoSteps } from './demoSteps.js';
import { projectFolder } from './folders.js';
import { sampleSettings, samplesWorkspace, type SamplesWorkspace } from './samplesWorkspace.js';
import { startVsCode, type VsCodeHost } from './vscodeHost.js';
import { Workbench } from './workbench.js';

/** What a step of the demo works with. */
export interface DemoStage {
  readonly workbench: Workbench;
  readonly host: VsCodeHost;
  readonly samples: SamplesWorkspace;
  /** Prints a line below the step's title. */
  readonly say: (line: string) => void;
  /** Takes a picture into screenshots/demo/ and says so. */
  readonly picture: (name: string) => Promise<void>;
}

/** One step: it throws when what it shows is not so. */
export interface DemoStep {
  readonly title: string;
  run(stage: DemoStage): Promise<void>;
}

function prepareStage(workbench: Workbench, host: VsCodeHost, samples: SamplesWorkspace): DemoStage {
  let pictures = 0;
  const say = (line: string) => console.log(`   ${line}`);
  return {
    workbench,
    host,
    samples,
    say,
    picture: async (name) => {
      pictures++;
      const file = await workbench.screenshot(`demo/${String(pictures).padStart(2, '0')}-${name}`);
      say(`picture: ${relative(projectFolder, file)}`);
    },
  };
}

/** @returns whether all steps did what they say; the first that fails ends the demo, with a picture of it */
async function runSteps(stage: DemoStage): Promise<boolean> {
  for (const [index, step] of demoSteps.entries()) {
    console.log(`\n${index + 1}. ${step.title}`);
    const start = Date.now();
    try {
      await step.run(stage);
      stage.say(`done in ${((Date.now() - start) / 1000).toFixed(1)} s`);
    } catch (error) {
      stage.say(`FAILED: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      await stage.picture('failed').catch(() => stage.say('no picture could be taken'));
      return false;
    }
  }
  return true;
}

/** Runs the demo on fresh samples in a window that nobody sees. @returns the exit code */
export async function runDemo(): Promise<number> {
  const samples = samplesWorkspace('demo-workspace', true);
  const host = await startVsCode({
    folder: samples.folder,
    extension: { folder: projectFolder },
    settings: sampleSettings,
    dataFolder: samples.dataFolder,
  });
  try {
    const browser = await startBrowser({ profileFolder: samples.profileFolder });
    try {
      const stage = prepareStage(await Workbench.open(browser, host.url), host, samples);
      const done = await runSteps(stage);
      console.log(done ? '\nThe demo did all its steps.' : '\nThe demo stopped at a step that failed.');
      return done ? 0 : 1;
    } finally {
      await browser.close();
    }
  } finally {
    await host.stop();
  }
}
