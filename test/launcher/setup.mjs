// Runs before `npm start`, `npm test` and `npm run package`, so it may use nothing but Node itself.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const project = fileURLToPath(new URL('../..', import.meta.url));

/**
 * @param {string} sentence
 * @returns {never}
 */
function stop(sentence) {
  console.error(`setup: ${sentence}`);
  process.exit(1);
}

/**
 * The packages of a lock file, with what npm leaves out of the copy it keeps in node_modules left out here too.
 * @param {string} file
 * @returns {Map<string, {version?: string, integrity?: string, optional?: boolean}>}
 */
function packagesOf(file) {
  const { packages } = JSON.parse(readFileSync(file, 'utf8'));
  return new Map(Object.entries(packages ?? {}).filter(([path]) => path !== ''));
}

/**
 * Why `npm ci` is needed, or undefined. Versions are compared, not times: a fresh clone or a switched branch gives
 * files any time. An optional package of another platform is rightly absent.
 * @returns {string | undefined}
 */
function reasonToInstall() {
  const installed = join(project, 'node_modules', '.package-lock.json');
  if (!existsSync(installed)) return 'node_modules is missing';
  try {
    const present = packagesOf(installed);
    const wanted = packagesOf(join(project, 'package-lock.json'));
    for (const [path, { version, integrity, optional }] of wanted) {
      const found = present.get(path);
      if (!found && optional) continue;
      if (!found || found.version !== version || (integrity && found.integrity !== integrity))
        return `${path.replace(/^.*node_modules\//, '')} differs from package-lock.json`;
    }
    const extra = [...present.keys()].find((path) => !wanted.has(path));
    return extra && `${extra.replace(/^.*node_modules\//, '')} is not in package-lock.json`;
  } catch {
    return 'node_modules cannot be compared with package-lock.json';
  }
}

/** `npm ci` by the npm that runs this script, else by the one on the path. */
function install() {
  const npm = process.env.npm_execpath;
  const options = { cwd: project, stdio: /** @type {const} */ (['ignore', 'ignore', 'inherit']) };
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  return npm && /\.c?js$/.test(npm)
    ? spawnSync(process.execPath, [npm, ...args], options)
    : spawnSync('npm', args, { ...options, shell: process.platform === 'win32' });
}

if (Number(process.versions.node.split('.')[0]) < 20)
  stop(`Node ${process.versions.node} is too old; install Node 20 or newer (https://nodejs.org).`);

const reason = reasonToInstall();
if (reason) {
  console.log(`setup: ${reason}; installing with npm ci`);
  const { status, error } = install();
  if (error) stop(`npm could not be started (${error.message}); install npm beside Node and try again.`);
  if (status !== 0)
    stop(`npm ci failed with exit code ${status}; its message is above. Check the network and try again.`);
} else {
  console.log('setup: node_modules is up to date');
}
