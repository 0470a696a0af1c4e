import { globSync, readFileSync } from 'node:fs';
import { expect } from '@playwright/test';

/** What the extension says of one file in its output channel, which VS Code keeps as a file. */
export class EditorLog {
  readonly #folder: string;
  readonly #file: string;

  /** @param folder where the VS Code server keeps its logs */
  constructor(folder: string, file: string) {
    this.#folder = folder;
    this.#file = file;
  }

  /** The first line that matches, from the match on, as soon as it is there. */
  async until(pattern: RegExp): Promise<string> {
    return pattern.exec(await this.#lineOf(pattern))?.[0] ?? '';
  }

  /** When the first line that matches was written, in milliseconds since 1970. */
  async timeOf(pattern: RegExp): Promise<number> {
    const line = await this.#lineOf(pattern);
    return new Date(line.slice(0, '2026-01-01 00:00:00.000'.length).replace(' ', 'T')).getTime();
  }

  async #lineOf(pattern: RegExp): Promise<string> {
    const find = (): string => {
      const lines = globSync(`${this.#folder}/**/*.log`).flatMap((file) => readFileSync(file, 'utf8').split('\n'));
      return lines.find((line) => line.includes(this.#file) && pattern.test(line)) ?? '';
    };
    await expect.poll(find).not.toBe('');
    return find();
  }
}
