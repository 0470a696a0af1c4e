import * as vscode from 'vscode';
import type { Connection } from '../../connection/services';
import { objectScheme } from '../../shared/ids';
import { objectPath } from '../../shared/objectPath';

/** The document of an object: `glue-s3://CONNECTION/BUCKET/KEY`. Built from parts, because keys hold any character. */
export function objectUri(connection: Connection, bucket: string, key: string): vscode.Uri {
  return vscode.Uri.from({ scheme: objectScheme, authority: connection.id, path: objectPath({ bucket, key }) });
}
