import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly walkthroughs: readonly { readonly steps: readonly Step[] }[];
    readonly menus: Readonly<Record<string, readonly { readonly command?: string }[]>>;
  };
}

interface Step {
  readonly id: string;
  readonly description: string;
  readonly media: { readonly markdown: string };
}

const read = (file: string) => readFileSync(file, 'utf8');
const source = read('package.json');
const manifest = JSON.parse(source) as Manifest;
const words = JSON.parse(read('package.nls.json')) as Record<string, string>;
const textOf = (value: string) => words[value.replaceAll('%', '')] ?? value;
const commands = manifest.contributes.commands.map(({ command }) => command);
const steps = manifest.contributes.walkthroughs.flatMap((walkthrough) => walkthrough.steps);

describe('package.json', () => {
  it('has a text for each of its keys, and each text has its place', () => {
    const used = [...source.matchAll(/"%([\w.-]+)%"/g)].map(([, key]) => key);
    assert.deepEqual(Object.keys(words).sort(), [...new Set(used)].sort());
  });

  it('puts commands of its own into menus only', () => {
    const shown = Object.values(manifest.contributes.menus).flat();
    const unknown = shown.flatMap(({ command }) => (command && !commands.includes(command) ? [command] : []));
    assert.deepEqual(unknown, []);
  });

  it('names each command as the code does', () => {
    const ids = /export type CommandId =([^;]*);/.exec(read('src/editor/commands/command.ts'))?.[1] ?? '';
    const inCode = [...ids.matchAll(/'(\w+)'/g)].map(([, id]) => `markdownMail.${id ?? ''}`);
    assert.deepEqual([...commands].sort(), inCode.sort());
  });
});

describe('the walkthrough', () => {
  for (const { id, description, media } of steps)
    it(`has its page and its buttons: ${id}`, () => {
      assert.ok(existsSync(textOf(media.markdown)), textOf(media.markdown));
      const links = [...textOf(description).matchAll(/\]\(command:([\w.]+)/g)].map(([, command]) => command);
      assert.ok(links.length > 0);
      for (const link of links)
        assert.ok(link === 'workbench.action.openSettings' || (link && commands.includes(link)), link);
    });
});
