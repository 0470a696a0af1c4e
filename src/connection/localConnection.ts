import type { AwsBundle, AwsServices } from './aws';
import { toAwsError } from './awsConnection';
import { localId } from './ids';
import type { LocalEndpoint } from './lease';
import { type LocalProcess, LocalProcessError } from './localProcess';
import { AwsError, type Connection } from './services';

/** Local Glue, started on first use. After its process ended, the next use starts it again with new clients. */
export class LocalConnection implements Connection {
  readonly kind = 'local';
  readonly id = localId;
  readonly label = 'Local';
  readonly region = 'us-east-1';
  private opened: { readonly endpoint: LocalEndpoint; readonly services: AwsServices } | undefined;

  constructor(
    private readonly process: LocalProcess,
    private readonly loadAws: () => Promise<AwsBundle>,
  ) {}

  async glue() {
    return (await this.open()).glue;
  }

  async s3() {
    return (await this.open()).s3;
  }

  private async open(): Promise<AwsServices> {
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
      this.opened = { endpoint, services };
    }
    return this.opened.services;
  }

  private async endpoint(): Promise<LocalEndpoint> {
    try {
      return await this.process.endpoint();
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const missing = error instanceof LocalProcessError && error.isMissing;
      throw new AwsError(message, { code: missing ? 'LocalGlueMissing' : 'LocalGlueUnavailable', cause: error });
    }
  }
}
