import { randomBytes } from 'node:crypto';
import { chmod, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { credentialsFileName } from '../../shared/rootFiles';
import { writeDurably } from '../objects/body';
import { damaged, readRecord } from './records';
import { SetAside } from './setAside';

/** What a client signs its requests with. */
export interface KeyPair {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/**
 * The key pair of a root folder, from `credentials.json` in it, which is made on first start and readable by its owner only (mode 0600,
 * where the system has modes). One that can't be read is set aside and another made.
 */
export async function loadKeyPair(root: string, setAside = new SetAside(root)): Promise<KeyPair> {
  const file = path.join(root, credentialsFileName);
  await mkdir(root, { recursive: true });
  const found = await readRecord(file);
  if (found !== undefined) {
    // Someone may have copied the folder with wider rights.
    await chmod(file, 0o600);
    const keyPair = found === damaged ? undefined : read(found);
    if (keyPair) {
      return keyPair;
    }
    await setAside.take(file, 'The key pair is damaged; clients need the new one.');
  }
  const made = makeKeyPair();
  await writeDurably(file, `${JSON.stringify(made, undefined, 2)}\n`, 0o600);
  return made;
}

/** The id starts unlike any of AWS's (AKIA…, ASIA…), so that nobody, and no secret scanner, takes it for a real one. */
function makeKeyPair(): KeyPair {
  const suffix = [...randomBytes(11)].map((byte) => letters[byte % letters.length]).join('');
  return { accessKeyId: `GLUELOCAL${suffix}`, secretAccessKey: randomBytes(30).toString('base64url') };
}

function read(value: object): KeyPair | undefined {
  if (!('accessKeyId' in value) || !('secretAccessKey' in value)) {
    return undefined;
  }
  const { accessKeyId, secretAccessKey } = value;
  const isText = (one: unknown): one is string => typeof one === 'string' && one !== '';
  return isText(accessKeyId) && isText(secretAccessKey) ? { accessKeyId, secretAccessKey } : undefined;
}
