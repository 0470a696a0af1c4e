import { runMatchJob as run } from '../../../src/local/match/pipeline';
import { Team } from '../../../src/local/match/threads/team';

/** The engine as one bundle has it, to be measured beside others. */
export const runMatchJob = run;

export function makeTeam(size: number, program: URL): Team {
  return new Team(size, program);
}
