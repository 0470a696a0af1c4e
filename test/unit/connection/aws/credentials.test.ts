import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { AwsConnection } from '../../../../src/connection/awsConnection';
import { FakeAws } from './fakeAws';

// The SDK's own chain of providers, through the bundle's code, against STS and SSO on loopback.
let home: string;
let aws: FakeAws;
const before = { ...process.env };

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'aws-home-'));
  mkdirSync(join(home, '.aws', 'sso', 'cache'), { recursive: true });
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

beforeEach(async () => {
  aws = await FakeAws.start();
  for (const name of Object.keys(process.env).filter((key) => key.startsWith('AWS_'))) {
    delete process.env[name];
  }
  process.env.HOME = home;
  process.env.AWS_EC2_METADATA_DISABLED = 'true';
  process.env.AWS_ENDPOINT_URL_STS = aws.url;
  process.env.AWS_ENDPOINT_URL_SSO = aws.url;
});

afterEach(async () => {
  await aws.stop();
  for (const name of Object.keys(process.env)) {
    if (!(name in before)) {
      delete process.env[name];
    }
  }
  Object.assign(process.env, before);
});

function write(config: string, credentials = ''): void {
  writeFileSync(join(home, '.aws', 'config'), config);
  writeFileSync(join(home, '.aws', 'credentials'), credentials);
}

function connect(
  profile: string | undefined,
  codes: (() => Promise<string>)[] = [],
): AwsConnection & { asked: string[] } {
  const asked: string[] = [];
  const connection = new AwsConnection(profile, 'us-east-1', {
    loadAws: () => import('../../../../src/connection/aws/bundle'),
    env: process.env,
    endpointSetting: () => aws.url,
    proxySetting: () => undefined,
    mfaCode: (serial, name) => {
      asked.push(`${name} ${serial}`);
      return codes.shift()?.() ?? Promise.reject(new Error('not asked again'));
    },
  });
  return Object.assign(connection, { asked });
}

async function use(connection: AwsConnection): Promise<void> {
  await (await connection.glue()).getMLTransforms({});
}

const signers = () => aws.seen.filter(({ service }) => service === 'glue').map(({ identity }) => identity);

describe('keys', () => {
  test('of a profile are used, and read anew when the files change, without choosing again', async () => {
    write('[profile p]\nregion=us-east-1', '[p]\naws_access_key_id=FIRST\naws_secret_access_key=s');
    const connection = connect('p');
    await use(connection);
    write('[profile p]\nregion=us-east-1', '[p]\naws_access_key_id=SECOND\naws_secret_access_key=s');
    expect(await connection.filesChanged()).toBe(false);
    await use(connection);
    expect(signers()).toEqual(['FIRST', 'SECOND']);
  });

  test.each(['ExpiredTokenException', 'InvalidToken', 'RequestExpired', 'UnrecognizedClientException'])(
    'that %s says are of no use fail until the files are renewed',
    async (code) => {
      aws.expiredCode = code;
      write('[profile p]', '[p]\naws_access_key_id=OLD\naws_secret_access_key=s\naws_session_token=t');
      aws.expired.add('OLD');
      const connection = connect('p');
      await expect(use(connection)).rejects.toMatchObject({ code, requestId: 'request-1' });
      write('[profile p]', '[p]\naws_access_key_id=NEW\naws_secret_access_key=s\naws_session_token=t');
      expect(await connection.filesChanged()).toBe(true);
      await use(connection);
      expect(signers().at(-1)).toBe('NEW');
    },
  );

  test('of the environment are used without a profile', async () => {
    write('');
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'ENVKEY', AWS_SECRET_ACCESS_KEY: 's' });
    await use(connect(undefined));
    expect(signers()).toEqual(['ENVKEY']);
  });

  test('are lacking where there are none, and the error says so', async () => {
    write('[profile p]\nregion=us-east-1');
    await expect(use(connect('p'))).rejects.toMatchObject({ code: 'CredentialsUnavailable' });
  });

  test('a profile that is not there is named', async () => {
    write('');
    await expect(use(connect('gone'))).rejects.toMatchObject({ code: 'ProfileNotFound' });
  });
});

test('credential_process is run, and again when what it gave has expired', async () => {
  const program = join(home, 'vault.sh');
  const soon = new Date(Date.now() + 1000).toISOString();
  const credentials = `{"Version":1,"AccessKeyId":"PROC$$","SecretAccessKey":"s","SessionToken":"t","Expiration":"${soon}"}`;
  writeFileSync(program, `#!/bin/sh\necho "${credentials.replaceAll('"', '\\"')}"\n`);
  chmodSync(program, 0o700);
  write(`[profile p]\ncredential_process = ${program}`);
  const connection = connect('p');
  await use(connection);
  // The SDK renews in the background while what it has is still good.
  await vi.waitFor(async () => {
    await use(connection);
    expect(new Set(signers()).size).toBeGreaterThan(1);
  });
  expect(signers().every((key) => key.startsWith('PROC'))).toBe(true);
});

describe('MFA', () => {
  const config = `[profile p]
role_arn = arn:aws:iam::123456789012:role/Labeler
source_profile = base
mfa_serial = arn:aws:iam::123456789012:mfa/someone`;
  const keys = '[base]\naws_access_key_id=BASE\naws_secret_access_key=s';

  test('asks for the code once for all requests at the same time', async () => {
    write(config, keys);
    const connection = connect('p', [async () => '123456']);
    await Promise.all([use(connection), use(connection), use(connection)]);
    expect(connection.asked).toEqual(['p arn:aws:iam::123456789012:mfa/someone']);
    expect(new Set(signers())).toEqual(new Set(['STSKEY1']));
    expect(aws.seen.find(({ service }) => service === 'sts')).toMatchObject({ identity: 'BASE' });
  });

  test('a wrong code is an error that the next use asks about again', async () => {
    write(config, keys);
    const connection = connect('p', [async () => '000000', async () => '123456']);
    await expect(use(connection)).rejects.toThrow(/invalid MFA/);
    await use(connection);
    expect(connection.asked.length).toBe(2);
  });

  test('nobody is asked again after the question was closed, until the connection starts over', async () => {
    write(config, keys);
    const connection = connect('p', [() => Promise.reject(new Error('closed')), async () => '123456']);
    await expect(use(connection)).rejects.toMatchObject({ code: 'MfaCancelled' });
    await expect(use(connection)).rejects.toMatchObject({ code: 'MfaCancelled' });
    expect(connection.asked.length).toBe(1);
    connection.forget();
    await use(connection);
    expect(connection.asked.length).toBe(2);
  });
});

describe('SSO', () => {
  const config = `[profile p]
sso_session = company
sso_account_id = 123456789012
sso_role_name = Labeler
[profile on-top]
role_arn = arn:aws:iam::123456789012:role/Labeler
source_profile = p
[sso-session company]
sso_start_url = https://example.awsapps.com/start
sso_region = us-east-1`;

  function signIn(accessToken: string, expiresAt: Date): void {
    const name = createHash('sha1').update('company').digest('hex');
    const token = {
      accessToken,
      expiresAt: expiresAt.toISOString(),
      region: 'us-east-1',
      startUrl: 'https://example.awsapps.com/start',
    };
    writeFileSync(join(home, '.aws', 'sso', 'cache', `${name}.json`), JSON.stringify(token));
  }
  const inAnHour = () => new Date(Date.now() + 3_600_000);

  test('takes the token of the last sign-in', async () => {
    write(config);
    signIn('good-token', inAnHour());
    await use(connect('p'));
    expect(aws.seen[0]).toMatchObject({ service: 'sso', identity: 'good-token' });
    expect(signers()).toEqual(['SSOKEY1']);
  });

  test('an expired sign-in, without a refresh token, is told as such and goes on after a new one', async () => {
    write(config);
    signIn('old-token', new Date(Date.now() - 1000));
    const connection = connect('p');
    await expect(use(connection)).rejects.toMatchObject({ code: 'SignInRequired' });
    signIn('good-token', inAnHour());
    expect(await connection.filesChanged()).toBe(true);
    await use(connection);
    expect(signers()).toEqual(['SSOKEY1']);
  });

  test('a token that the service no longer takes is a lacking sign-in, too', async () => {
    write(config);
    signIn('revoked', inAnHour());
    await expect(use(connect('p'))).rejects.toMatchObject({ code: 'SignInRequired' });
  });

  test('a role on top of SSO is assumed with its credentials; its expired sign-in is found', async () => {
    write(config);
    signIn('good-token', inAnHour());
    await use(connect('on-top'));
    expect(aws.seen.map(({ service, identity }) => `${service} ${identity}`)).toEqual([
      'sso good-token',
      'sts SSOKEY1',
      'glue STSKEY2',
    ]);
    signIn('old', new Date(0));
    await expect(use(connect('on-top'))).rejects.toMatchObject({ code: 'SignInRequired' });
  });
});

test('web identity gives a role for the token in a file', async () => {
  writeFileSync(join(home, 'token'), 'a.b.c');
  write(`[profile p]\nrole_arn = arn:aws:iam::123456789012:role/Web\nweb_identity_token_file = ${join(home, 'token')}`);
  await use(connect('p'));
  expect(aws.seen[0]?.body).toContain('WebIdentityToken=a.b.c');
});

test('a ca_bundle that can’t be read is named', async () => {
  write('[profile p]\nca_bundle = /nowhere/ca.pem', '[p]\naws_access_key_id=K\naws_secret_access_key=s');
  await expect(use(connect('p'))).rejects.toMatchObject({ code: 'CaBundleUnreadable' });
});
