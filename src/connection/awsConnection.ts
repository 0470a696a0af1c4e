import { readFile } from 'node:fs/promises';
import type { AwsBundle, AwsServices, ClientSettings } from './aws';
import type { ToAwsError } from './guard';
import { connectionId } from './ids';
import { type Environment, endpointsFor, type Profile, readProfiles } from './profiles';
import { AwsError, type Connection } from './services';

/** What an AWS connection needs from its surroundings. */
export interface AwsSurroundings {
  readonly loadAws: () => Promise<AwsBundle>;
  readonly env: Environment;
  /** The endpoint setting, as it is now. */
  readonly endpointSetting: () => string | undefined;
  readonly mfaCode: (serial: string, profile: string) => Promise<string>;
}

export const toAwsError: ToAwsError = (failure) => new AwsError(failure.message, failure);

/** AWS with one profile and region. Reads the profile's files on first use and again after `forget`. */
export class AwsConnection implements Connection {
  readonly kind = 'aws';
  readonly id: string;
  readonly label: string;
  private services: Promise<AwsServices> | undefined;

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
    const { env, loadAws, endpointSetting, mfaCode } = this.surroundings;
    const [bundle, profiles] = await Promise.all([loadAws(), readProfiles(env)]);
    const name = this.profile ?? env.AWS_PROFILE;
    const profile = profiles.find((candidate) => candidate.name === (name ?? 'default'));
    if (this.profile !== undefined && profile === undefined) {
      throw new AwsError(`There is no profile ${this.profile}.`, { code: 'ProfileNotFound' });
    }
    const settings: ClientSettings = {
      region: this.region,
      profile: this.profile,
      credentials: { kind: 'chain', profile: this.profile, mfaCode: (serial) => mfaCode(serial, name ?? 'default') },
      endpoints: endpointsFor(profile, endpointSetting(), env),
      transport: { caBundle: await readBundle(env.AWS_CA_BUNDLE || profile?.caBundle) },
      toAwsError: (failure) => toAwsError(withSignIn(failure, profile)),
    };
    return bundle.createServices(settings);
  }
}

/** Tells a lacking sign-in from other lacks of credentials, because there is something to do about it. */
function withSignIn(failure: Parameters<ToAwsError>[0], profile: Profile | undefined): Parameters<ToAwsError>[0] {
  return failure.code === 'CredentialsUnavailable' && profile?.signIn !== undefined
    ? { ...failure, code: 'SignInRequired' }
    : failure;
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
