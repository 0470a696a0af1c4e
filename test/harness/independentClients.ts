import { spawnSync } from 'node:child_process';
import { Failure } from './failure.ts';

/** A client of somebody else's making that a test drives. */
interface Client {
  /** A program, and arguments with which it succeeds where the client is there. */
  readonly probe: readonly [string, ...string[]];
  readonly name: string;
  readonly debianPackage: string;
}

export const awsCommandLine: Client = {
  probe: ['/usr/bin/aws', '--version'],
  name: 'the aws command line',
  debianPackage: 'awscli',
};

export const boto3: Client = {
  probe: ['/usr/bin/python3', '-c', 'import boto3'],
  name: 'boto3',
  debianPackage: 'python3-boto3',
};

/**
 * Whether a client is there. Where it isn't, its tests are not run, and one line says so; whoever has installed it names
 * its Debian package in GLUE_TEST_CLIENTS (as .ci/run does), and then its absence is a failure.
 */
export function isThere({ probe: [program, ...args], name, debianPackage }: Client): boolean {
  if (spawnSync(program, args, { stdio: 'ignore' }).status === 0) {
    return true;
  }
  const reason = `${name} is not there (Debian: apt-get install ${debianPackage})`;
  if (process.env.GLUE_TEST_CLIENTS?.split(' ').includes(debianPackage)) {
    throw new Failure(`GLUE_TEST_CLIENTS demands it, but ${reason}.`);
  }
  console.log(`not run, since ${reason}`);
  return false;
}
