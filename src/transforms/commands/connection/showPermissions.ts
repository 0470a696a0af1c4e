import * as vscode from 'vscode';
import { parseS3Path } from '../../../shared/s3Path';
import type { TransformEntry } from '../../model/store';
import { s3PathOf } from '../../model/taskRunFacts';
import { pickTransform, transformIdOf } from '../ask/pickTransform';
import { answered, type CommandContext } from '../command';
import { accountOf } from './account';
import { type Audience, policyFor } from './policies';

/**
 * Show Permissions Needed…: a minimal IAM policy for a transform and a bucket, for who labels, who owns it, or Glue's role.
 * Works without any permission: what can't be read is left general.
 */
export async function showPermissions(context: CommandContext, argument: unknown): Promise<void> {
  const { transforms, ui, answers, documents } = context;
  const title = vscode.l10n.t('Show Permissions Needed');
  const connection = transforms.connection();
  const entry = await chosenTransform(context, argument, title);
  const audience = await ui.pick<Audience>({
    title,
    placeholder: vscode.l10n.t('For whom?'),
    choices: [
      {
        label: vscode.l10n.t('Labelers'),
        description: vscode.l10n.t('open labeling sets, label and save them'),
        value: 'labeler',
      },
      {
        label: vscode.l10n.t('Owners'),
        description: vscode.l10n.t('also generate, import, estimate, create, tune and delete'),
        value: 'owner',
      },
      {
        label: vscode.l10n.t('The transform’s role'),
        description: vscode.l10n.t('what Glue itself needs'),
        value: 'role',
      },
    ],
  });
  const known = bucketOf(entry) ?? parseS3Path(answers.lastOutputPath(connection.id) ?? '')?.bucket;
  const bucket = await ui.input({
    title,
    prompt: vscode.l10n.t('Bucket of the labeling files'),
    value: known ?? '',
    validate: (text) =>
      parseS3Path(`s3://${text}`) === undefined ? vscode.l10n.t('Enter a bucket’s name.') : undefined,
  });
  const policy = policyFor(audience, {
    transform: entry.transform,
    region: connection.region,
    account: accountOf(entry.transform) ?? answers.account(connection.id),
    bucket: answered(parseS3Path(`s3://${bucket}`)).bucket,
    tableLocation: undefined,
  });
  ui.askedAll();
  await documents.showText(`${title}.json`, `${JSON.stringify(policy, undefined, 2)}\n`);
}

/** Who may not even list transforms gets a policy for all of them. */
async function chosenTransform(context: CommandContext, argument: unknown, title: string): Promise<TransformEntry> {
  const any = { id: '*', transform: { TransformId: '*' }, runs: undefined, nextToken: undefined };
  const { transforms } = context;
  if (
    transforms.state.kind !== 'ready' ||
    (transformIdOf(argument) === undefined && transforms.store.all().length === 0)
  ) {
    return any;
  }
  return pickTransform(context, argument, { title });
}

function bucketOf(entry: TransformEntry): string | undefined {
  const path = entry.runs?.map(s3PathOf).find((found) => found !== undefined);
  return path === undefined ? undefined : parseS3Path(path)?.bucket;
}
