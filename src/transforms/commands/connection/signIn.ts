import * as vscode from 'vscode';
import { unloadableText } from '../../../connection/errors/commonAdvice';
import { choiceOfId } from '../../../connection/ids';
import { type Profile, readProfiles } from '../../../connection/profiles/profiles';
import { openTerminal } from '../../../door/terminal';
import type { CommandContext } from '../command';

/**
 * Sign In to AWS: runs `aws sso login` (or `aws login`) for the connection's profile in a terminal, where the user sees
 * and confirms it, and starts the connections over when it succeeded. The argument may be the id of another connection,
 * that of an open file.
 */
export async function signIn(
  { connections, log }: Pick<CommandContext, 'connections' | 'log'>,
  argument?: unknown,
): Promise<void> {
  const choice = (typeof argument === 'string' ? choiceOfId(argument) : undefined) ?? connections.choice;
  const name = choice.kind === 'aws' ? (choice.profile ?? process.env.AWS_PROFILE ?? 'default') : undefined;
  const profile = (await readProfiles(process.env)).find((candidate) => candidate.name === name);
  if (profile?.unloadable !== undefined) {
    throw new Error(unloadableText(profile.unloadable));
  }
  if (profile?.signIn === undefined) {
    throw new Error(
      vscode.l10n.t(
        'The profile of this connection does not sign in through a browser. Renew its credentials instead.',
      ),
    );
  }
  const code = await runInTerminal(profile.signIn);
  log.info(`Sign-in of profile ${profile.signIn.profile} ended with code ${code}.`);
  if (code !== 0) {
    throw new Error(vscode.l10n.t('The sign-in failed. See the terminal; the AWS CLI is required.'));
  }
  connections.renew();
}

/** @returns the exit code, or undefined when the terminal was closed before. */
function runInTerminal({ profile, command }: NonNullable<Profile['signIn']>): Promise<number | undefined> {
  const terminal = openTerminal(vscode.l10n.t('AWS sign-in'), 'aws', [...command.split(' '), '--profile', profile]);
  terminal.show();
  return new Promise((resolve) => {
    const subscription = vscode.window.onDidCloseTerminal((closed) => {
      if (closed === terminal) {
        subscription.dispose();
        resolve(terminal.exitStatus?.code);
      }
    });
  });
}
