import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { credentialsFileName } from '../shared/rootFiles';
import { writeDurably } from './objectsDisk';
import { hasCode } from './systemError';

/** What a client signs its requests with. */
export interface KeyPair {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/**
 * The key pair of a root folder, from `credentials.json` in it, which is made on first start and readable by its owner only (mode 0600,
 * where the system has modes). Throws when the file is there but not readable as a key pair.
 */
export async function loadKeyPair(root: string): Promise<KeyPair> {
  const file = path.join(root, credentialsFileName);
  await mkdir(root, { recursive: true });
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) {
      throw error;
    }
    const made = makeKeyPair();
    await writeDurably(file, `${JSON.stringify(made, undefined, 2)}\n`, 0o600);
    return made;
  }
  // Someone may have copied the folder with wider rights.
  await chmod(file, 0o600);
  const keyPair = parse(text);
  if (!keyPair) {
    throw new Error(`${file} holds no key pair. Remove the file to have a new one made.`);
  }
  return keyPair;
}

/** The id starts unlike any of AWS's (AKIA…, ASIA…), so that nobody, and no secret scanner, takes it for a real one. */
function makeKeyPair(): KeyPair {
  const suffix = [...randomBytes(11)].map((byte) => letters[byte % letters.length]).join('');
  return { accessKeyId: `GLUELOCAL${suffix}`, secretAccessKey: randomBytes(30).toString('base64url') };
}

function parse(text: string): KeyPair | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && 'accessKeyId' in value && 'secretAccessKey' in value) {
      const { accessKeyId, secretAccessKey } = value;
      if (typeof accessKeyId === 'string' && accessKeyId !== '' && typeof secretAccessKey === 'string') {
        return secretAccessKey === '' ? undefined : { accessKeyId, secretAccessKey };
      }
    }
  } catch {
    // Not JSON: reported by the caller like any other content that is no key pair.
  }
  return undefined;
}
