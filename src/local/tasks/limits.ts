/** The service quotas of ML transforms; defaults are those of an AWS account. */
export interface Limits {
  readonly transforms: number;
  readonly runsPerTransform: number;
  readonly runs: number;
  /** Megabytes of 1024 × 1024 bytes. */
  readonly labelFileMegabytes: number;
}

export const defaultLimits: Limits = { transforms: 100, runsPerTransform: 3, runs: 30, labelFileMegabytes: 10 };
