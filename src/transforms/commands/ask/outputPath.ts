import * as vscode from 'vscode';
import { AwsError, type Connection } from '../../../connection/services';
import { asFolder, formatS3Path, parseS3Path } from '../../../shared/s3Path';
import type { TransformEntry } from '../../model/store';
import { answered, type CommandContext } from '../command';

/** The bucket that Local Glue's own files go to when the user names none. */
export const localBucket = 'glue-local';

/**
 * The S3 folder that a task run writes to: the last answer for the transform, under Local else what suits it. Only where
 * nothing of the kind is known it is asked for.
 * @returns `s3://bucket/folder/`
 */
export async function outputPath(
  context: Pick<CommandContext, 'answers' | 'ui'>,
  connection: Connection,
  entry: TransformEntry,
  question: { readonly title: string; readonly folder: string },
): Promise<string> {
  const { answers } = context;
  const last = answers.outputPath(connection.id, entry.id, question.folder);
  const path =
    last ?? (connection.kind === 'local' ? suggestion(answers, connection, entry, question.folder) : undefined);
  if (path === undefined) {
    return askOutputPath(context, connection, entry, question);
  }
  await checkBucket(connection, answered(parseS3Path(path)).bucket);
  return path;
}

/**
 * Asks for an S3 folder, offering the last answer for the transform or what suits it, and makes sure that it is of use:
 * the bucket exists and is in the connection's region, as far as the user's identity may know.
 * @returns `s3://bucket/folder/`
 */
export async function askOutputPath(
  { answers, ui }: Pick<CommandContext, 'answers' | 'ui'>,
  connection: Connection,
  entry: TransformEntry,
  question: { readonly title: string; readonly folder: string },
): Promise<string> {
  const kind = question.folder;
  const offered =
    answers.outputPath(connection.id, entry.id, kind) ?? suggestion(answers, connection, entry, question.folder);
  const text = await ui.input({
    title: question.title,
    prompt: vscode.l10n.t('S3 folder for the file'),
    value: offered,
    placeholder: 's3://bucket/folder/',
    validate: (candidate) =>
      parseS3Path(candidate) === undefined ? vscode.l10n.t('Enter a path like s3://bucket/folder/.') : undefined,
  });
  const folder = asFolder(answered(parseS3Path(text)));
  await checkBucket(connection, folder.bucket);
  const path = formatS3Path(folder);
  await answers.setOutputPath(connection.id, entry.id, kind, path);
  return path;
}

function suggestion(
  answers: CommandContext['answers'],
  connection: Connection,
  entry: TransformEntry,
  folder: string,
): string {
  const name = (entry.transform.Name ?? entry.id).replace(/[^A-Za-z0-9!_.*'()-]+/g, '-');
  const last = parseS3Path(answers.lastOutputPath(connection.id) ?? '');
  const bucket = last?.bucket ?? (connection.kind === 'local' ? localBucket : undefined);
  return bucket === undefined ? 's3://' : formatS3Path({ bucket, key: `${folder}/${name}/` });
}

/** @throws AwsError when the bucket is missing or elsewhere. Under Local a missing one is made. */
export async function checkBucket(connection: Connection, bucket: string): Promise<void> {
  const s3 = await connection.s3();
  try {
    await s3.list(bucket, '', { maxKeys: 1 });
  } catch (error) {
    if (connection.kind === 'local' && AwsError.is(error, 'NoSuchBucket')) {
      await s3.createBucket(bucket);
    } else if (AwsError.is(error, 'NoSuchBucket', 'PermanentRedirect', 'AuthorizationHeaderMalformed')) {
      throw new AwsError(`s3://${bucket}`, error);
    } else if (!AwsError.is(error, 'AccessDenied')) {
      throw error;
    }
    // Without the right to list, the transform's role may still have the right to write.
  }
}
