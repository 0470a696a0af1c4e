/**
 * What vsce is told about the links and pictures of the README. A listing shows only pictures with an address of their own, which vsce
 * makes where it knows the repository; without one they stay as they are.
 */
export function linkOptions({ repository }: { readonly repository?: unknown }): string[] {
  return repository === undefined ? ['--allow-missing-repository', '--no-rewrite-relative-links'] : [];
}
