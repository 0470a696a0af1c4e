import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { AwsError } from '../../../src/connection/services';
import { LabelingDocument } from '../../../src/labeling/document/document';
import { saveNotice } from '../../../src/labeling/notices/texts';
import { S3FileStore } from '../../../src/labeling/s3/objectFile';
import { S3Objects } from '../../../src/labeling/s3/objects';
import { toStoreError } from '../../../src/labeling/s3/storeErrors';
import { Saving } from '../../../src/labeling/saving/saving';
import { openErrorText, saveErrorText } from '../../../src/labeling/stores/errorTexts';
import { StoreError } from '../../../src/labeling/stores/fileStore';
import { LocalFileStore } from '../../../src/labeling/stores/localFile';
import { type Fault, faults } from '../../harness/faultProxy';
import { type S3Bench, startS3Bench } from './s3Bench';

vi.mock('vscode', () => import('../vscodeText'));

const key = 'sets/failing.csv';
const uri = { authority: 'test', path: `/bucket/${key}` };
const name = `s3://bucket/${key}`;
const original = 'labeling_set_id,label,id\ns1,,1\ns1,,2\n';

/** What a call rejects with. */
async function rejection(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => expect.fail('it was expected to fail'),
    (error: unknown) => error,
  );
}

describe('against S3', () => {
  let bench: S3Bench;
  let store: S3FileStore;

  beforeAll(async () => {
    bench = await startS3Bench();
  });

  afterAll(() => bench.stop());

  beforeEach(async () => {
    bench.proxy.heal();
    await bench.direct.put('bucket', key, new TextEncoder().encode(original));
    store = new S3FileStore(bench.objects, uri, () => Promise.resolve(true));
  });

  /** Opens the file, labels it and saves, while S3 answers every request with a fault. */
  async function failedSave(fault: Fault, method?: string): Promise<unknown> {
    const document = new LabelingDocument(await store.read());
    const never = () => Promise.reject(new Error('a question was asked'));
    const saving = new Saving(document, store, {
      ...{ decide: never, recreate: () => Promise.resolve(false), giveUp: never, replace: never },
      ...{ decided: () => undefined, adopted: () => undefined, decisionName: String },
    });
    document.edit({ name: 'label', changes: [{ row: 0, before: '', after: 'A' }] });
    bench.proxy.inject(fault, { method });
    const error = await rejection(saving.save());
    expect(document.isDirty).toBe(true);
    bench.proxy.heal();
    return error;
  }

  test('credentials that have expired are told, though the answer to a HEAD can’t say so', async () => {
    const error = await failedSave(faults.expiredToken);
    expect(StoreError.is(error, 'credentials')).toBe(true);
    expect(saveErrorText(error, name)).toBe(
      `“${name}”: The credentials have expired. The provided token has expired. Renew them; renewed credentials are picked up automatically. Then retry.`,
    );
  });

  test('keys that AWS does not know are told from a lacking permission', async () => {
    const unknown = { kind: 'answer', status: 403, code: 'InvalidAccessKeyId', message: 'No such key.' } as const;
    const error = await failedSave(unknown);
    expect(StoreError.is(error, 'credentials')).toBe(true);
    expect(saveErrorText(error, name)).toContain('AWS does not accept these credentials.');
  });

  test('a HEAD that alone is refused keeps its own failure', async () => {
    const error = await failedSave(faults.accessDenied, 'HEAD');
    expect(StoreError.is(error, 'denied')).toBe(true);
    expect(saveErrorText(error, name)).not.toContain('UnknownError');
  });

  test('an object that is gone is missing also for who may not list the bucket', async () => {
    const message = 'User: arn:aws:iam::1:user/a is not authorized to perform: s3:ListBucket on resource: "arn"';
    const hidden = { ...faults.accessDenied, message };
    bench.proxy.inject(hidden);
    const error = await rejection(store.read());
    expect(StoreError.is(error, 'missing')).toBe(true);
    expect(openErrorText(error, name)).toContain('It may have been deleted or renamed');
    bench.proxy.heal();
    expect(StoreError.is(await failedSave(hidden), 'missing')).toBe(true);
  });

  test('a bucket of another region is told from lacking permissions', async () => {
    const error = await failedSave({ kind: 'answer', status: 301, code: 'PermanentRedirect', message: 'Elsewhere.' });
    expect(saveErrorText(error, name)).toContain('The bucket is in a different region.');
  });

  test('an archived object is told from lacking permissions', async () => {
    bench.proxy.inject(
      { kind: 'answer', status: 403, code: 'InvalidObjectState', message: 'Not valid now.' },
      { method: 'GET' },
    );
    const text = openErrorText(await rejection(store.read()), name);
    expect(text).toContain('The object is archived.');
    expect(text).not.toContain('s3:GetObject');
  });
});

describe('what fails before anything is sent', () => {
  test.each([
    ['SignInRequired', 'Sign in again'],
    ['CredentialsUnavailable', 'Renew them or choose another profile'],
    ['MfaCancelled', 'Refresh to be asked again'],
    ['ProfileNotFound', 'Choose another profile'],
    ['LocalGlueUnavailable', 'Local Glue could not be started'],
    ['LocalGlueMissing', 'not part of this package'],
    ['CaBundleUnreadable', 'ca_bundle'],
  ])('%s is not taken for a broken connection', (code, advice) => {
    const error = toStoreError(new AwsError('The reason', { code }));
    expect(error.failure).not.toBe('unreachable');
    for (const text of [openErrorText(error, name), saveErrorText(error, name)]) {
      expect(text).toContain(name);
      expect(text).toContain('The reason.');
      expect(text).toContain(advice);
      expect(text).not.toContain('reached');
    }
  });

  test('a sign-in that has expired is offered to be renewed where the labels are', () => {
    const error = toStoreError(new AwsError('', { code: 'SignInRequired' }));
    const { text, actions } = saveNotice(error, saveErrorText(error, name));
    expect(text).toContain('The sign-in of this profile has expired.');
    expect(actions).toContainEqual({ id: 'signIn', title: 'Sign In' });
    expect(actions).toContainEqual({ id: 'save', title: 'Retry' });
  });

  test('an address of no connection is named', async () => {
    const objects = new S3Objects({ byId: () => undefined });
    const error = await rejection(new S3FileStore(objects, uri, () => Promise.resolve(true)).read());
    expect(openErrorText(error, name)).toBe(`The connection of “${name}” does not exist. Open it from the view.`);
  });
});

describe('a text says what to do next', () => {
  test('when an object that is gone is opened, nothing is said of saving', () => {
    const error = toStoreError(new AwsError('NoSuchKey', { code: 'NoSuchKey', status: 404 }));
    expect(openErrorText(error, name)).toContain(`“${name}” does not exist.`);
    expect(openErrorText(error, name)).not.toMatch(/save/i);
    expect(saveErrorText(error, name)).toContain('Save again to recreate it');
  });

  test('when a permission lacks, it is the one that is needed', () => {
    const plain = toStoreError(new AwsError('Access Denied', { code: 'AccessDenied', status: 403 }));
    expect(openErrorText(plain, name)).toContain(`You need s3:GetObject on “${name}”.`);
    expect(saveErrorText(plain, name)).toContain(`You need s3:PutObject on “${name}”.`);
    const message = 'User: x is not authorized to perform: kms:GenerateDataKey on resource: y';
    const encrypted = toStoreError(new AwsError(message, { code: 'AccessDenied', status: 403 }));
    expect(saveErrorText(encrypted, name)).toContain('Ask the owner of the KMS key for kms:GenerateDataKey');
  });

  test('when a file on disk may not be read, AWS is not spoken of', async () => {
    const error = new StoreError('denied', "EACCES: permission denied, open '/labels.csv'");
    for (const text of [openErrorText(error, '/labels.csv'), saveErrorText(error, '/labels.csv')]) {
      expect(text).toContain('EACCES');
      expect(text).not.toContain('s3:');
    }
    const gone = await rejection(new LocalFileStore('/no/such/labels.csv').read());
    expect(openErrorText(gone, 'labels.csv')).toContain('“labels.csv” does not exist.');
  });

  test('when the user chose not to go on', () => {
    const error = new StoreError('refused', 'no');
    expect(openErrorText(error, name)).toBe(`“${name}” was not opened. Open it again to be asked again.`);
    expect(saveErrorText(error, name)).toContain('Retry to be asked again');
  });
});
