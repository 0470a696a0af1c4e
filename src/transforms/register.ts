import * as vscode from 'vscode';
import { type CommandContext, register } from './commands/command';
import { connect } from './commands/connect';
import { estimateQuality } from './commands/estimateQuality';
import { generateLabelingSet } from './commands/generateLabelingSet';
import { commandIds } from './commands/ids';
import { importLabels } from './commands/importLabels';
import { openLabelingSet } from './commands/openLabelingSet';
import { transformIdOf } from './commands/pickTransform';

/** Registers every command on connections and transforms. */
export function registerCommands(context: CommandContext): vscode.Disposable {
  const { log, transforms, tree } = context;
  return vscode.Disposable.from(
    register(context, commandIds.connect, () => connect(context)),
    register(context, commandIds.refresh, () => refresh(context)),
    register(context, commandIds.retry, (node) => retry(context, node)),
    register(context, commandIds.loadMore, (node) => transforms.loadOlderRuns(transformIdOf(node) ?? '')),
    register(context, commandIds.generateLabelingSet, (node) => generateLabelingSet(context, node)),
    register(context, commandIds.openLabelingSet, (node) => openLabelingSet(context, node)),
    register(context, commandIds.importLabels, (node) => importLabels(context, node)),
    register(context, commandIds.estimateQuality, (node) => estimateQuality(context, node)),
    register(context, commandIds.showLog, () => log.show()),
    tree,
  );
}

/** Refresh: reads credentials anew if the last list failed, and asks for everything again. */
async function refresh({ connections, transforms, tree }: CommandContext): Promise<void> {
  if (transforms.state.kind === 'failed') {
    connections.renew();
    return;
  }
  await transforms.list();
  tree.refresh();
}

async function retry(context: CommandContext, node: unknown): Promise<void> {
  await refresh(context);
  void node;
}
