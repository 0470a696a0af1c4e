import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../failure.ts';
import { cleanEnvironment, findProgram, ProcessTree } from '../processes.ts';
import { installVsCode, newest } from '../vscodeInstall.ts';
import { linkExtension, VsCodeServer } from '../vscodeServer.ts';

/** An open VS Code: what to tell about it, when it has ended, and how to end it. */
export interface OpenEditor {
  readonly where: string;
  readonly ended: Promise<unknown>;
  stop(): Promise<void>;
}

/** What VS Code is opened on. */
export interface EditorOptions {
  /** The extension: this repository. */
  readonly extension: string;
  /** Holds the editor's own state between starts. */
  readonly state: string;
  readonly workspace: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** Opens the view and the walkthrough the first time. */
const welcome = join(import.meta.dirname, 'welcome');

/** The desktop's `code`, if there is one and a display to show it on. */
export function desktopCode(): string | undefined {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  const hasDisplay = process.platform === 'win32' || process.platform === 'darwin' || DISPLAY || WAYLAND_DISPLAY;
  return hasDisplay ? findProgram('code') : undefined;
}

/** Opens a desktop VS Code of its own, apart from the user's windows and settings. */
export function openDesktop(program: string, { extension, state, workspace, settings }: EditorOptions): OpenEditor {
  const user = join(state, 'desktop', 'User');
  mkdirSync(user, { recursive: true });
  writeFileSync(join(user, 'settings.json'), JSON.stringify(settings, undefined, 2));
  const args = [
    ...['--new-window', '--disable-workspace-trust', '--user-data-dir', join(state, 'desktop')],
    ...['--extensions-dir', join(state, 'desktop-extensions'), '--extensionDevelopmentPath', extension],
    ...['--extensionDevelopmentPath', welcome],
    // Keeps the window a child of this process, which can end it then.
    ...['--verbose', workspace],
  ];
  const tree = new ProcessTree(program, args, {
    env: cleanEnvironment(),
    stdio: 'ignore',
    shell: process.platform === 'win32',
  });
  return { where: `VS Code is open (${program})`, ended: tree.ended, stop: () => tree.stop() };
}

/** A port that stays the same from start to start, so that the browser finds the workbench as it was left. */
const usualPort = 8137;

/**
 * Serves VS Code to a browser on this machine.
 * @param port undefined takes the usual one, or any when that is taken
 * @throws Failure when the wanted port is taken
 */
export async function openServer(options: EditorOptions, port: number | undefined): Promise<OpenEditor> {
  const vscode = await installVsCode(newest, console.log);
  const extensionsFolder = join(options.state, 'server-extensions');
  linkExtension(options.extension, extensionsFolder);
  linkExtension(welcome, extensionsFolder);
  const start = (on: number) =>
    VsCodeServer.start(vscode, {
      port: on,
      dataFolder: join(options.state, 'server'),
      extensionsFolder,
      // Without it every web page in the user's browser could talk to this server.
      token: randomBytes(12).toString('hex'),
      settings: options.settings,
    });
  const server = await start(port ?? usualPort).catch((error: unknown) => {
    if (port === undefined && error instanceof Failure) {
      return start(0);
    }
    throw error;
  });
  return {
    where: `VS Code: ${server.url({ folder: options.workspace })}`,
    ended: server.ended,
    stop: () => server.stop(),
  };
}
