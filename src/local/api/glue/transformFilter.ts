import type { TransformRecord } from '../../state/records';
import type { GlueContext } from './context';
import type { TransformFilter } from './requests';
import { lastModified, transformStatus } from './transformAnswer';

/** Whether a transform meets every criterion given; "before" and "after" leave out the moment itself. */
export function matchesTransformFilter(
  context: GlueContext,
  transform: TransformRecord,
  filter: TransformFilter,
): boolean {
  const modified = lastModified(context, transform);
  return (
    (filter.Name === undefined || filter.Name === transform.name) &&
    (filter.Status === undefined || filter.Status === transformStatus(context, transform)) &&
    (filter.GlueVersion === undefined || filter.GlueVersion === transform.glueVersion) &&
    isWithin(transform.created, filter.CreatedAfter, filter.CreatedBefore) &&
    isWithin(modified, filter.LastModifiedAfter, filter.LastModifiedBefore) &&
    (filter.Schema === undefined || hasSchema(transform, filter.Schema))
  );
}

/** Whether a time in milliseconds lies between two in seconds. */
export function isWithin(time: number, after: number | undefined, before: number | undefined): boolean {
  return (after === undefined || time > after * 1000) && (before === undefined || time < before * 1000);
}

/** A filter's columns are the transform's, in any order; a column without a data type stands for any. */
function hasSchema({ schema }: TransformRecord, wanted: NonNullable<TransformFilter['Schema']>): boolean {
  const matches = ({ Name, DataType }: (typeof wanted)[number]) =>
    schema.some((column) => (Name ?? column.Name) === column.Name && (DataType ?? column.DataType) === column.DataType);
  return wanted.length === schema.length && wanted.every(matches);
}

export function transformSortKey(context: GlueContext, transform: TransformRecord, column: string): string | number {
  switch (column) {
    case 'NAME':
      return transform.name;
    case 'STATUS':
      return transformStatus(context, transform);
    case 'LAST_MODIFIED':
      return lastModified(context, transform);
    case 'TRANSFORM_TYPE':
      return 'FIND_MATCHES';
    default:
      // As the date of creation, but for a clock that was set back.
      return transform.sequence;
  }
}
