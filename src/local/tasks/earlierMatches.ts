import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { formatS3Path, splitS3Path } from '../../shared/s3Path';
import { dataBelow } from '../catalog/tableObjects';
import type { EarlierOutput } from '../match/job';
import type { TableFile } from '../match/table/source';
import type { ObjectStore } from '../objects/objectStore';
import { snapshotObject } from '../objects/snapshot';
import type { RunRecord } from '../state/records';
import { JobFailure } from './workerProcess';

/** The objects of an earlier output as they are now, as files below `folder`. @throws JobFailure where there are none */
export async function earlierMatches(
  objects: ObjectStore,
  { existing, matchAllRows = false }: { readonly existing: string; readonly matchAllRows?: boolean },
  folder: string,
): Promise<EarlierOutput> {
  const { bucket, key } = splitS3Path(existing) ?? { bucket: '', key: '' };
  const keys = objects.hasBucket(bucket) ? dataBelow(objects, bucket, key) : [];
  if (keys.length === 0) {
    throw new JobFailure(
      `There is no earlier output at ${existing}. Give the path of an object that FindMatches wrote, or of its folder, as --EXISTING_MATCHES_S3_PATH.`,
    );
  }
  await mkdir(folder, { recursive: true });
  const files: TableFile[] = [];
  for (const [at, name] of keys.entries()) {
    const file = path.join(folder, String(at));
    await snapshotObject(objects, bucket, name, file);
    files.push({ path: file, name: formatS3Path({ bucket, key: name }) });
  }
  return { files, matchAllRows, reportFile: path.join(folder, 'report') };
}

/** Where a run tells what became of an earlier output: beside its own, under a name that readers of tables pass over. */
export function reportTarget({ work, target }: RunRecord): RunRecord['target'] {
  if (!target || work.type !== 'FIND_MATCHES' || work.existing === undefined) {
    return undefined;
  }
  const start = target.key.lastIndexOf('/') + 1;
  const name = target.key.slice(start).replace(/\.[a-z]+$/, '');
  return { bucket: target.bucket, key: `${target.key.slice(0, start)}_${name}.report.json` };
}
