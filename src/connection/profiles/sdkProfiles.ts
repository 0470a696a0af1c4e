/** Names that the AWS SDK for JavaScript knows of the two files; it passes over sections with other names without a word. */
export interface SdkNames {
  readonly profiles: ReadonlySet<string>;
  readonly sessions: ReadonlySet<string>;
}

/** As the SDK has it: a kind, one blank and a name of these characters only, in quotes or not. */
const section = /^([\w-]+)\s(["'])?([\w\-@+.%:/]+)\2$/;

/** Reads the section lines of the two files' texts as the SDK does. */
export function sdkNames(config: string, credentials: string): SdkNames {
  const profiles = new Set<string>();
  const sessions = new Set<string>();
  for (const title of titles(config)) {
    const [, kind, , name = ''] = section.exec(title) ?? [];
    if (title === 'default') {
      profiles.add(title);
    } else if (kind === 'profile') {
      profiles.add(name);
    } else if (kind === 'sso-session') {
      sessions.add(name);
    }
  }
  for (const title of titles(credentials)) {
    // Here the whole title is the name, unless it looks like a kind and a name.
    if (!section.test(title)) {
      profiles.add(title);
    }
  }
  return { profiles, sessions };
}

function titles(text: string): string[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const found = /^\[(.*)\]$/.exec((line.split(/(?:^|\s)[;#]/)[0] ?? '').trim());
    return found?.[1] === undefined ? [] : [found[1]];
  });
}
