import { randomBytes } from 'node:crypto';

/** Ids in the forms that Glue gives out. */
export function newTransformId(): string {
  return `tfm-${randomBytes(20).toString('hex')}`;
}

export function newTaskRunId(): string {
  return `tsk-${randomBytes(20).toString('hex')}`;
}

export function newJobRunId(): string {
  return `jr_${randomBytes(32).toString('hex')}`;
}
