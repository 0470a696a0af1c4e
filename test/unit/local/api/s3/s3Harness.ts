import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import type { GlueHandler } from '../../../../../src/local/api/glue/endpoint';
import { type RunningServer, type ServerOptions, startServer } from '../../../../../src/local/api/server';
import { jsonLog } from '../../../../../src/local/log';
import { ObjectStore } from '../../../../../src/local/objects/objectStore';
import { type KeyPair, loadKeyPair } from '../../../../../src/local/root/keyPair';

/** A server on a folder of its own, and a real client of it. */
export interface Running {
  readonly root: string;
  readonly server: RunningServer;
  readonly objects: ObjectStore;
  readonly keyPair: KeyPair;
  readonly s3: S3Client;
  /** For further clients. */
  readonly clientConfig: S3ClientConfig;
  /** The lines of the server's log, parsed. */
  readonly log: Record<string, unknown>[];
  stop(): Promise<void>;
}

const noGlue: GlueHandler = () => Promise.reject(new Error('This test has no Glue.'));

export async function startTestServer(options: Partial<ServerOptions> = {}): Promise<Running> {
  const root = await mkdtemp(path.join(tmpdir(), 'glue-local-s3-'));
  const keyPair = await loadKeyPair(root);
  const objects = await ObjectStore.open(path.join(root, 's3'));
  const log: Record<string, unknown>[] = [];
  const server = await startServer({
    host: '127.0.0.1',
    port: 0,
    keyPair,
    region: 'us-east-1',
    objects,
    glue: noGlue,
    log: jsonLog('debug', (line) => log.push(JSON.parse(line) as Record<string, unknown>)),
    ...options,
  });
  const clientConfig: S3ClientConfig = {
    endpoint: server.endpoint,
    region: 'us-east-1',
    forcePathStyle: true,
    // The client writes into what it is given.
    credentials: { ...keyPair },
    maxAttempts: 1,
  };
  const s3 = new S3Client(clientConfig);
  const stop = async (): Promise<void> => {
    s3.destroy();
    await server.close(0);
    await rm(root, { recursive: true, force: true });
  };
  return { root, server, objects, keyPair, s3, clientConfig, log, stop };
}
