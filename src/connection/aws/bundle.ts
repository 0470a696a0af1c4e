import type { GlueService, S3Service } from '../services';
import { type CredentialSource, createCredentials } from './credentials';
import { createGlueService } from './glueClient';
import { guardWith, type ToAwsError } from './guard';
import {
  holdLease as hold,
  type Lease,
  type LocalEndpoint,
  type OwnRequest,
  type SignFor,
  signFor as sign,
} from './lease';
import { createS3Service } from './s3Client';
import { createHandler, type Transport } from './transport';

/** All that the clients of one connection need to know. Nothing here is logged or stored. */
export interface ClientSettings {
  readonly region: string;
  readonly profile: string | undefined;
  readonly credentials: CredentialSource;
  /** Where the services are, when not at AWS's own addresses. */
  readonly endpoints: { readonly glue?: string; readonly s3?: string };
  readonly transport: Transport;
  readonly toAwsError: ToAwsError;
}

export interface AwsServices {
  readonly glue: GlueService;
  readonly s3: S3Service;
}

/** What the lazily loaded bundle dist/aws.cjs exports. The only code that loads the AWS SDK. */
export interface AwsBundle {
  createServices(settings: ClientSettings): AwsServices;
  holdLease(local: LocalEndpoint): Promise<Lease>;
  readonly signFor: SignFor;
}

/** Makes the Glue and S3 clients of one connection. Makes no request. */
export function createServices(settings: ClientSettings): AwsServices {
  const { region, profile } = settings;
  const guard = guardWith(settings.toAwsError);
  const credentials = createCredentials(settings.credentials, region, settings.transport);
  // Standard retries (3 attempts with jitter) cover short throttling; the watcher has its own back-off on top.
  const common = { region, profile, credentials, maxAttempts: 3, retryMode: 'standard' };
  const s3Endpoint = settings.endpoints.s3;
  return {
    glue: createGlueService(
      { ...common, endpoint: settings.endpoints.glue, requestHandler: createHandler(settings.transport) },
      guard,
    ),
    s3: createS3Service(
      {
        ...common,
        endpoint: s3Endpoint,
        // Stand-ins answer under one host name; bucket names as host names need a DNS of their own.
        forcePathStyle: s3Endpoint !== undefined,
        requestHandler: createHandler(settings.transport),
      },
      guard,
    ),
  };
}

/** Opens the request that keeps Local Glue alive. It is here because signing it needs the SDK. */
export function holdLease(local: LocalEndpoint): Promise<Lease> {
  return hold(local);
}

/** Signs a request to Local Glue beside those of the SDK. */
export function signFor(local: LocalEndpoint, request: OwnRequest): Promise<Record<string, string>> {
  return sign(local, request);
}
