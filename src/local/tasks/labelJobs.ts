import { readFile, writeFile } from 'node:fs/promises';
import { labelColumnName, setIdColumnName } from '../../shared/columns';
import type { LabeledRow } from '../match/learn/labels';
import { csvLine } from '../match/setIds';
import type { ExportJob, ExportResult, ImportJob, ImportResult } from './job';
import { joinLabels, readLabels } from './readLabels';
import { unknownKeysNote } from './unknownKeys';

/** Runs an import; see ImportJob. Throws ImportError for a file that can't be imported. */
export async function importLabels(job: ImportJob): Promise<ImportResult> {
  const imported = readLabels(await readFile(job.file), job.columns, job.primaryKey);
  const previous = job.previousFile === undefined ? [] : await readLabelRecords(job.previousFile);
  const all = joinLabels(previous, imported, job.columns, job.primaryKey);
  await writeFile(job.outputFile, JSON.stringify(all));
  const note = job.table && (await unknownKeysNote(imported, job.table, job.primaryKey, job.scratch));
  return { kind: 'import', labelCount: all.length, note };
}

/** Runs an export: comma-separated, quoted only where needed, UTF-8, LF. Labels stay in the order of their import. */
export async function exportLabels(job: ExportJob): Promise<ExportResult> {
  const labels = await readLabelRecords(job.labelsFile);
  const lines = [[setIdColumnName, labelColumnName, ...job.columns]];
  for (const { setId, label, cells } of labels) {
    lines.push([setId, label, ...cells]);
  }
  await writeFile(job.outputFile, lines.map(csvLine).join(''));
  return { kind: 'export', rows: labels.length };
}

async function readLabelRecords(file: string): Promise<LabeledRow[]> {
  return JSON.parse(await readFile(file, 'utf8')) as LabeledRow[];
}
