import { readFileSync } from 'node:fs';
import { describe, expect, test, vi } from 'vitest';
import { guardWith } from '../../../../src/connection/aws/guard';
import { explain } from '../../../../src/connection/errors/explain';
import { knownCodes, meaningOf } from '../../../../src/connection/errors/failureKinds';
import { AwsError } from '../../../../src/connection/services';
import { findOperation, operationNames } from '../../../../src/local/api/glue/model';

vi.mock('vscode', () => import('../../vscodeText'));

/** Every name that the sources have a text for. */
const named = ['commonAdvice', 'glueAdvice']
  .map((name) => readFileSync(`src/connection/errors/${name}.ts`, 'utf8'))
  .flatMap((source) => [...source.matchAll(/case '([^']+)':/g)].map(([, code]) => String(code)));

describe('an error is explained by', () => {
  test.each([...new Set([...knownCodes, ...named])])('%s', (code) => {
    const { what, next } = explain(new AwsError('The service’s words', { code, requestId: 'id-1' }));
    expect(what).toContain('The service’s words.');
    expect(what).not.toContain(code);
    expect(next).not.toBe('');
    expect(next).toMatch(/[.!]$/);
  });
});

test('every error of the service model has a text', () => {
  const all = new Set(operationNames().flatMap((name) => findOperation(name)?.errors ?? []));
  expect(all.size).toBeGreaterThan(5);
  for (const code of all) {
    expect(explain(new AwsError('x', { code })).what, code).not.toContain(code);
  }
});

test('a permission that lacks is named, also behind an encryption key', () => {
  const message =
    'User: arn:aws:iam::123456789012:user/a is not authorized to perform: glue:StartMLEvaluationTaskRun on resource: x';
  const glue = explain(new AwsError(message, { code: 'AccessDeniedException' }));
  expect(glue.next).toContain('glue:StartMLEvaluationTaskRun');
  expect(glue.remedy).toBe('showPermissions');
  const kms = explain(
    new AwsError('User: x is not authorized to perform: kms:Decrypt on the resource', { code: 'AccessDenied' }),
  );
  expect(kms.what).toContain('encryption key');
  expect(kms.next).toContain('kms:Decrypt');
});

test('the region mismatch and the unusable role are told from other bad input', () => {
  const region = 'S3 path provided is not in the same region as transform. Expecting region - a, but got - b.';
  expect(explain(new AwsError(region, { code: 'InvalidInputException' })).next).toContain('transform’s region');
  const role = 'Unable to assume role arn:aws:iam::1:role/x';
  expect(explain(new AwsError(role, { code: 'InvalidInputException' })).next).toContain('glue.amazonaws.com');
});

test('an unknown error shows the service’s text, its name and the request id', () => {
  const { what, remedy } = explain(new AwsError('Something new', { code: 'BrandNewException', requestId: 'abc-123' }));
  expect(what).toBe('BrandNewException: Something new. (request abc-123)');
  expect(remedy).toBe('showLog');
});

test('any other error shows its own text', () => {
  expect(explain(new Error('plain')).what).toBe('plain');
  expect(explain('thrown text').what).toBe('thrown text');
});

describe('what a user reads of an error', () => {
  const guard = guardWith((failure) => new AwsError(failure.message, failure));
  const explained = async (error: unknown) =>
    explain(await guard(() => Promise.reject(error)).catch((failure: unknown) => failure));

  test('never words of the SDK or of Node', async () => {
    const hangUp = Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
    const hidden = Object.assign(
      new SyntaxError('Unexpected token <\n  Deserialization error: to see the raw response, inspect the hidden field'),
      { $metadata: { httpStatusCode: 200 } },
    );
    const unknown = new TypeError('Cannot read properties of undefined');
    for (const error of [hangUp, hidden, unknown]) {
      const { what, next } = await explained(error);
      expect(`${what} ${next}`).not.toMatch(/hang up|hidden|Unexpected|undefined/);
      expect(what.length).toBeGreaterThan(10);
    }
  });

  test('the words of the service, wherever on the way it said them', async () => {
    const fault = { $fault: 'client', $metadata: { httpStatusCode: 403 } };
    const said = Object.assign(new Error('MultiFactorAuthentication failed'), fault);
    const wrapped = Object.assign(new Error('Could not load credentials', { cause: said }), {
      name: 'CredentialsUnavailable',
    });
    expect((await explained(wrapped)).what).toContain('MultiFactorAuthentication failed.');
    expect((await explained(wrapped)).what).not.toContain('Could not load');
  });
});

/** Errors of the service model that only a correction puts right; all come with status 400. */
const refused = [
  'AlreadyExistsException',
  'ConcurrentRunsExceededException',
  'FederatedResourceAlreadyExistsException',
  'FederationSourceException',
  'GlueEncryptionException',
  'IdempotentParameterMismatchException',
  'InvalidInputException',
  'MLTransformNotReadyException',
  'ResourceNumberLimitExceededException',
];

test('every error that the service model names has a kind', () => {
  const model = JSON.parse(readFileSync('src/local/api/glue/shapes.json', 'utf8')) as {
    readonly operations: Readonly<Record<string, { readonly errors: readonly string[] }>>;
  };
  const names = [...new Set(Object.values(model.operations).flatMap(({ errors }) => errors))];
  expect(names.length).toBeGreaterThan(10);
  expect(names.filter((code) => !knownCodes.includes(code)).sort()).toEqual(refused);
  for (const code of refused) {
    expect(meaningOf({ code, status: 400 }), code).toBe('ours');
  }
});
