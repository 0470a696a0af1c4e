import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSharedConfigFiles } from '@smithy/core/config';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseIni } from '../../../../src/connection/profiles/ini';
import {
  awsFiles,
  endpointsFor,
  type Profile,
  profileRegion,
  profilesOf,
  proxyOf,
  readProfiles,
} from '../../../../src/connection/profiles/profiles';
import { fieldCases } from '../../../harness/sharedData';

const field = fieldCases();

const config = `
# everything a config file may hold
[default]
region = eu-central-1
output = json

[profile keys]
aws_access_key_id = AKIAEXAMPLE ; comment
aws_secret_access_key = secret#not-a-comment

[profile role]
role_arn = arn:aws:iam::123456789012:role/Labeler
source_profile = keys
region = us-west-2

[profile mfa]
role_arn = arn:aws:iam::123456789012:role/Labeler
mfa_serial = arn:aws:iam::123456789012:mfa/someone
source_profile = default

[profile sso]
sso_session = company
sso_account_id = 123456789012
sso_role_name = Labeler

[profile on-sso]
role_arn = arn:aws:iam::123456789012:role/Labeler
source_profile = sso

[profile legacy sso]
sso_start_url = https://example.awsapps.com/start
sso_region = us-east-1

[profile "quoted name"]
credential_process = /bin/vault --json

[profile web]
web_identity_token_file = /var/token
role_arn = arn:aws:iam::123456789012:role/Web

[profile console]
login_session = arn:aws:iam::123456789012:user/someone

[profile china]
region = cn-north-1

[profile stack]
region = us-east-1
endpoint_url = http://localhost:4566
ca_bundle = /etc/company.pem
services = local-services

[profile loop-a]
role_arn = arn:aws:iam::123456789012:role/A
source_profile = loop-b

[profile loop-b]
role_arn = arn:aws:iam::123456789012:role/B
source_profile = loop-a

[sso-session company]
sso_start_url = https://example.awsapps.com/start
sso_region = us-east-1

[services local-services]
glue =
  endpoint_url = http://localhost:4000
s3 =
  endpoint_url = http://localhost:4001
  addressing_style = path

[plugins]
cli = x
`;

const credentials = `
[keys]
region = sa-east-1
[only-credentials]
aws_access_key_id = AKIAOTHER
aws_secret_access_key = secret
`;

function named(name: string): Profile {
  const found = profilesOf(config, credentials).find((profile) => profile.name === name);
  if (found === undefined) {
    throw new Error(`${name} is not among the profiles`);
  }
  return found;
}

describe('profiles', () => {
  test('are those of both files, default first, without sso-session, services and plugins sections', () => {
    expect(profilesOf(config, credentials).map(({ name }) => name)).toEqual([
      'default',
      'china',
      'console',
      'keys',
      'legacy sso',
      'loop-a',
      'loop-b',
      'mfa',
      'on-sso',
      'only-credentials',
      'quoted name',
      'role',
      'sso',
      'stack',
      'web',
    ]);
  });

  test.each([
    ['default', 'other'],
    ['keys', 'keys'],
    ['role', 'role'],
    ['mfa', 'role'],
    ['sso', 'sso'],
    ['legacy sso', 'sso'],
    ['quoted name', 'process'],
    ['web', 'web identity'],
    ['console', 'login'],
    ['only-credentials', 'keys'],
  ])('%s gets its credentials by %s', (name, kind) => {
    expect(named(name).kind).toBe(kind);
  });

  test.each([
    ['default', 'eu-central-1'],
    ['role', 'us-west-2'],
    ['mfa', 'eu-central-1'],
    ['keys', 'sa-east-1'],
    ['china', 'cn-north-1'],
    ['sso', undefined],
  ])('the region of %s is %s', (name, region) => {
    expect(named(name).region).toBe(region);
  });

  test.each([
    ['sso', { profile: 'sso', command: 'sso login' }],
    ['on-sso', { profile: 'sso', command: 'sso login' }],
    ['legacy sso', undefined],
    ['console', { profile: 'console', command: 'login' }],
    ['keys', undefined],
    ['loop-a', undefined],
  ])('the sign-in below %s is found', (name, signIn) => {
    expect(named(name).signIn).toEqual(signIn);
  });

  test('hold no credential', () => {
    expect(JSON.stringify(profilesOf(config, credentials))).not.toMatch(/AKIA|secret/);
  });
});

describe('endpoints', () => {
  const stack = () => named('stack');

  test('come from the setting first', () => {
    const env = { AWS_ENDPOINT_URL_GLUE: 'http://env' };
    expect(endpointsFor(stack(), 'http://set', env)).toEqual({ glue: 'http://set', s3: 'http://set' });
  });

  test('then from the environment, the service’s own variable before the common one', () => {
    const env = { AWS_ENDPOINT_URL: 'http://all', AWS_ENDPOINT_URL_S3: 'http://s3' };
    expect(endpointsFor(stack(), undefined, env)).toEqual({ glue: 'http://all', s3: 'http://s3' });
  });

  test('then from the profile’s services section, then its endpoint_url', () => {
    expect(endpointsFor(stack(), undefined, {})).toEqual({
      glue: 'http://localhost:4000',
      s3: 'http://localhost:4001',
    });
    const plain = { ...stack(), endpoints: { all: 'http://localhost:4566' } };
    expect(endpointsFor(plain, undefined, {})).toEqual({ glue: 'http://localhost:4566', s3: 'http://localhost:4566' });
  });

  test('are AWS’s own when configured ones are to be ignored', () => {
    expect(endpointsFor(stack(), undefined, { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' })).toEqual({});
    expect(endpointsFor({ ...stack(), ignoreEndpoints: true }, undefined, {})).toEqual({});
    expect(endpointsFor(undefined, undefined, {})).toEqual({ glue: undefined, s3: undefined });
  });

  test('the profile’s ca_bundle is kept', () => {
    expect(stack().caBundle).toBe('/etc/company.pem');
  });
});

describe('the files', () => {
  let home = '';
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'aws-home-'));
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  test('are found as the SDK finds them', () => {
    expect(awsFiles({ HOME: '/h' })).toEqual({ config: '/h/.aws/config', credentials: '/h/.aws/credentials' });
    expect(awsFiles({ HOME: '/h', AWS_CONFIG_FILE: '/c', AWS_SHARED_CREDENTIALS_FILE: '/s' })).toEqual({
      config: '/c',
      credentials: '/s',
    });
  });

  test('may be missing', async () => {
    expect(await readProfiles({ HOME: home })).toEqual([]);
    expect(profileRegion('default', { HOME: home })).toBeUndefined();
  });

  test('are read from where the variables say', async () => {
    const env = { HOME: home, AWS_CONFIG_FILE: join(home, 'c'), AWS_SHARED_CREDENTIALS_FILE: join(home, 's') };
    writeFileSync(env.AWS_CONFIG_FILE, '\uFEFF[default]\r\nregion=eu-west-3\r\n');
    writeFileSync(env.AWS_SHARED_CREDENTIALS_FILE, '[x]\naws_access_key_id=a\n');
    expect((await readProfiles(env)).map(({ name, kind }) => [name, kind])).toEqual([
      ['default', 'other'],
      ['x', 'keys'],
    ]);
    expect(profileRegion('default', env)).toBe('eu-west-3');
  });
});

test('an ini text may hold anything between its sections', () => {
  const sections = parseIni(
    'stray = 1\n[a]\nno equals sign\n= no key\nkey = a = b\n  nested = ignored block\n[a]\nmore=2',
  );
  expect([...sections.keys()]).toEqual(['a']);
  expect(sections.get('a')?.get('key')).toBe('a = b');
  expect(sections.get('a')?.get('more')).toBe('2');
});

test('the proxy is the setting’s, or the environment’s in either case', () => {
  expect(proxyOf({ HTTPS_PROXY: 'http://p:1', no_proxy: 'x' }, undefined)).toEqual({ url: 'http://p:1', except: 'x' });
  expect(proxyOf({ https_proxy: 'http://p:1' }, 'http://s:2')).toEqual({ url: 'http://s:2', except: '' });
  expect(proxyOf({ HTTPS_PROXY: 'not a url' }, undefined)).toBeUndefined();
  expect(proxyOf({}, undefined)).toBeUndefined();
});

describe('profiles that the SDK can’t load', () => {
  const files = [
    [
      '[default]\nregion = a',
      '[profile "my team"]\naws_access_key_id = A',
      '[profile my-team]\naws_access_key_id = A',
      '[profile "quoted"]\naws_access_key_id = A',
      '[profile Büro]\naws_access_key_id = A',
      '[profile prod(eu)]\ncredential_process = /usr/bin/true',
      '[profile "sso team"]\nsso_session = s',
      '[profile  two-blanks]\naws_access_key_id = A',
      '[profile on.the+list@1/2:3%] # comment\naws_access_key_id = A',
      '[profile from]\nrole_arn = r\nsource_profile = my team',
      '[profile by-session]\nsso_session = my corp',
      '[profile fine]\nsso_session = s',
      '[profile legacy]\nsso_start_url = https://x',
      '[sso-session s]\nsso_start_url = https://x',
      '[sso-session my corp]\nsso_start_url = https://x',
    ].join('\n'),
    '[Büro]\naws_access_key_id = A\n[key team]\naws_access_key_id = A\n[a b c]\naws_access_key_id = A\n',
  ] as const;

  test.each([
    ['default', undefined],
    ['my team', 'my team'],
    ['my-team', undefined],
    ['quoted', undefined],
    ['Büro', undefined],
    ['prod(eu)', 'prod(eu)'],
    ['sso team', 'sso team'],
    ['two-blanks', 'two-blanks'],
    ['on.the+list@1/2:3%', undefined],
    ['from', 'my team'],
    ['by-session', 'my corp'],
    ['fine', undefined],
    ['legacy', undefined],
    ['key team', 'key team'],
    ['a b c', undefined],
  ])('of %s the name at fault is %s', (name, fault) => {
    const profile = profilesOf(...files).find((candidate) => candidate.name === name);
    expect(profile?.unloadable).toBe(fault);
    expect(profile?.signIn === undefined || fault === undefined).toBe(true);
    expect(profile?.signIn?.profile).toBe(['fine', 'legacy'].includes(name) ? name : undefined);
  });

  test.skipIf(field === undefined)('of the field', () => {
    const profiles = profilesOf(readFileSync(join(field ?? '', 'profiles-names'), 'utf8'), '');
    const loadable = profiles.filter(({ unloadable }) => unloadable === undefined).map(({ name }) => name);
    expect(profiles).toHaveLength(6);
    expect(loadable).toEqual(['default', 'my-team']);
  });

  test('each is what the SDK itself makes of it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sdk-profiles-'));
    const [configFilepath, filepath] = [join(folder, 'config'), join(folder, 'credentials')];
    writeFileSync(configFilepath, files[0]);
    writeFileSync(filepath, files[1]);
    const loaded = await loadSharedConfigFiles({ configFilepath, filepath });
    const names = Object.keys({ ...loaded.configFile, ...loaded.credentialsFile });
    rmSync(folder, { recursive: true });
    const ours = profilesOf(...files).filter(({ name, unloadable }) => unloadable === undefined || unloadable !== name);
    expect(ours.map(({ name }) => name).sort()).toEqual(
      names.filter((name) => !name.startsWith('sso-session.')).sort(),
    );
  });
});
