import * as vscode from 'vscode';
import type { Connection, ListedObject } from '../../../connection/services';
import { asFolder, formatS3Path, parseS3Path } from '../../../shared/s3Path';
import { answered, type CommandContext } from '../command';

/** An earlier result of Find Matches. */
interface EarlierResult {
  /** `s3://bucket/folder/` */
  readonly path: string;
  readonly written: Date;
}

/** Arguments of the job that say what of the table is matched; none for all of it, without regard to an earlier result. */
type Scope = Readonly<Record<string, string>>;

/**
 * Asks which rows to match, where an earlier result is in the folder that results are written to; without one, it can only be all.
 * @throws Cancelled
 */
export async function askScope(
  { ui }: CommandContext,
  connection: Connection,
  folder: string,
  title: string,
): Promise<Scope> {
  const earlier = await newestResult(connection, folder);
  if (earlier === undefined) {
    return {};
  }
  const existing = { '--EXISTING_MATCHES_S3_PATH': earlier.path };
  return await ui.pick<Scope>({
    title,
    placeholder: vscode.l10n.t(
      'There is a result of {0}. Which rows are to be matched?',
      earlier.written.toLocaleString(),
    ),
    choices: [
      {
        label: vscode.l10n.t('All rows'),
        detail: vscode.l10n.t(
          'By all that was labeled since. Groups keep their match_id where most of their rows stay together.',
        ),
        value: { ...existing, '--MATCH_ALL_ROWS': 'true' },
      },
      {
        label: vscode.l10n.t('Only new rows'),
        detail: vscode.l10n.t(
          'Rows that are new or were changed join the groups of that result, or make new ones. All others stay together. Much faster.',
        ),
        value: existing,
      },
      {
        label: vscode.l10n.t('All rows, without that result'),
        detail: vscode.l10n.t('As if there were none, for instance after columns of the table have changed.'),
        value: {},
      },
    ],
  });
}

/** What Find Matches wrote last into a folder of the folder. Each of its results has one of its own. */
async function newestResult(connection: Connection, folder: string): Promise<EarlierResult | undefined> {
  const { bucket, key: prefix } = asFolder(answered(parseS3Path(folder)));
  const s3 = await connection.s3();
  let newest: ListedObject | undefined;
  let token: string | undefined;
  do {
    const page = await s3.list(bucket, prefix, { token });
    for (const object of page.objects) {
      const isNewer = newest === undefined || object.modified >= newest.modified;
      newest = isResult(object, prefix) && isNewer ? object : newest;
    }
    token = page.nextToken;
  } while (token !== undefined);
  if (newest === undefined) {
    return undefined;
  }
  const key = newest.key.slice(0, newest.key.lastIndexOf('/') + 1);
  return { path: formatS3Path({ bucket, key }), written: newest.modified };
}

function isResult({ key, size }: ListedObject, prefix: string): boolean {
  return size > 0 && /^[^/]+\/run-[^/]+$/.test(key.slice(prefix.length));
}
