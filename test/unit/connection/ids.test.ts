import { expect, test } from 'vitest';
import { choiceOfId, connectionId } from '../../../src/connection/ids';
import { isRegion, partitionOf } from '../../../src/connection/profiles/regions';
import { asFolder, formatS3Path, parseS3Path } from '../../../src/shared/s3Path';
import { eachRound } from '../../harness/fuzz';

test('an id leads back to its profile and region, whatever the name, and survives lower case', async () => {
  const check = (profile: string): void => {
    const id = connectionId({ kind: 'aws', profile, region: 'us-gov-west-1' });
    expect(id).toBe(id.toLowerCase());
    expect(choiceOfId(id)).toEqual({ kind: 'aws', profile, region: 'us-gov-west-1' });
  };
  for (const profile of ['default', 'My Profile', 'a.b/c@d', 'ä€𝄞', '~', 'UPPER_lower-1']) {
    check(profile);
  }
  await eachRound(300, (random) => {
    check(String.fromCodePoint(...Array.from({ length: random.int(1, 12) }, () => random.int(33, 1032))));
  });
});

test('local and the default chain have ids of their own', () => {
  expect(choiceOfId(connectionId({ kind: 'local' }))).toEqual({ kind: 'local' });
  const chain = { kind: 'aws', profile: undefined, region: 'eu-west-1' } as const;
  expect(choiceOfId(connectionId(chain))).toEqual(chain);
  expect(choiceOfId('somebody.else')).toBeUndefined();
  expect(choiceOfId('')).toBeUndefined();
});

test.each([
  ['us-east-1', 'aws'],
  ['cn-northwest-1', 'aws-cn'],
  ['us-gov-east-1', 'aws-us-gov'],
  ['eusc-de-east-1', 'aws-eusc'],
  ['xx-new-7', 'aws'],
])('%s is in partition %s', (region, partition) => {
  expect(partitionOf(region).id).toBe(partition);
  expect(isRegion(region)).toBe(true);
});

test('S3 paths are read with any key, and only as S3 paths', () => {
  expect(parseS3Path('s3://bucket/a b/#%:ä?.csv')).toEqual({ bucket: 'bucket', key: 'a b/#%:ä?.csv' });
  expect(parseS3Path(' s3a://bucket ')).toEqual({ bucket: 'bucket', key: '' });
  for (const text of ['', 's3://', 's3://B/x', 's3://ab', 'https://bucket/x', '/bucket/x', 's3:///x']) {
    expect(parseS3Path(text), text).toBeUndefined();
  }
  expect(formatS3Path(asFolder({ bucket: 'b', key: 'x' }))).toBe('s3://b/x/');
  expect(asFolder({ bucket: 'b', key: '' }).key).toBe('');
});
