import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type BrowserContext } from 'playwright-core';
import { findOnPath, runProgram } from './program.js';

const debianPackages = ['chromium', 'fonts-noto-core', 'fonts-noto-cjk', 'fonts-noto-color-emoji'];

/** Where Chromium and its kin lie; in the order in which they are tried. */
function usualPlaces(): string[] {
  const { env } = process;
  switch (process.platform) {
    case 'darwin':
      return ['/Applications', join(env['HOME'] ?? '/', 'Applications')].flatMap((folder) =>
        ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
          (name) => `${folder}/${name}.app/Contents/MacOS/${name}`,
        ),
      );
    case 'win32':
      return ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA']
        .flatMap((name) => env[name] ?? [])
        .flatMap((folder) => [
          join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe'),
          join(folder, 'Chromium', 'Application', 'chrome.exe'),
          join(folder, 'Microsoft', 'Edge', 'Application', 'msedge.exe'),
        ]);
    default:
      return [
        'chromium',
        'chromium-browser',
        'google-chrome',
        'google-chrome-stable',
        'microsoft-edge',
      ].flatMap((name) => findOnPath(name) ?? []);
  }
}

function findChromium(): string | undefined {
  return [...usualPlaces(), chromium.executablePath()].find((file) => file !== '' && existsSync(file));
}

/** apt-get needs root, and its lists may be missing in a container. */
async function installOnDebian(say: (line: string) => void): Promise<void> {
  say(`Installing ${debianPackages.join(', ')} with apt-get; this happens once.`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const update = await runProgram('apt-get', ['update', '-q'], { env });
  const install = await runProgram(
    'apt-get',
    ['install', '-q', '-y', '--no-install-recommends', ...debianPackages],
    {
      env,
    },
  );
  if (install.code !== 0) {
    const output = (update.code === 0 ? '' : update.output) + install.output;
    throw new Error(`apt-get could not install Chromium. It says:\n${output.slice(-3000)}`);
  }
}

/**
 * The path of a Chromium, Chrome or Edge: CHROME_PATH, the usual places, Playwright's own. On Debian and Ubuntu,
 * as root, it is installed when there is none.
 * @throws Error with one sentence that says what to install
 */
export async function chromiumPath(say: (line: string) => void = console.log): Promise<string> {
  const named = process.env['CHROME_PATH'];
  if (named !== undefined && named !== '') {
    if (existsSync(named)) return named;
    throw new Error(`CHROME_PATH names ${named}, which does not exist; correct it or remove it.`);
  }
  const found = findChromium();
  if (found) return found;
  if (process.platform === 'linux' && findOnPath('apt-get') && process.getuid?.() === 0) {
    await installOnDebian(say);
    const installed = findChromium();
    if (installed) return installed;
  }
  throw new Error('No browser was found: install Chromium or Chrome, or set CHROME_PATH to one.');
}

export interface BrowserOptions {
  /** Kept between runs: VS Code in a browser keeps its SecretStorage there. */
  readonly profileFolder: string;
  /** In CSS pixels; 1440 × 900 without it. */
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly headless?: boolean;
  readonly say?: (line: string) => void;
}

/**
 * What turns without end is drawn sixty times a second, without a graphics card; where nobody watches, it stands still.
 * VS Code does so for its icons, not for its bars, where motion is to be reduced.
 */
function standStill(): void {
  const style = new CSSStyleSheet();
  style.replaceSync('.progress-bit, .codicon-modifier-spin { animation: none !important; }');
  document.adoptedStyleSheets.push(style);
}

/** Starts a browser. Close it by `context.close()`; that writes the profile to disk. */
export async function startBrowser(options: BrowserOptions): Promise<BrowserContext> {
  const { headless = true } = options;
  const context = await chromium.launchPersistentContext(options.profileFolder, {
    executablePath: await chromiumPath(options.say),
    headless,
    viewport: options.viewport ?? { width: 1440, height: 900 },
    deviceScaleFactor: 1,
    locale: 'en-US',
    // What moves is drawn sixty times a second, without a graphics card, which is much of the work of a screen test.
    reducedMotion: 'reduce',
    permissions: ['clipboard-read', 'clipboard-write'],
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  if (headless) await context.addInitScript(standStill);
  return context;
}
