// Runs in a process of its own: `node coldStart.mjs <JSON of ColdStart>`, and prints one line of JSON, a `ColdTimes`.
import Module, { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface ColdStart {
  /** The file that is loaded first. */
  readonly first: string;
  /** Whether it is an extension, which is then activated. */
  readonly activates: boolean;
  /** A file that is loaded after that. */
  readonly second?: string;
  /** An empty folder, for the extension's storage. */
  readonly storage: string;
}

/** Milliseconds: by the clock, and in `processor` those of the processor. */
export interface ColdTimes {
  readonly require: number;
  readonly activate: number;
  readonly second: number;
  readonly processor: { readonly first: number; readonly second: number };
  /** Files of the folder of `first` that were loaded within 100 ms of activation, beside `first` itself. */
  readonly alsoLoaded: readonly string[];
}

interface Extension {
  activate(context: object): unknown;
}

/**
 * Answers every access, call and `new` with itself: what VS Code does with a registration is its own time.
 * Nothing is visible, nothing can be iterated or awaited.
 */
function anything(known: Readonly<Record<PropertyKey, unknown>> = {}): object {
  const answers: Readonly<Record<PropertyKey, unknown>> = {
    then: undefined,
    visible: false,
    [Symbol.iterator]: () => [].values(),
    [Symbol.toPrimitive]: () => '',
    ...known,
  };
  const self: object = new Proxy(function () {}, {
    get: (_target, key) => (Object.hasOwn(answers, key) ? answers[key] : self),
    set: () => true,
    apply: () => self,
    construct: () => self,
  });
  return self;
}

type LoadModule = (request: string, ...rest: unknown[]) => unknown;

function standInForVsCode(): void {
  const loader = Module as unknown as { _load: LoadModule };
  const load = loader._load;
  // esbuild's bundles copy a module's own properties and keep its prototype.
  const vscode: unknown = Object.create(anything());
  loader._load = function (this: unknown, request: string, ...rest: unknown[]) {
    return request === 'vscode' ? vscode : load.call(this, request, ...rest);
  };
}

/** Starts counting; the answer says how much has been used since. */
function processorTime(): () => number {
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };
}

async function measure({ first, activates, second, storage }: ColdStart): Promise<ColdTimes> {
  const require = createRequire(import.meta.url);
  const context = anything({
    subscriptions: [],
    globalStorageUri: anything({ fsPath: storage }),
    extension: anything({ packageJSON: { version: '0.0.0' } }),
  });
  const usedFirst = processorTime();
  const begun = performance.now();
  const extension = require(first) as Extension;
  const required = performance.now();
  if (activates) await extension.activate(context);
  const activated = performance.now();
  const firstUsed = usedFirst();
  if (activates) await sleep(100);
  const alsoLoaded = Object.keys(require.cache).filter((file) => file !== resolve(first));
  const usedSecond = processorTime();
  const before = performance.now();
  if (second !== undefined) require(second);
  return {
    require: required - begun,
    activate: activated - required,
    second: second === undefined ? 0 : performance.now() - before,
    processor: { first: firstUsed, second: usedSecond() },
    alsoLoaded,
  };
}

standInForVsCode();
console.log(JSON.stringify(await measure(JSON.parse(process.argv[2] ?? '') as ColdStart)));
process.exit(0);
