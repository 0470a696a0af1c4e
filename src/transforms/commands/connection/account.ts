import type { MLTransform } from '../../../connection/services';

/** The AWS account of a transform, where its role or table tell it. */
export function accountOf({ Role: role, InputRecordTables: tables }: MLTransform): string | undefined {
  const ofRole = /^arn:aws[\w-]*:iam::(\d{12}):/.exec(role ?? '')?.[1];
  return ofRole ?? tables?.map(({ CatalogId }) => CatalogId).find((id) => id !== undefined && /^\d{12}$/.test(id));
}
