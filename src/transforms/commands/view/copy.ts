import * as vscode from 'vscode';
import { partitionOf } from '../../../connection/profiles/regions';
import { formatS3Path } from '../../../shared/s3Path';
import { s3PathOf } from '../../model/taskRunFacts';
import { pickTransform, runIdOf, transformIdOf } from '../ask/pickTransform';
import type { CommandContext } from '../command';
import { accountOf } from '../connection/account';
import { fileOf } from '../labels/openLabelingSet';

type Context = Pick<CommandContext, 'transforms' | 'answers' | 'ui'>;

/** Copy Id: of a task run or a transform. */
export async function copyId(context: Context, argument: unknown): Promise<void> {
  const title = vscode.l10n.t('Copy ID');
  await context.ui.copy(runIdOf(argument) ?? (await pickTransform(context, argument, { title })).id);
}

/** Copy ARN: of a transform. The account is asked for where neither role nor table tell it, once for a connection. */
export async function copyArn(context: Context, argument: unknown): Promise<void> {
  const title = vscode.l10n.t('Copy ARN');
  const { transforms, ui } = context;
  const entry = await pickTransform(context, argument, { title });
  const connection = transforms.connection();
  const account = accountOf(entry.transform) ?? (await askAccount(context, title));
  const partition = partitionOf(connection.region).id;
  await ui.copy(`arn:${partition}:glue:${connection.region}:${account}:mlTransform/${entry.id}`);
}

async function askAccount({ transforms, answers, ui }: Context, title: string): Promise<string> {
  const connection = transforms.connection();
  if (connection.kind === 'local') {
    return '000000000000';
  }
  const known = answers.account(connection.id);
  if (known !== undefined) {
    return known;
  }
  const account = await ui.input({
    title,
    prompt: vscode.l10n.t('AWS account number (the role’s name does not include it)'),
    placeholder: '123456789012',
    validate: (text) =>
      /^\d{12}$/.test(text.trim()) ? undefined : vscode.l10n.t('An account number has twelve digits.'),
  });
  await answers.setAccount(connection.id, account.trim());
  return account.trim();
}

/** Copy S3 Path: of a labeling file, or of what a task run reads or writes. */
export async function copyS3Path({ transforms, ui }: Context, argument: unknown): Promise<void> {
  const file = fileOf(argument);
  const run = transforms.store.run(transformIdOf(argument) ?? '', runIdOf(argument) ?? '');
  const path = file === undefined ? run && s3PathOf(run) : formatS3Path({ bucket: file.bucket, key: file.object.key });
  if (path === undefined) {
    throw new Error(vscode.l10n.t('Choose a labeling file or a task run in the view first.'));
  }
  await ui.copy(path);
}
