import type { AwsBundle, AwsServices } from '../aws/bundle';
import type { LocalEndpoint } from '../aws/lease';
import { toAwsError } from '../awsConnection';
import { localId } from '../ids';
import { type AskLocalGlue, AwsError, type Connection } from '../services';
import type { LocalGlueBundle } from './bundle';
import type { LocalProcess } from './localProcess';

interface LocalServices extends AwsServices {
  readonly localGlue: AskLocalGlue;
}

/** Local Glue, started on first use. After its process ended, the next use starts it again with new clients. */
export class LocalConnection implements Connection {
  readonly kind = 'local';
  readonly id = localId;
  readonly label = 'Local';
  readonly region = 'us-east-1';
  private opened: { readonly endpoint: LocalEndpoint; readonly services: LocalServices } | undefined;

  constructor(
    private readonly bundle: () => Pick<LocalGlueBundle, 'askLocalGlue'>,
    private readonly process: () => Pick<LocalProcess, 'endpoint'>,
    private readonly loadAws: () => Promise<AwsBundle>,
  ) {}

  async glue() {
    return (await this.open()).glue;
  }

  async s3() {
    return (await this.open()).s3;
  }

  async localGlue() {
    return (await this.open()).localGlue;
  }

  private async open(): Promise<LocalServices> {
    const endpoint = await this.endpoint();
    if (this.opened?.endpoint !== endpoint) {
      const { endpoint: url, region, accessKeyId, secretAccessKey } = endpoint;
      const bundle = await this.loadAws();
      const services = bundle.createServices({
        region,
        profile: undefined,
        credentials: { kind: 'keys', accessKeyId, secretAccessKey },
        endpoints: { glue: url, s3: url },
        transport: { caBundle: undefined },
        toAwsError,
      });
      const localGlue = this.bundle().askLocalGlue(endpoint, { signFor: bundle.signFor, toAwsError });
      this.opened = { endpoint, services: { ...services, localGlue } };
    }
    return this.opened.services;
  }

  private async endpoint(): Promise<LocalEndpoint> {
    try {
      return await this.process().endpoint();
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      throw AwsError.is(error) ? error : new AwsError(message, { code: 'LocalGlueUnavailable', cause: error });
    }
  }
}
