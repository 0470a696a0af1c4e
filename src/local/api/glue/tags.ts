import type { Change } from '../../state/state';
import { type GlueContext, getTransform } from './context';
import { findDatabase } from './databases';
import { entityNotFound, invalidInput } from './errors';
import { builtInJob } from './jobs';
import type { TagResourceRequest, Tags, UntagResourceRequest } from './requests';

const mostTags = 50;

interface Tagged {
  readonly tags: Tags;
  readonly change: (tags: Tags) => Change;
}

export async function getTags(context: GlueContext, { ResourceArn }: { readonly ResourceArn: string }) {
  return { Tags: findTagged(context, ResourceArn).tags };
}

export async function tagResource(context: GlueContext, { ResourceArn, TagsToAdd }: TagResourceRequest) {
  return context.state.change(() => {
    const { tags, change } = findTagged(context, ResourceArn);
    const all = { ...tags, ...TagsToAdd };
    if (Object.keys(all).length > mostTags) {
      throw invalidInput(`${ResourceArn} would have more than ${mostTags} tags.`);
    }
    return { changes: [change(all)], result: {} };
  });
}

/** Removing a tag that is not there is no error. */
export async function untagResource(context: GlueContext, { ResourceArn, TagsToRemove }: UntagResourceRequest) {
  return context.state.change(() => {
    const { tags, change } = findTagged(context, ResourceArn);
    const left = Object.entries(tags).filter(([key]) => !TagsToRemove.includes(key));
    return { changes: [change(Object.fromEntries(left))], result: {} };
  });
}

/** The resource an ARN names: arn:aws:glue:REGION:ACCOUNT:KIND/NAME. */
function findTagged(context: GlueContext, arn: string): Tagged {
  const [, , , region, account, ...rest] = arn.split(':');
  const [, kind, name] = /^([^/]+)\/(.+)$/s.exec(rest.join(':')) ?? [];
  if (kind === undefined || name === undefined) {
    throw invalidInput(`${arn} is not the ARN of a Glue resource.`);
  }
  if (region !== context.region || account !== context.account) {
    throw entityNotFound(`${arn} is not in region ${context.region} of account ${context.account}.`);
  }
  switch (kind) {
    case 'mlTransform': {
      const record = getTransform(context, name);
      return { tags: record.tags, change: (tags) => ({ put: 'transform', record: { ...record, tags } }) };
    }
    case 'database': {
      const record = findDatabase(context, name);
      return { tags: record.tags, change: (tags) => ({ put: 'database', record: { ...record, tags } }) };
    }
    case 'job':
      if (name === builtInJob) {
        return { tags: context.state.jobTags(name), change: (tags) => ({ put: 'jobTags', record: { name, tags } }) };
      }
      throw entityNotFound(`Job ${name} not found.`);
    default:
      throw invalidInput(`Local Glue keeps tags on ML transforms, databases and jobs, not on ${arn}.`);
  }
}
