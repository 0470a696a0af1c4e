import * as vscode from 'vscode';
import { objectPath, parseObjectPath } from '../../../shared/objectPath';
import { formatS3Path, parseS3Path, type S3Path } from '../../../shared/s3Path';
import { objectUri } from '../../model/objectUri';
import type { CommandContext } from '../command';
import { openFile } from './openLabelingSet';

/**
 * Open Labeling File from S3: by its path, or found in VS Code's own file dialog, which walks through buckets and
 * folders. File: Open itself is no way in: its dialog knows the file system of the workspace only.
 */
export async function openFromS3(context: Pick<CommandContext, 'transforms' | 'answers' | 'ui'>): Promise<void> {
  const connection = context.transforms.connection();
  const last = parseS3Path(context.answers.lastOutputPath(connection.id) ?? '');
  const text = await context.ui.input({
    title: vscode.l10n.t('Open Labeling File from S3'),
    prompt: vscode.l10n.t('Path of the labeling file. Enter a bucket, a folder or s3:// to browse.'),
    value: last === undefined ? 's3://' : formatS3Path(last),
    placeholder: 's3://bucket/folder/file.csv',
    validate: (candidate) =>
      isAnywhere(candidate) || parseS3Path(candidate) !== undefined
        ? undefined
        : vscode.l10n.t('Enter a path like s3://bucket/folder/file.csv.'),
  });
  const path = parseS3Path(text);
  const { bucket, key } =
    path === undefined || path.key === '' || path.key.endsWith('/') ? await browse(context, path) : path;
  await openFile(context, bucket, key, undefined);
}

/** Of a text that names no bucket yet. */
function isAnywhere(text: string): boolean {
  return ['', 's3://'].includes(text.trim());
}

async function browse(
  { transforms, ui }: Pick<CommandContext, 'transforms' | 'ui'>,
  start: S3Path | undefined,
): Promise<S3Path> {
  const root = objectUri(transforms.connection(), '', '').with({ path: '/' });
  const file = await ui.openFile({
    title: vscode.l10n.t('Open Labeling File from S3'),
    action: vscode.l10n.t('Open'),
    filters: { [vscode.l10n.t('Labeling files')]: ['csv'], [vscode.l10n.t('All files')]: ['*'] },
    at: start === undefined ? root : root.with({ path: objectPath(start) }),
  });
  return parseObjectPath(file.path);
}
