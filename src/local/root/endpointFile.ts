import { rm } from 'node:fs/promises';
import path from 'node:path';
import { endpointFileName } from '../../shared/rootFiles';
import { writeDurably } from '../objects/body';

/** Where a running server can be reached; holds nothing secret (the key pair has a file of its own). */
export interface Endpoint {
  readonly pid: number;
  readonly endpoint: string;
  readonly region: string;
}

function endpointFile(root: string): string {
  return path.join(root, endpointFileName);
}

/** Tells other programs of this user where the server of a root folder is. */
export async function writeEndpoint(root: string, endpoint: Endpoint): Promise<void> {
  await writeDurably(endpointFile(root), `${JSON.stringify(endpoint)}\n`, 0o600);
}

export async function removeEndpoint(root: string): Promise<void> {
  await rm(endpointFile(root), { force: true });
}
