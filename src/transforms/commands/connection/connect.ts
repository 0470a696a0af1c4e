import * as vscode from 'vscode';
import { unloadableText } from '../../../connection/errors/commonAdvice';
import type { ConnectionChoice } from '../../../connection/ids';
import { type Profile, type ProfileKind, readProfiles } from '../../../connection/profiles/profiles';
import { isRegion, partitions } from '../../../connection/profiles/regions';
import { runSteps } from '../../ui/steps';
import type { Choice } from '../../ui/ui';
import type { CommandContext } from '../command';

interface Draft {
  readonly target: 'local' | 'disconnect' | { readonly profile: Profile | undefined };
  readonly region: string;
}

/** Switch Connection…: Local or an AWS profile, then its region. The choice holds for the workspace. */
export async function connect({ connections, ui }: Pick<CommandContext, 'connections' | 'ui'>): Promise<void> {
  const title = vscode.l10n.t('Switch Connection');
  ui.willAsk(title);
  const current = connections.choice;
  const first: Draft = { target: 'local', region: '' };
  const { target, region } = await runSteps(ui, title, first, [
    async (draft, ask) => ({
      ...draft,
      target: await ask.pick({
        placeholder: vscode.l10n.t('Choose Local or an AWS profile'),
        choices: readProfiles(process.env).then((profiles) => targetChoices(profiles, current)),
      }),
    }),
    async (draft, ask) => {
      if (draft.target === 'local' || draft.target === 'disconnect') {
        return draft;
      }
      const profile = draft.target.profile;
      const placeholder = vscode.l10n.t('Choose the region');
      return { ...draft, region: await ask.pick({ placeholder, choices: regionChoices(profile, current) }) };
    },
    async (draft, ask) =>
      draft.region !== otherRegion
        ? draft
        : {
            ...draft,
            region: await ask.input({
              prompt: vscode.l10n.t('Region'),
              placeholder: 'eu-central-1',
              validate: (text) =>
                isRegion(text.trim()) ? undefined : vscode.l10n.t('Enter a region such as us-east-1.'),
            }),
          },
  ]);
  ui.askedAll();
  if (target === 'local') {
    await connections.use({ kind: 'local' });
  } else if (target === 'disconnect') {
    await connections.use({ kind: 'none' });
  } else {
    await connections.use({ kind: 'aws', profile: target.profile?.name, region: region.trim() });
  }
}

const otherRegion = 'other';

function targetChoices(profiles: readonly Profile[], current: ConnectionChoice): readonly Choice<Draft['target']>[] {
  const name = current.kind === 'aws' ? current.profile : undefined;
  const choices: Choice<Draft['target']>[] = [
    {
      label: vscode.l10n.t('Local'),
      description: vscode.l10n.t('Local Glue on this machine, no account needed'),
      icon: 'vm',
      current: current.kind === 'local',
      value: 'local',
    },
    ...profiles.map((profile, index) => ({
      label: profile.name,
      description: [kindText(profile.kind), profile.region].filter((part) => part !== undefined).join(' · '),
      ...(profile.unloadable === undefined
        ? { icon: 'account' }
        : { icon: 'circle-slash', refused: true, detail: unloadableText(profile.unloadable) }),
      current: current.kind === 'aws' && profile.name === name,
      heading: index === 0 ? vscode.l10n.t('AWS profiles') : undefined,
      value: { profile },
    })),
    {
      label: vscode.l10n.t('Default credentials'),
      description: vscode.l10n.t('Environment variables, container or instance role'),
      icon: 'key',
      heading: vscode.l10n.t('Without a profile'),
      current: current.kind === 'aws' && name === undefined,
      value: { profile: undefined },
    },
  ];
  const disconnect = { label: vscode.l10n.t('Disconnect'), icon: 'debug-disconnect', value: 'disconnect' } as const;
  return current.kind === 'none' ? choices : [...choices, disconnect];
}

function kindText(kind: ProfileKind): string | undefined {
  switch (kind) {
    case 'keys':
      return vscode.l10n.t('access key');
    case 'role':
      return vscode.l10n.t('role');
    case 'sso':
      return vscode.l10n.t('single sign-on');
    case 'login':
      return vscode.l10n.t('console sign-in');
    case 'process':
      return vscode.l10n.t('credential process');
    case 'web identity':
      return vscode.l10n.t('web identity');
    case 'other':
      return undefined;
  }
}

/** The profile's region first, then the one in use, then all by partition. */
function regionChoices(profile: Profile | undefined, current: ConnectionChoice): readonly Choice<string>[] {
  const inUse = current.kind === 'aws' && current.profile === profile?.name ? current.region : undefined;
  const env = process.env.AWS_REGION || process.env.AWS_DEFAULT_REGION;
  const own = profile?.region ?? (profile === undefined ? env : undefined);
  const named = partitions.flatMap(({ regions }) => regions);
  const placeOf = (id: string) => named.find((region) => region.id === id)?.place;
  const choices: Choice<string>[] = [];
  if (own !== undefined) {
    const description = [placeOf(own), vscode.l10n.t('region of the profile')].filter((part) => part).join(' · ');
    choices.push({ label: own, description, value: own, current: inUse === undefined || inUse === own });
  }
  // AWS itself is last in the table, because its pattern takes what the others leave, but first for people.
  for (const partition of [...partitions.slice(-1), ...partitions.slice(0, -1)]) {
    for (const [index, { id, place }] of partition.regions.entries()) {
      if (id !== own) {
        const heading = index === 0 ? partition.name : undefined;
        choices.push({ label: id, description: place, heading, value: id, current: id === inUse });
      }
    }
  }
  choices.push({ label: vscode.l10n.t('Another region…'), icon: 'edit', value: otherRegion });
  return choices;
}
