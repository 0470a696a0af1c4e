import { defaultProvider } from '@aws-sdk/credential-provider-node';
import { createHandler, type Transport } from './transport';

/** Where credentials come from: a key pair known here (Local Glue), or the SDK's chain for a profile. */
export type CredentialSource =
  | { readonly kind: 'keys'; readonly accessKeyId: string; readonly secretAccessKey: string }
  | {
      readonly kind: 'chain';
      readonly profile: string | undefined;
      /** Asks the user for the code of an MFA device; rejects when the user gives none. */
      readonly mfaCode: (serial: string) => Promise<string>;
    };

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

/** No credentials could be had. `code` is ours, because the SDK's errors differ only by their text. */
export class CredentialsUnavailable extends Error {
  override readonly name = 'CredentialsUnavailable';
}

/** The user closed the question for the MFA code; nobody is asked again until the connection is refreshed. */
export class MfaCancelled extends Error {
  override readonly name = 'MfaCancelled';
}

/** @returns a provider for the clients. It reads the files anew whenever what it has expires. */
export function createCredentials(
  source: CredentialSource,
  region: string,
  transport: Transport,
): () => Promise<Credentials> {
  if (source.kind === 'keys') {
    const { accessKeyId, secretAccessKey } = source;
    return () => Promise.resolve({ accessKeyId, secretAccessKey });
  }
  let cancelled = false;
  const chain = defaultProvider({
    profile: source.profile,
    // The SDK keeps files it has read for the life of the process.
    ignoreCache: true,
    mfaCodeProvider: async (serial) => {
      if (cancelled) {
        throw new MfaCancelled(`No code was given for ${serial}.`);
      }
      try {
        return await source.mfaCode(serial);
      } catch (error) {
        cancelled = true;
        throw new MfaCancelled(`No code was given for ${serial}.`, { cause: error });
      }
    },
    // For the STS and SSO requests on the way to the credentials.
    clientConfig: { region, requestHandler: createHandler(transport) },
  });
  return async () => {
    try {
      return await chain();
    } catch (error) {
      throw unavailable(error);
    }
  };
}

function unavailable(error: unknown): Error {
  if (error instanceof MfaCancelled) {
    return error;
  }
  return new CredentialsUnavailable(error instanceof Error ? error.message : String(error), { cause: error });
}
