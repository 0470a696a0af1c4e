import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { commandId, commandNames } from '../../../src/transforms/commands/ids';

const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
const texts: Record<string, unknown> = JSON.parse(readFileSync('package.nls.json', 'utf8'));
const contributed: string[] = manifest.contributes.commands.map(({ command }: { command: string }) => command);

test('every command is contributed, and every contributed one is registered', () => {
  const own = contributed.filter((id) => !id.startsWith('glueLabeling.editor.'));
  expect(own.sort()).toEqual(commandNames.map(commandId).sort());
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
