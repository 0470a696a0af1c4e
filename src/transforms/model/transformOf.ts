import type { Connections } from '../../connection/connections';
import type { MLTransform } from '../../connection/services';
import { objectScheme } from '../../shared/ids';
import type { TransformInfo } from '../../shared/protocol';
import type { Answers } from './answers';
import type { TransformStore } from './store';

/** The parts of a document's URI that lead to its transform; `vscode.Uri` has them. */
interface DocumentUri {
  readonly scheme: string;
  readonly authority: string;
  readonly path: string;
  toString(): string;
}

/** The transform a labeling file was opened for, else the one that its name holds, as exports and Local Glue name files. */
export function transformIdOfFile(answers: Answers, uri: DocumentUri): string | undefined {
  const name = uri.path.slice(uri.path.lastIndexOf('/') + 1);
  return answers.transformOf(uri.toString()) ?? /tfm-[0-9a-f]{40}/.exec(name)?.[0];
}

/** What the labeling editor shows and checks of a file's transform. One request when the view has not loaded it. */
export async function transformOf(
  parts: { readonly connections: Connections; readonly store: TransformStore; readonly answers: Answers },
  uri: DocumentUri,
): Promise<TransformInfo | undefined> {
  const id = transformIdOfFile(parts.answers, uri);
  const connection = uri.scheme === objectScheme ? parts.connections.byId(uri.authority) : parts.connections.current;
  if (id === undefined || connection === undefined) {
    return undefined;
  }
  const known = connection.id === parts.connections.current?.id ? parts.store.get(id)?.transform : undefined;
  return toInfo(id, known ?? (await (await connection.glue()).getMLTransform({ TransformId: id })));
}

function toInfo(id: string, transform: MLTransform): TransformInfo {
  const columns = transform.Schema?.flatMap((column) => column.Name ?? []);
  return {
    id,
    name: transform.Name ?? id,
    primaryKey: transform.Parameters?.FindMatchesParameters?.PrimaryKeyColumnName,
    columns: columns?.length ? columns : undefined,
  };
}
