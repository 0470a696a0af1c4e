import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { AwsBundle } from '../../../src/connection/aws/bundle';
import { AwsConnection } from '../../../src/connection/awsConnection';
import { Connections } from '../../../src/connection/connections';
import type { ConnectionChoice } from '../../../src/connection/ids';
import { LocalConnection } from '../../../src/connection/localGlue/localConnection';
import { askLocalGlue } from '../../../src/connection/localGlue/localGlueService';
import { LocalProcess } from '../../../src/connection/localGlue/localProcess';
import type { Connection } from '../../../src/connection/services';
import { generatePersons } from '../../../src/local/sample/persons';
import type { Markdown } from '../../../src/shared/markdown';
import { bundle } from '../../../src/transforms/commands/all';
import type { CommandContext } from '../../../src/transforms/commands/command';
import type { CommandName } from '../../../src/transforms/commands/ids';
import { Answers } from '../../../src/transforms/model/answers';
import { GeneratedFiles } from '../../../src/transforms/model/generatedFiles';
import { StartedRuns } from '../../../src/transforms/model/startedRuns';
import { TransformStore } from '../../../src/transforms/model/store';
import { Transforms } from '../../../src/transforms/model/transforms';
import { systemClock, Watcher } from '../../../src/transforms/model/watcher';
import { Imports } from '../../../src/transforms/steps/imports';
import { Steps } from '../../../src/transforms/steps/steps';
import { Outcomes } from '../../../src/transforms/ui/outcomes';
import { ArrangementMemory } from '../../../src/transforms/view/arrangement';
import type { Node } from '../../../src/transforms/view/nodes';
import { TransformsTree } from '../../../src/transforms/view/tree';
import { ScriptedUi } from './scriptedUi';

/** What a Memento keeps, for one test run. */
export class MemoryMemento implements vscode.Memento {
  private readonly values = new Map<string, unknown>();

  keys(): readonly string[] {
    return [...this.values.keys()];
  }

  get<T>(key: string, fallback?: T): T | undefined {
    return this.values.has(key) ? (this.values.get(key) as T) : fallback;
  }

  async update(key: string, value: unknown): Promise<void> {
    this.values.set(key, value);
  }
}

export function programPath(): string {
  const extension = vscode.extensions.getExtension('glue-transform-labeling.glue-transform-labeling');
  return join(extension?.extensionPath ?? '', 'dist', 'local', 'glue-local.mjs');
}

export const loadAws = async (): Promise<AwsBundle> => require('./aws.cjs');

/** Everything behind the view, made as the extension makes it, over a Local Glue of its own; only questions are scripted. */
export class TransformsBench {
  readonly ui = new ScriptedUi();
  readonly texts: { readonly name: string; readonly text: string }[] = [];
  readonly shown: { readonly title: string; readonly markdown: string }[] = [];
  readonly local: LocalProcess;
  readonly connections: Connections;
  readonly context: CommandContext;
  private readonly disposables: { dispose(): void }[] = [];

  private constructor(
    readonly folder: string,
    wrap: (connection: Connection) => Connection,
    readonly memento = new MemoryMemento(),
  ) {
    const log = vscode.window.createOutputChannel('Glue Labeling Tests', { log: true });
    this.local = new LocalProcess({
      program: programPath(),
      node: process.execPath,
      indexMegabytes: () => 100,
      root: () => join(folder, 'root'),
      log,
      loadAws,
      onDamage: () => undefined,
    });
    let choice: ConnectionChoice = { kind: 'local' };
    this.connections = new Connections({
      configured: () => choice,
      memory: {
        get: () => choice,
        set: async (next) => {
          choice = next ?? { kind: 'none' };
        },
      },
      makeLocal: () =>
        wrap(
          new LocalConnection(
            () => ({ askLocalGlue }),
            () => this.local,
            loadAws,
          ),
        ),
      makeAws: (profile, region) =>
        new AwsConnection(profile, region, {
          loadAws,
          env: process.env,
          endpointSetting: () => undefined,
          proxySetting: () => undefined,
          mfaCode: () => Promise.reject(new Error('no code is asked for here')),
        }),
    });
    const store = new TransformStore();
    const transforms = new Transforms(this.connections, store);
    const arrangement = new ArrangementMemory(this.memento);
    const imports = new Imports(this.memento);
    const generated = new GeneratedFiles(transforms, () => bundle);
    const steps = new Steps(transforms, generated, imports);
    const tree = new TransformsTree(transforms, arrangement, () => bundle, generated, steps);
    const watcher = new Watcher(store, transforms, systemClock, (id, error) => tree.setError(id, error));
    const started = new StartedRuns(this.memento);
    const documents = {
      showMarkdown: async (title: string, { source }: Markdown) => void this.shown.push({ title, markdown: source }),
      showText: async (name: string, text: string) => void this.texts.push({ name, text }),
      dispose: () => undefined,
    };
    this.context = {
      connections: this.connections,
      transforms,
      tree,
      watcher,
      started,
      answers: new Answers(this.memento),
      imports,
      steps,
      ui: this.ui,
      documents,
      log,
      reveal: async () => undefined,
      decisionsBeside: () => [],
    };
    const outcomes = new Outcomes(
      transforms,
      started,
      imports,
      this.ui,
      log,
      () => bundle,
      async () => undefined,
    );
    this.disposables.push(
      outcomes,
      steps,
      imports,
      watcher,
      tree,
      arrangement,
      transforms,
      store,
      this.connections,
      this.local,
      log,
    );
  }

  static async start(
    wrap: (connection: Connection) => Connection = (connection) => connection,
  ): Promise<TransformsBench> {
    return new TransformsBench(await mkdtemp(join(tmpdir(), 'glue-view-')), wrap);
  }

  /** Ends everything of this window and opens another on the same root with the same memory, as a reload does. */
  reload(): TransformsBench {
    this.close();
    return new TransformsBench(this.folder, (connection) => connection, this.memento);
  }

  private close(): void {
    for (const disposable of this.disposables) {
      disposable.dispose();
    }
  }

  async stop(): Promise<void> {
    this.close();
    await rm(this.folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 500 });
  }

  /** Runs a command as VS Code would, with the answers it is to get. */
  async run(name: CommandName, argument: unknown, ...script: Parameters<ScriptedUi['answer']>): Promise<void> {
    this.ui.answer(...script);
    await bundle.runCommand(name, this.context, argument);
    this.ui.verify();
  }

  children(node?: Node): Promise<Node[]> {
    return this.context.tree.getChildren(node);
  }

  async item(node: Node): Promise<vscode.TreeItem> {
    return this.context.tree.getTreeItem(node);
  }

  /** A CSV file of persons; the truth by primary key. */
  async personsFile(rows: number): Promise<{ readonly uri: vscode.Uri; readonly truth: ReadonlyMap<string, string> }> {
    const persons = generatePersons({ rows, seed: 'transforms bench' });
    const file = join(this.folder, 'persons.csv');
    await writeFile(file, [persons.columns, ...persons.rows].map((row) => `${row.join(',')}\n`).join(''));
    return { uri: vscode.Uri.file(file), truth: new Map(persons.truth) };
  }
}

/** Fills in the labels of a generated file from the truth. The generator's cells hold no commas or quotes. */
export function labeled(csv: string, truth: ReadonlyMap<string, string>): string {
  const [header = '', ...lines] = csv.trimEnd().split('\n');
  const rows = lines.map((line) => {
    const [setId, , key = '', ...rest] = line.split(',');
    return [setId, truth.get(key) ?? '', key, ...rest].join(',');
  });
  return `${[header, ...rows].join('\n')}\n`;
}

/** Waits for something that the watcher brings about. */
export async function waitFor(condition: () => boolean): Promise<void> {
  const end = Date.now() + 60_000;
  while (!condition()) {
    assert.ok(Date.now() < end, `not within a minute: ${condition.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
