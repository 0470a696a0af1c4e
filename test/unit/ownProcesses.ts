import { afterAll } from 'vitest';
import { ProcessTree } from '../harness/processes';

// A worker of Vitest's is ended without its exit handlers, so what a failed test has left is ended with its file.
afterAll(() => ProcessTree.endAll());
