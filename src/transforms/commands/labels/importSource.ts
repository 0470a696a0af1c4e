import * as vscode from 'vscode';
import type { Connection } from '../../../connection/services';
import { objectScheme } from '../../../shared/ids';
import { parseObjectPath } from '../../../shared/objectPath';
import { formatS3Path, parseS3Path } from '../../../shared/s3Path';
import { objectUri } from '../../model/objectUri';
import type { TransformEntry } from '../../model/store';
import { copyFolder } from '../../steps/importOfFile';
import { labelingFileInFront, openLabelingFiles } from '../../ui/labelingTabs';
import type { Choice } from '../../ui/ui';
import { ageText } from '../../view/durations';
import { checkBucket, localBucket } from '../ask/outputPath';
import { runIdOf, transformIdOf } from '../ask/pickTransform';
import { answered, type CommandContext } from '../command';
import { fileOf, generationRuns, labelingFilesOf } from './openLabelingSet';
import { notesOfFile, notesOfObject, type StoredNotes } from './storedNotes';

/** A labeling file to import, wherever it is. */
export interface ImportSource {
  readonly name: string;
  /** The document of it, if an editor can have it open. */
  readonly uri: vscode.Uri | undefined;
  /** Its bytes, and which version of the object they are. */
  read(): Promise<{ readonly bytes: Uint8Array; readonly etag: string | undefined }>;
  /** What is kept beside it. */
  readonly notes: StoredNotes;
  /** Its place in S3; a file of this machine is uploaded there. */
  s3Path(entry: TransformEntry): Promise<string>;
  /** Uploads other bytes in the stead of that version of it, to a place of their own. */
  uploadCopy(entry: TransformEntry, bytes: Uint8Array, etag: string | undefined): Promise<string>;
}

/** What the argument says: a document, a file or task run of the tree. Without one, the labeling editor in front. */
export async function sourceOf(context: CommandContext, argument: unknown): Promise<ImportSource | undefined> {
  if (argument instanceof vscode.Uri) {
    return ofUri(context, argument);
  }
  const connection = context.transforms.connection();
  const file = fileOf(argument);
  if (file !== undefined) {
    return ofObject(connection, file.bucket, file.object.key);
  }
  const transformId = transformIdOf(argument);
  const runId = runIdOf(argument);
  if (transformId !== undefined && runId !== undefined) {
    const run = context.transforms.store.run(transformId, runId);
    const [newest] = run === undefined ? [] : await labelingFilesOf(context, transformId, run);
    return newest && ofObject(connection, newest.bucket, newest.object.key);
  }
  const inFront = transformId === undefined ? labelingFileInFront() : undefined;
  return inFront && ofUri(context, inFront);
}

/** Asks where the labels are. @throws Cancelled */
export async function pickSource(context: CommandContext, entry: TransformEntry, title: string): Promise<ImportSource> {
  const { ui, transforms } = context;
  const connection = transforms.connection();
  const chosen = await ui.pick({
    title,
    placeholder: vscode.l10n.t('Choose a labeled file'),
    choices: filesToChoose(context, entry),
  });
  if (chosen === 'machine') {
    const filters = { CSV: ['csv'] };
    return ofUri(context, await ui.openFile({ title, action: vscode.l10n.t('Import'), filters }));
  }
  if (chosen !== 'path') {
    return chosen;
  }
  const text = await ui.input({
    title,
    prompt: vscode.l10n.t('S3 path of the labeled file'),
    placeholder: 's3://bucket/folder/labels.csv',
    validate: (candidate) => {
      const path = parseS3Path(candidate);
      return path === undefined || path.key === '' || path.key.endsWith('/')
        ? vscode.l10n.t('Enter the path of one file, like s3://bucket/folder/file.csv.')
        : undefined;
    },
  });
  const path = answered(parseS3Path(text));
  return ofObject(connection, path.bucket, path.key);
}

/** The open labeling editors, then the files of the newest generation runs, then any other place. */
async function filesToChoose(
  context: CommandContext,
  entry: TransformEntry,
): Promise<readonly Choice<ImportSource | 'path' | 'machine'>[]> {
  const connection = context.transforms.connection();
  const choices: Choice<ImportSource | 'path' | 'machine'>[] = openEditors(context).map((value, index) => ({
    label: value.name,
    heading: index === 0 ? vscode.l10n.t('Open editors') : undefined,
    icon: 'edit',
    value,
  }));
  const [newest, ...others] = await generationRuns(context, entry);
  const runs = newest === undefined ? [] : [newest, ...others.slice(0, 2)];
  const found = (await Promise.all(runs.map((run) => labelingFilesOf(context, entry.id, run)))).flat();
  for (const [index, { bucket, object }] of found.entries()) {
    choices.push({
      label: object.key.slice(object.key.lastIndexOf('/') + 1),
      description: ageText(object.modified, new Date()),
      heading: index === 0 ? vscode.l10n.t('Generated labeling sets') : undefined,
      icon: 'file',
      value: ofObject(connection, bucket, object.key),
    });
  }
  const elsewhere = vscode.l10n.t('Elsewhere');
  return [
    ...choices,
    { label: vscode.l10n.t('S3 path…'), icon: 'cloud', heading: elsewhere, value: 'path' },
    { label: vscode.l10n.t('File on this machine…'), icon: 'file-directory', value: 'machine' },
  ];
}

function openEditors(context: CommandContext): readonly ImportSource[] {
  return openLabelingFiles().map((uri) => ofUri(context, uri));
}

function ofUri(context: CommandContext, uri: vscode.Uri): ImportSource {
  if (uri.scheme !== objectScheme) {
    return ofMachine(context, uri);
  }
  const connection = context.connections.byId(uri.authority);
  if (connection === undefined || connection.id !== context.transforms.connection().id) {
    throw new Error(
      vscode.l10n.t(
        '“{0}” belongs to another connection. Switch to it first.',
        uri.path.slice(uri.path.lastIndexOf('/') + 1),
      ),
    );
  }
  const { bucket, key } = parseObjectPath(uri.path);
  return ofObject(connection, bucket, key);
}

function ofObject(connection: Connection, bucket: string, key: string): ImportSource {
  return {
    name: key.slice(key.lastIndexOf('/') + 1),
    uri: objectUri(connection, bucket, key),
    async read() {
      const { bytes, head } = await (await connection.s3()).get(bucket, key);
      return { bytes, etag: head.etag };
    },
    notes: notesOfObject(connection, bucket, key),
    s3Path: async () => formatS3Path({ bucket, key }),
    uploadCopy: (entry, bytes, etag) => {
      const name = key.slice(key.lastIndexOf('/') + 1);
      return upload(connection, bucket, entry, (etag === undefined ? '' : copyFolder(etag).slice(1)) + name, bytes);
    },
  };
}

function ofMachine(context: CommandContext, uri: vscode.Uri): ImportSource {
  const name = uri.path.slice(uri.path.lastIndexOf('/') + 1);
  const uploadCopy = async (entry: TransformEntry, bytes: Uint8Array): Promise<string> => {
    const connection = context.transforms.connection();
    const bucket = bucketForUploads(context, connection, entry);
    await checkBucket(connection, bucket);
    return upload(connection, bucket, entry, name, bytes);
  };
  return {
    name,
    uri,
    read: async () => ({ bytes: await vscode.workspace.fs.readFile(uri), etag: undefined }),
    notes: notesOfFile(uri),
    s3Path: async (entry) => uploadCopy(entry, await vscode.workspace.fs.readFile(uri)),
    uploadCopy,
  };
}

function bucketForUploads({ answers }: CommandContext, connection: Connection, { id }: TransformEntry): string {
  const known = parseS3Path(answers.outputPath(connection.id, id, 'labeling-sets') ?? '');
  const last = parseS3Path(answers.lastOutputPath(connection.id) ?? '');
  const bucket = known?.bucket ?? last?.bucket ?? (connection.kind === 'local' ? localBucket : undefined);
  if (bucket === undefined) {
    throw new Error(
      vscode.l10n.t('No bucket to upload to is known. Generate a labeling set first, or upload the file yourself.'),
    );
  }
  return bucket;
}

/** A name of its own for each upload: nothing there is ever written over. */
async function upload(
  connection: Connection,
  bucket: string,
  { id }: TransformEntry,
  name: string,
  bytes: Uint8Array,
): Promise<string> {
  const key = `labels/${id}/${new Date().toISOString().replace(/[:.]/g, '-')}/${name}`;
  await (await connection.s3()).put(bucket, key, bytes, { ifAbsent: true });
  return formatS3Path({ bucket, key });
}
