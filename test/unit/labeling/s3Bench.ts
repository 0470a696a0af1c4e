import { createServices } from '../../../src/connection/aws/bundle';
import { AwsError, type Connection, type S3Service } from '../../../src/connection/services';
import { S3Objects } from '../../../src/labeling/s3/objects';
import { FaultProxy } from '../../harness/faultProxy';
import { type Running, startTestServer } from '../local/api/s3/s3Harness';

/** The way labels take to S3, with a proxy in it: our S3 service over the real SDK, the proxy, Local Glue. */
export interface S3Bench {
  readonly proxy: FaultProxy;
  /** Past the proxy: someone else's client, and the test's view of what is stored. */
  readonly direct: S3Service;
  readonly objects: S3Objects;
  stop(): Promise<void>;
}

/**
 * Starts a server on a folder of its own, with one bucket named `bucket`. `socketTimeout` is how long our S3 service
 * waits for an answer, in milliseconds.
 */
export async function startS3Bench(socketTimeout?: number): Promise<S3Bench> {
  const running: Running = await startTestServer();
  const proxy = await FaultProxy.listen(running.server.endpoint, running.keyPair);
  const direct = service(running.server.endpoint, running, undefined);
  await direct.createBucket('bucket');
  const connection: Connection = {
    id: 'test',
    kind: 'local',
    label: 'Test',
    region: 'us-east-1',
    glue: () => Promise.reject(new Error('This test has no Glue.')),
    s3: () => Promise.resolve(through),
  };
  const through = service(proxy.endpoint, running, socketTimeout);
  return {
    proxy,
    direct,
    objects: new S3Objects({ byId: () => connection }),
    stop: async () => {
      await proxy.close();
      await running.stop();
    },
  };
}

function service(endpoint: string, { keyPair }: Running, socketTimeout: number | undefined): S3Service {
  return createServices({
    region: 'us-east-1',
    profile: undefined,
    credentials: { kind: 'keys', ...keyPair },
    endpoints: { s3: endpoint },
    transport: { caBundle: undefined, socketTimeout },
    toAwsError: ({ message, ...details }) => new AwsError(message, details),
  }).s3;
}
