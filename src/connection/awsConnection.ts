import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { AwsBundle, AwsServices, ClientSettings } from './aws/bundle';
import type { ToAwsError } from './aws/guard';
import { meaningOf } from './errors/failureKinds';
import { connectionId } from './ids';
import { awsFiles, type Environment, endpointsFor, type Profile, proxyOf, readProfiles } from './profiles/profiles';
import { AwsError, type Connection } from './services';

/** What an AWS connection needs from its surroundings. */
export interface AwsSurroundings {
  readonly loadAws: () => Promise<AwsBundle>;
  readonly env: Environment;
  /** The endpoint setting, as it is now. */
  readonly endpointSetting: () => string | undefined;
  /** VS Code's own proxy setting. */
  readonly proxySetting: () => string | undefined;
  readonly mfaCode: (serial: string, profile: string) => Promise<string>;
}

export const toAwsError: ToAwsError = (failure) => new AwsError(failure.message, failure);

/** AWS with one profile and region. Reads the profile's files on first use and again after `forget`. */
export class AwsConnection implements Connection {
  readonly kind = 'aws';
  readonly id: string;
  readonly label: string;
  private services: Promise<AwsServices> | undefined;
  private failed = false;
  private files = '';

  constructor(
    readonly profile: string | undefined,
    readonly region: string,
    private readonly surroundings: AwsSurroundings,
  ) {
    this.id = connectionId({ kind: 'aws', profile, region });
    this.label = profile === undefined ? region : `${profile} · ${region}`;
  }

  async glue() {
    return (await this.open()).glue;
  }

  async s3() {
    return (await this.open()).s3;
  }

  /** Drops the clients, so that the next use reads files and asks for codes again. */
  forget(): void {
    this.services = undefined;
  }

  /**
   * The files of profiles, or the sign-ins, changed on disk. Clients whose credentials failed start over; others only
   * when their files have other contents, so that nobody is asked for an MFA code in vain.
   * @returns whether requests that failed before may succeed now.
   */
  async filesChanged(): Promise<boolean> {
    if (this.failed) {
      this.failed = false;
      this.forget();
      return true;
    }
    if (this.services !== undefined && (await digestOfFiles(this.surroundings.env)) !== this.files) {
      this.forget();
    }
    return false;
  }

  private open(): Promise<AwsServices> {
    this.services ??= this.create();
    // A failure to set up is not kept: the next use tries again.
    const opened = this.services;
    opened.catch(() => {
      if (this.services === opened) {
        this.services = undefined;
      }
    });
    return opened;
  }

  private async create(): Promise<AwsServices> {
    const { env, loadAws, endpointSetting, proxySetting, mfaCode } = this.surroundings;
    const [bundle, profiles, files] = await Promise.all([loadAws(), readProfiles(env), digestOfFiles(env)]);
    this.files = files;
    this.failed = false;
    const name = this.profile ?? env.AWS_PROFILE;
    const profile = profiles.find((candidate) => candidate.name === (name ?? 'default'));
    if (this.profile !== undefined && profile === undefined) {
      this.failed = true;
      throw new AwsError(`There is no profile ${this.profile}.`, { code: 'ProfileNotFound' });
    }
    const settings: ClientSettings = {
      region: this.region,
      profile: this.profile,
      credentials: { kind: 'chain', profile: this.profile, mfaCode: (serial) => mfaCode(serial, name ?? 'default') },
      endpoints: endpointsFor(profile, endpointSetting(), env),
      transport: {
        caBundle: await readBundle(env.AWS_CA_BUNDLE || profile?.caBundle),
        proxy: proxyOf(env, proxySetting()),
      },
      toAwsError: (failure) => {
        // Other credentials may put it right.
        this.failed ||= meaningOf(failure) === 'credentials';
        return toAwsError(withSignIn(failure, profile));
      },
    };
    return bundle.createServices(settings);
  }
}

/** Tells whether the files have changed; kept in memory only. */
async function digestOfFiles(env: Environment): Promise<string> {
  const { config, credentials } = awsFiles(env);
  const hash = createHash('sha256');
  for (const path of [config, credentials]) {
    hash.update(await readFile(path).catch(() => '')).update('\0');
  }
  return hash.digest('hex');
}

/** Tells a lacking sign-in from other lacks of credentials, because there is something to do about it. */
function withSignIn(failure: Parameters<ToAwsError>[0], profile: Profile | undefined): Parameters<ToAwsError>[0] {
  if (failure.code !== 'CredentialsUnavailable') {
    return failure;
  }
  if (profile?.unloadable !== undefined) {
    return { ...failure, code: 'ProfileUnloadable' };
  }
  return profile?.signIn === undefined ? failure : { ...failure, code: 'SignInRequired' };
}

async function readBundle(path: string | undefined): Promise<string | undefined> {
  if (!path) {
    return undefined;
  }
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AwsError(reason, { code: 'CaBundleUnreadable', cause: error });
  }
}
