import { basename } from 'node:path';
import type { TableFile } from '../../src/local/match/table/source';

/** A file on disk as the matcher takes it, called by its own name. */
export function tableFile(path: string): TableFile {
  return { path, name: basename(path) };
}
