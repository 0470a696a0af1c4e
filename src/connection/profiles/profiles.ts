import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { parseIni, type Sections } from './ini';
import { type SdkNames, sdkNames } from './sdkProfiles';

/** How a profile comes by its credentials, as far as the files tell. */
export type ProfileKind = 'keys' | 'role' | 'sso' | 'login' | 'process' | 'web identity' | 'other';

/** One AWS profile of the config and credentials files. No field holds a credential. */
export interface Profile {
  readonly name: string;
  readonly kind: ProfileKind;
  readonly region: string | undefined;
  /** The profile whose SSO session or login is at the bottom of it; itself or one reached through source_profile. */
  readonly signIn: { readonly profile: string; readonly command: 'sso login' | 'login' } | undefined;
  /**
   * The name for whose sake the SDK can't load the profile: its own, that of a profile it takes credentials from, or that of its SSO
   * session. Undefined where it can.
   */
  readonly unloadable: string | undefined;
  readonly caBundle: string | undefined;
  readonly endpoints: { readonly glue?: string; readonly s3?: string; readonly all?: string };
  readonly ignoreEndpoints: boolean;
}

/** Everything of process.env that decides where the files are and what they are overridden with. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The two files' places, as the SDK finds them. */
export function awsFiles(env: Environment): { readonly config: string; readonly credentials: string } {
  const folder = join(homeOf(env), '.aws');
  return {
    config: env.AWS_CONFIG_FILE || join(folder, 'config'),
    credentials: env.AWS_SHARED_CREDENTIALS_FILE || join(folder, 'credentials'),
  };
}

function homeOf(env: Environment): string {
  return env.HOME || env.USERPROFILE || homedir();
}

/** Reads all profiles, sorted by name with `default` first. A missing or unreadable file counts as empty. */
export async function readProfiles(env: Environment): Promise<readonly Profile[]> {
  const files = awsFiles(env);
  const [config, credentials] = await Promise.all([readText(files.config), readText(files.credentials)]);
  return profilesOf(config, credentials);
}

/** The region of one profile, read at once: two small files, and only where a setting leaves the region to them. */
export function profileRegion(name: string, env: Environment): string | undefined {
  const files = awsFiles(env);
  const [config = '', credentials = ''] = [files.config, files.credentials].map((path) => {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      return '';
    }
  });
  return profilesOf(config, credentials).find((profile) => profile.name === name)?.region;
}

/** The HTTP proxy that the environment names, in either case as curl and the AWS CLI take it. */
export function proxyOf(env: Environment, setting: string | undefined): { url: string; except: string } | undefined {
  const url = setting || env.HTTPS_PROXY || env.https_proxy || env.ALL_PROXY || env.all_proxy;
  return url && URL.canParse(url) ? { url, except: env.NO_PROXY || env.no_proxy || '' } : undefined;
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return '';
  }
}

/** @returns the profiles of the two files' texts. In config they are `[default]` and `[profile NAME]`. */
export function profilesOf(config: string, credentials: string): readonly Profile[] {
  const configSections = parseIni(config);
  const known = sdkNames(config, credentials);
  const merged = new Map<string, ReadonlyMap<string, string>>();
  for (const [title, section] of configSections) {
    const name = profileName(title);
    if (name !== undefined) {
      merged.set(name, section);
    }
  }
  for (const [name, section] of parseIni(credentials)) {
    // The credentials file wins where both define a key.
    merged.set(name, new Map([...(merged.get(name) ?? []), ...section]));
  }
  return [...merged.keys()]
    .sort((a, b) => Number(b === 'default') - Number(a === 'default') || a.localeCompare(b))
    .map((name) => toProfile(name, merged, { config: configSections, known }));
}

function profileName(title: string): string | undefined {
  if (title === 'default') {
    return title;
  }
  const found = /^profile\s+(?:"([^"]*)"|'([^']*)'|(.+))$/.exec(title);
  return found?.[1] ?? found?.[2] ?? found?.[3]?.trim();
}

function toProfile(
  name: string,
  all: Sections,
  { config, known }: { readonly config: Sections; readonly known: SdkNames },
): Profile {
  const section: ReadonlyMap<string, string> = all.get(name) ?? new Map();
  const services = section.get('services');
  const ofServices = services === undefined ? undefined : config.get(`services ${services}`);
  const unloadable = unloadableOf(name, all, known);
  return {
    name,
    kind: kindOf(section),
    region: section.get('region') || regionOfSource(section, all),
    // A sign-in would not help a profile that the SDK doesn't see.
    signIn: unloadable === undefined ? signInOf(name, all) : undefined,
    unloadable,
    caBundle: section.get('ca_bundle') || undefined,
    endpoints: {
      all: section.get('endpoint_url') || undefined,
      glue: ofServices?.get('glue.endpoint_url') || undefined,
      s3: ofServices?.get('s3.endpoint_url') || undefined,
    },
    ignoreEndpoints: section.get('ignore_configured_endpoint_urls')?.toLowerCase() === 'true',
  };
}

function kindOf(section: ReadonlyMap<string, string>): ProfileKind {
  if (section.has('web_identity_token_file')) {
    return 'web identity';
  }
  if (section.has('role_arn')) {
    return 'role';
  }
  if (section.has('sso_session') || section.has('sso_start_url')) {
    return 'sso';
  }
  if (section.has('login_session')) {
    return 'login';
  }
  if (section.has('aws_access_key_id')) {
    return 'keys';
  }
  return section.has('credential_process') ? 'process' : 'other';
}

/** A role's profile often leaves the region to its source. */
function regionOfSource(section: ReadonlyMap<string, string>, all: Sections): string | undefined {
  const source = section.get('source_profile');
  return source === undefined ? undefined : all.get(source)?.get('region') || undefined;
}

function signInOf(name: string, all: Sections): Profile['signIn'] {
  const visited = new Set<string>();
  let current: string | undefined = name;
  while (current !== undefined && !visited.has(current)) {
    visited.add(current);
    const section: ReadonlyMap<string, string> | undefined = all.get(current);
    if (section === undefined) {
      return undefined;
    }
    if (section.has('sso_session') || section.has('sso_start_url')) {
      return { profile: current, command: 'sso login' };
    }
    if (section.has('login_session')) {
      return { profile: current, command: 'login' };
    }
    current = section.get('source_profile');
  }
  return undefined;
}

function unloadableOf(name: string, all: Sections, known: SdkNames): string | undefined {
  const visited = new Set<string>();
  let current: string | undefined = name;
  while (current !== undefined && !visited.has(current)) {
    visited.add(current);
    if (all.has(current) && !known.profiles.has(current)) {
      return current;
    }
    const section: ReadonlyMap<string, string> | undefined = all.get(current);
    const session = section?.get('sso_session');
    if (session !== undefined && !known.sessions.has(session)) {
      return session;
    }
    current = section?.get('source_profile');
  }
  return undefined;
}

/** The services' addresses for a profile, in the order the AWS CLI and SDKs use: setting, environment, profile. */
export function endpointsFor(
  profile: Profile | undefined,
  setting: string | undefined,
  env: Environment,
): { readonly glue?: string; readonly s3?: string } {
  if (setting) {
    return { glue: setting, s3: setting };
  }
  if (env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS?.toLowerCase() === 'true' || profile?.ignoreEndpoints) {
    return {};
  }
  const shared = env.AWS_ENDPOINT_URL;
  const own = profile?.endpoints;
  return {
    glue: env.AWS_ENDPOINT_URL_GLUE || shared || own?.glue || own?.all,
    s3: env.AWS_ENDPOINT_URL_S3 || shared || own?.s3 || own?.all,
  };
}
