import { promisify } from 'node:util';
import { deflateRaw } from 'node:zlib';
import * as vscode from 'vscode';
import type { ToWebview } from '../../shared/protocol';

const deflate = promisify(deflateRaw);

/** Smaller files are on the page sooner as they are. In bytes. */
const smallest = 500_000;

/**
 * The bytes in a tenth of the space or so, for a page that is not on this machine: VS Code's window takes them in
 * pieces of 256 kB, each of which costs it a turn. Undefined where packing gains nothing.
 */
export async function pack(bytes: Uint8Array): Promise<Uint8Array | undefined> {
  const isRemote = vscode.env.remoteName !== undefined || vscode.env.uiKind === vscode.UIKind.Web;
  if (!isRemote || bytes.length < smallest) {
    return undefined;
  }
  // The fastest level. VS Code does not take a Buffer for bytes.
  return new Uint8Array(await deflate(bytes, { level: 1 }));
}

/** The message with the file's bytes packed. */
export function withPacked(message: Extract<ToWebview, { type: 'open' }>, packed: Uint8Array): ToWebview {
  return { ...message, bytes: packed, packed: true };
}
