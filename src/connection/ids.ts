/** What is chosen to talk to. Without a profile the SDK's default chain decides (environment, container, instance). */
export type ConnectionChoice =
  | { readonly kind: 'none' }
  | { readonly kind: 'local' }
  | { readonly kind: 'aws'; readonly profile: string | undefined; readonly region: string };

/** The authority of `glue-s3:` URIs for Local Glue. */
export const localId = 'local';

/**
 * The stable id of a connection, used as a URI authority: `local`, `aws.REGION` or `aws.REGION.PROFILE`. VS Code lowers
 * the case of authorities, so every byte of the profile's name but a-z, 0-9, - and _ is written as `~hh`.
 */
export function connectionId(choice: Exclude<ConnectionChoice, { kind: 'none' }>): string {
  if (choice.kind === 'local') {
    return localId;
  }
  const base = `aws.${choice.region}`;
  return choice.profile === undefined ? base : `${base}.${escapeName(choice.profile)}`;
}

/** The way back from an id. @returns undefined when it is not an id of ours. */
export function choiceOfId(id: string): Exclude<ConnectionChoice, { kind: 'none' }> | undefined {
  if (id === localId) {
    return { kind: 'local' };
  }
  const found = /^aws\.([a-z0-9-]+)(?:\.([a-z0-9_~-]+))?$/.exec(id);
  const region = found?.[1];
  if (region === undefined) {
    return undefined;
  }
  const name = found?.[2];
  return { kind: 'aws', region, profile: name === undefined ? undefined : unescapeName(name) };
}

function escapeName(name: string): string {
  return [...new TextEncoder().encode(name)]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      return /[a-z0-9_-]/.test(character) ? character : `~${byte.toString(16).padStart(2, '0')}`;
    })
    .join('');
}

function unescapeName(text: string): string {
  const bytes: number[] = [];
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '~') {
      bytes.push(Number.parseInt(text.slice(at + 1, at + 3), 16));
      at += 2;
    } else {
      bytes.push(text.charCodeAt(at));
    }
  }
  return new TextDecoder().decode(Uint8Array.from(bytes));
}
