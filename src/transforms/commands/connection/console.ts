import * as vscode from 'vscode';
import { partitionOf } from '../../../connection/profiles/regions';
import type { Connection } from '../../../connection/services';
import { pickTransform, runIdOf, transformIdOf } from '../ask/pickTransform';
import type { CommandContext } from '../command';

/** Open in AWS Console: the transform's page of Record Matching. */
export async function openInConsole(
  context: Pick<CommandContext, 'transforms' | 'ui'>,
  argument: unknown,
): Promise<void> {
  const connection = context.transforms.connection();
  if (connection.kind === 'local') {
    throw new Error(vscode.l10n.t('Local Glue has no console. Use the view instead.'));
  }
  const entry = await pickTransform(context, argument, { title: vscode.l10n.t('Open in AWS Console') });
  await context.ui.openUrl(
    `${consoleOf(connection)}/glue/home?region=${connection.region}#mlTransform:transformId=${entry.id}`,
  );
}

/** Show Logs: the CloudWatch log group of a task run, or Local Glue's log. */
export async function showTaskRunLogs(
  { transforms, ui, log }: Pick<CommandContext, 'transforms' | 'ui' | 'log'>,
  argument: unknown,
): Promise<void> {
  const connection = transforms.connection();
  const run = transforms.store.run(transformIdOf(argument) ?? '', runIdOf(argument) ?? '');
  if (connection.kind === 'local' || run?.LogGroupName === undefined) {
    log.show();
    return;
  }
  await ui.openUrl(logGroupUrl(connection, run.LogGroupName));
}

/** The console writes names in its fragment percent-encoded, with $25 for each percent sign. */
export function logGroupUrl(connection: Connection, group: string): string {
  const name = encodeURIComponent(encodeURIComponent(group)).replaceAll('%', '$');
  return `${consoleOf(connection)}/cloudwatch/home?region=${connection.region}#logsV2:log-groups/log-group/${name}`;
}

function consoleOf({ region }: Connection): string {
  return `https://${region}.${partitionOf(region).console}`;
}
