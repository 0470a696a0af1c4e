import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { toldFailures } from '../../../src/connection/errors/failureKinds';
import { repairCommand } from '../../../src/shared/ids';
import { commandId, commandNames } from '../../../src/transforms/commands/ids';

const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
const texts: Record<string, unknown> = JSON.parse(readFileSync('package.nls.json', 'utf8'));
const contributed: string[] = manifest.contributes.commands.map(({ command }: { command: string }) => command);

test('every command is contributed, and every contributed one is registered', () => {
  const own = contributed.filter((id) => !id.startsWith('glueLabeling.editor.'));
  expect(own.sort()).toEqual(commandNames.map(commandId).sort());
});

test('every contributed command of the editor is an action of its page', () => {
  const source = readFileSync('src/shared/protocol.ts', 'utf8');
  const [, actions = ''] = /export type EditorAction =([^;]*);/.exec(source) ?? [];
  const named = Array.from(actions.matchAll(/'(\w+)'/g), ([, name]) => `glueLabeling.editor.${name}`);
  const own = contributed.filter((id) => id.startsWith('glueLabeling.editor.') && id !== repairCommand);
  expect(own.sort()).toEqual(named.sort());
});

test('menus and keys name contributed commands', () => {
  const { menus, keybindings } = manifest.contributes;
  const named = [...Object.values<{ command: string }[]>(menus).flat(), ...keybindings].map(({ command }) => command);
  expect(named.filter((command) => !contributed.includes(command))).toEqual([]);
  for (const { when } of keybindings) {
    expect(when).toBeTruthy();
  }
});

test('every text is in package.nls.json, and nothing else', () => {
  const used = new Set([...JSON.stringify(manifest).matchAll(/"%([^"%]+)%"/g)].map(([, key]) => key));
  expect([...used].filter((key) => !(String(key) in texts))).toEqual([]);
  expect(Object.keys(texts).filter((key) => !used.has(key))).toEqual([]);
});

test('what is AWS’s alone is offered under AWS alone, in every menu', () => {
  const { menus } = manifest.contributes;
  const entries = Object.values<{ command?: string; when?: string }[]>(menus).flat();
  for (const name of ['showPermissions', 'copyArn', 'openInConsole', 'signIn'] as const) {
    const offered = entries.filter(({ command }) => command === commandId(name));
    expect(offered, name).not.toEqual([]);
    for (const { when } of offered) {
      expect(when, name).toContain('glueLabeling.connectionKind == aws');
    }
  }
});

test('the key that the toolbar names for the next step is bound to it', () => {
  const { keybindings } = manifest.contributes;
  expect(keybindings).toContainEqual(expect.objectContaining({ command: commandId('nextStep'), key: 'alt+enter' }));
});

test('the titles of commands that always ask end in an ellipsis, and no others', () => {
  const asking = contributed.filter((id) => {
    const title: string = manifest.contributes.commands.find(
      ({ command }: { command: string }) => command === id,
    ).title;
    return String(texts[title.slice(1, -1)]).endsWith('…');
  });
  const names = asking.map((id) => id.replace('glueLabeling.', ''));
  expect(names.sort()).toEqual(
    [
      ...['connect', 'createTransform', 'tuneTransform', 'deleteTransform', 'cancelTaskRun', 'showPermissions'],
      ...['importLabels', 'replaceLabels', 'openFromS3', 'changeGuidelines', 'changeFolder', 'addLocalTable'],
      ...['sortTransforms', 'filterTransforms'],
      // A panel, a field or a picker of the page opens, or a question about the repair.
      ...['editor.filter', 'editor.columns', 'editor.note', 'editor.chooseGroup', 'editor.repair'],
    ].sort(),
  );
});

test('every way of failing to list has a text with a button', () => {
  const told = manifest.contributes.viewsWelcome.flatMap(({ when, contents }: { when: string; contents: string }) => {
    const [, kind] = /glueLabeling\.failure == (\w+)$/.exec(when) ?? [];
    return kind === undefined ? [] : [{ kind, text: String(texts[contents.slice(1, -1)]) }];
  });
  expect(told.map(({ kind }: { kind: string }) => kind).sort()).toEqual([...toldFailures].sort());
  for (const { kind, text } of told) {
    // A link on a line of its own is a button.
    expect(text, kind).toMatch(/^.+\n\[[^\]]+\]\(command:[\w.]+\)(\n|$)/);
  }
});

/** The only commands that a link in a text of ours may run. */
const linked = [
  ...commandNames.map(commandId),
  'workbench.action.openWalkthrough?["glue-transform-labeling.glue-transform-labeling#labelFirstTransform",false]',
  'workbench.action.openSettings?["glueLabeling.endpoint"]',
];

test('links in texts run commands of the list only', () => {
  const found = Object.values(texts).flatMap((text) =>
    [...String(text).matchAll(/\]\(([^)]*)\)/g)].map(([, to]) => to),
  );
  expect(found.length).toBeGreaterThan(20);
  const allowed = new Set(linked.map((command) => `command:${command}`));
  expect(found.filter((to) => !allowed.has(decodeURIComponent(String(to))))).toEqual([]);
});

test('the walkthrough’s pictures are there, colored by the theme only', () => {
  for (const { steps } of manifest.contributes.walkthroughs) {
    for (const { media } of steps) {
      const source = media.svg.replace('dist/media/', 'media/static/');
      expect(existsSync(source), source).toBe(true);
      expect(readFileSync(source, 'utf8')).not.toMatch(/#[0-9a-f]{3,6}\b|rgb\(/i);
    }
  }
});

test('an untrusted workspace can’t set what decides the connection', () => {
  const settings = ['connection', 'profile', 'region', 'endpoint', 'localRoot'].map((name) => `glueLabeling.${name}`);
  expect(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations).toEqual(expect.arrayContaining(settings));
  for (const name of settings) {
    expect(JSON.stringify(manifest.contributes.configuration)).toContain(`"${name}"`);
  }
});
