import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';

interface Manifest {
  readonly contributes: {
    readonly commands: readonly {
      readonly command: string;
      readonly title: string;
      readonly category: string;
    }[];
    readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
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

  it('gives each command its title, and all the same category', () => {
    for (const { command, title, category } of manifest.contributes.commands) {
      assert.equal(title, `%${command.replace('markdownMail', 'command')}%`);
      assert.ok(textOf(title).length > 3, title);
      assert.equal(category, 'Markdown Mail', command);
    }
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

describe('when clauses in package.json', () => {
  const clauses = [...source.matchAll(/"(?:when|enablement)": "((?:[^"\\\\]|\\\\.)*)"/g)].map(
    ([, clause = '']) => clause,
  );
  const ours = clauses.flatMap((clause) =>
    [...clause.matchAll(/markdownMail\.(\w+)/g)].map(([, key = '']) => key),
  );
  const keys = [...read('src/editor/contextKeys.ts').matchAll(/^ {2}readonly (\w+): /gm)].map(
    ([, key = '']) => key,
  );

  it('name keys and views that there are, and every key is named', () => {
    const views = Object.values(manifest.contributes.views).flat();
    const known = [...keys, ...views.map(({ id }) => id.replace('markdownMail.', '')), 'preview'];
    assert.ok(clauses.length > 30 && keys.length > 5);
    assert.deepEqual(
      [...new Set(ours)].filter((key) => !known.includes(key)),
      [],
    );
    assert.deepEqual(
      keys.filter((key) => !ours.includes(key)),
      [],
    );
  });

  it('name rows by what the trees call them', () => {
    const kinds = [...read('src/outbox/draftState.ts').matchAll(/kind: ((?:'\w+'[ |]*)+)/g)];
    const states = kinds.flatMap(([, names]) => names?.match(/\w+/g) ?? []);
    const flags = [...read('src/editor/drafts/draftRow.ts').matchAll(/'\.(\w+)'/g)].map(
      ([, flag = '']) => flag,
    );
    const rows = /contextValue = '(\w+)'/.exec(read('src/editor/mailbox/mailboxRows.ts'))?.slice(1) ?? [];
    const named = clauses
      .flatMap((clause) => [...clause.matchAll(/viewItem (?:=~ \/(.*?)\/(?= |$)|== (\w+))/g)])
      .flatMap(([, pattern, word]) => word ?? pattern?.match(/[a-z]+/g) ?? []);
    assert.ok(states.length > 8 && flags.length > 2 && rows.length > 0 && named.length > 40);
    const unknown = named.filter((word) => !['draft', ...states, ...flags, ...rows].includes(word));
    assert.deepEqual([...new Set(unknown)], []);
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
