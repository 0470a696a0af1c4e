import { fileURLToPath } from 'node:url';

/** The repository's folder. */
export const project = fileURLToPath(new URL('../..', import.meta.url)).replace(/[/\\]$/, '');
