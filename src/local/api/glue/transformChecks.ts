import { columnNamed } from '../../../shared/columns';
import { splitS3Path } from '../../../shared/s3Path';
import { refusalOf } from '../../catalog/refusals';
import { TableError } from '../../catalog/tableError';
import { declaresFormat, tableFormat } from '../../catalog/tableFormat';
import { tableObjects } from '../../catalog/tableObjects';
import { tableColumns } from '../../catalog/tableSource';
import type { ObjectStore } from '../../objects/objectStore';
import type { FindMatchesParameters, GlueTable, TableRecord, TransformRecord } from '../../state/records';
import type { GlueContext } from './context';
import { alreadyExists, invalidInput } from './errors';
import type { CapacityInput, TransformParametersInput } from './requests';

/** The console's "Balanced", taken where a caller gives no tradeoff (what Glue itself takes is not documented). */
const balanced = 0.5;
const defaultCapacity = 10;
const leastCapacity = 2;
const mostCapacity = 100;
const mostColumns = 100;
/** Glue refuses 0.9 and 1.0 by now; what it takes when no version is given is not known, so the oldest it accepts. */
export const defaultGlueVersion = '2.0';
/** DPUs of one worker. */
const workerCapacity: Readonly<Record<string, number>> = { 'G.025X': 0.25, 'G.2X': 2, 'G.4X': 4, 'G.8X': 8, 'Z.2X': 2 };

/** Throws where a transform can't be called that: a blank name, or one that another transform has. */
export function checkName({ state }: GlueContext, name: string, own?: TransformRecord): void {
  if (name.trim() === '') {
    throw invalidInput('Transform name cannot be blank.');
  }
  if (state.transforms().some((other) => other.name === name && other.id !== own?.id)) {
    throw own
      ? invalidInput(`Another transform with name ${name} already exists.`)
      : alreadyExists(`Transform with name ${name} already exists.`);
  }
}

export function checkGlueVersion(version: string): void {
  const major = Number.parseInt(version, 10);
  if (Number.isNaN(major) || major < 2) {
    const state = Number.isNaN(major) ? 'is unknown' : 'is deprecated and is no longer supported for ML transforms';
    throw invalidInput(`Glue version ${version} ${state}. Specify Glue version 2.0 or higher.`);
  }
}

export function readParameters({ FindMatchesParameters: given }: TransformParametersInput): FindMatchesParameters {
  if (!given) {
    throw invalidInput('Find Matches parameters have not been set.');
  }
  if (!given.PrimaryKeyColumnName?.trim()) {
    throw invalidInput('A primary key must be specified in Find Matches parameters.');
  }
  return {
    PrimaryKeyColumnName: given.PrimaryKeyColumnName,
    PrecisionRecallTradeoff: given.PrecisionRecallTradeoff ?? balanced,
    AccuracyCostTradeoff: given.AccuracyCostTradeoff ?? balanced,
    EnforceProvidedLabels: given.EnforceProvidedLabels ?? false,
  };
}

export function checkPrimaryKey(schema: TransformRecord['schema'], primaryKey: string): void {
  const names = schema.map(({ Name }) => Name);
  const key = columnNamed(names, primaryKey);
  if (key < 0) {
    throw invalidInput(`Schema should contain given primary key: ${primaryKey}.`);
  }
  const other = columnNamed(names.with(key, ''), primaryKey);
  if (names[key] !== primaryKey && other >= 0) {
    throw invalidInput(
      `The primary key ${primaryKey} may be column ${names[key]} or ${names[other]}. Name one exactly.`,
    );
  }
}

type Capacity = Pick<TransformRecord, 'maxCapacity' | 'workerType' | 'numberOfWorkers'>;

/** The capacity of a transform from what a request says; `before` is kept where an update says nothing. */
export function readCapacity(input: CapacityInput, before: Capacity = { maxCapacity: defaultCapacity }): Capacity {
  const { MaxCapacity, WorkerType, NumberOfWorkers } = input;
  const workers = WorkerType !== undefined || NumberOfWorkers !== undefined;
  if (MaxCapacity !== undefined && workers) {
    throw invalidInput('Cannot set Max Capacity and Worker Num/Type at the same time.');
  }
  if (workers && (WorkerType === undefined || NumberOfWorkers === undefined)) {
    throw invalidInput('Both WorkerType and NumberOfWorkers should be set.');
  }
  if (WorkerType !== undefined && NumberOfWorkers !== undefined) {
    if (NumberOfWorkers < 1) {
      throw invalidInput('NumberOfWorkers should be >= 1.');
    }
    const maxCapacity = NumberOfWorkers * (workerCapacity[WorkerType] ?? 1);
    return { maxCapacity, workerType: WorkerType, numberOfWorkers: NumberOfWorkers };
  }
  if (MaxCapacity === undefined) {
    return before;
  }
  if (MaxCapacity < leastCapacity) {
    throw invalidInput(`MaxCapacity should be >= ${leastCapacity}.`);
  }
  if (MaxCapacity > mostCapacity) {
    throw invalidInput(`MaxCapacity should be <= ${mostCapacity}.`);
  }
  return { maxCapacity: MaxCapacity };
}

export function checkRetries(retries: number): void {
  if (retries < 0) {
    throw invalidInput('Max retries should be non-negative.');
  }
}

/** The one table of a transform, as the checks of creation and of the task runs want it. */
export function readInputTable(tables: readonly GlueTable[]): GlueTable {
  const [table] = tables;
  if (!table) {
    throw invalidInput('An AWS Glue Table input source should be specified in transform.');
  }
  if (tables.length > 1) {
    throw invalidInput('Exactly one input record table must be provided.');
  }
  if (table.DatabaseName.trim() === '') {
    throw invalidInput('Should specify database name.');
  }
  if (table.TableName.trim() === '') {
    throw invalidInput('Should specify table name.');
  }
  const [option] = Object.keys(table.AdditionalOptions ?? {});
  if (option !== undefined) {
    throw invalidInput(
      `Local Glue does not apply the additional option ${option} of table ${table.DatabaseName}.${table.TableName}, so it may read other rows than AWS. Leave it out.`,
    );
  }
  return table;
}

/** The schema a transform takes over from its table. */
export function readSchema(
  { state, objects, account }: GlueContext,
  { DatabaseName, TableName, CatalogId = account }: GlueTable,
): TransformRecord['schema'] {
  const problem = (message: string) => invalidInput(`Problem fetching the data catalog schema: ${message}`);
  if (CatalogId !== account) {
    throw problem(`Catalog ${CatalogId} not found.`);
  }
  if (!state.database(DatabaseName)) {
    throw problem(`Database ${DatabaseName} not found.`);
  }
  const table = state.table(DatabaseName, TableName);
  if (!table) {
    throw problem(`Table ${TableName} not found.`);
  }
  const columns = tableColumns(table);
  if (columns.length === 0) {
    throw invalidInput('Schema is not defined on the transform.');
  }
  if (columns.length > mostColumns) {
    throw problem(
      `Table ${TableName} has ${columns.length} columns; a transform takes at most ${mostColumns}. Leave some out.`,
    );
  }
  for (const { Name, Type = '' } of columns) {
    if (!isScalarType(Type)) {
      throw invalidInput(`Input source column ${Name} has an invalid data type defined in the catalog.`);
    }
  }
  checkReadable(objects, table);
  return columns.map(({ Name, Type = '' }) => ({ Name, DataType: Type }));
}

/** Refuses at once what no task run could read, rather than minutes later. The data itself may still be missing. */
function checkReadable(objects: ObjectStore, table: TableRecord): void {
  try {
    if (declaresFormat(table) || refusalOf(table) !== undefined) {
      tableFormat(table);
    }
    const path = splitS3Path(table.input.StorageDescriptor?.Location ?? '');
    if (path && objects.hasBucket(path.bucket)) {
      tableObjects(objects, table);
    }
  } catch (error) {
    throw error instanceof TableError ? invalidInput(error.message) : error;
  }
}

/** Hive's simple types but binary: a labeling file can show their values as text. */
function isScalarType(type: string): boolean {
  return /^(tinyint|smallint|int|integer|bigint|long|float|double|boolean|string|date|timestamp|(decimal|char|varchar)(\s*\(\s*\d+\s*(,\s*\d+\s*)?\))?)$/i.test(
    type.trim(),
  );
}
