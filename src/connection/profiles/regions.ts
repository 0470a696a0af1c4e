/** An AWS Region with the place that people know it by. */
export interface Region {
  readonly id: string;
  readonly place: string;
}

/** Regions of all partitions with their consoles. New ones can be typed in; the list is only for choosing. */
export const partitions: readonly {
  readonly id: string;
  readonly name: string;
  readonly prefix: RegExp;
  readonly domain: string;
  readonly console: string;
  readonly regions: readonly Region[];
}[] = [
  {
    id: 'aws-cn',
    name: 'AWS China',
    prefix: /^cn-/,
    domain: 'amazonaws.com.cn',
    console: 'console.amazonaws.cn',
    regions: regions('cn-north-1 Beijing', 'cn-northwest-1 Ningxia'),
  },
  {
    id: 'aws-us-gov',
    name: 'AWS GovCloud (US)',
    prefix: /^us-gov-/,
    domain: 'amazonaws.com',
    console: 'console.amazonaws-us-gov.com',
    regions: regions('us-gov-east-1 US-East', 'us-gov-west-1 US-West'),
  },
  {
    id: 'aws-eusc',
    name: 'AWS European Sovereign Cloud',
    prefix: /^eusc-/,
    domain: 'amazonaws.eu',
    console: 'console.amazonaws-eusc.eu',
    regions: regions('eusc-de-east-1 Germany'),
  },
  {
    id: 'aws',
    name: 'AWS',
    prefix: /^/,
    domain: 'amazonaws.com',
    console: 'console.aws.amazon.com',
    regions: regions(
      'us-east-1 N. Virginia',
      'us-east-2 Ohio',
      'us-west-1 N. California',
      'us-west-2 Oregon',
      'af-south-1 Cape Town',
      'ap-east-1 Hong Kong',
      'ap-east-2 Taipei',
      'ap-northeast-1 Tokyo',
      'ap-northeast-2 Seoul',
      'ap-northeast-3 Osaka',
      'ap-south-1 Mumbai',
      'ap-south-2 Hyderabad',
      'ap-southeast-1 Singapore',
      'ap-southeast-2 Sydney',
      'ap-southeast-3 Jakarta',
      'ap-southeast-4 Melbourne',
      'ap-southeast-5 Malaysia',
      'ap-southeast-7 Thailand',
      'ca-central-1 Canada Central',
      'ca-west-1 Calgary',
      'eu-central-1 Frankfurt',
      'eu-central-2 Zurich',
      'eu-north-1 Stockholm',
      'eu-south-1 Milan',
      'eu-south-2 Spain',
      'eu-west-1 Ireland',
      'eu-west-2 London',
      'eu-west-3 Paris',
      'il-central-1 Tel Aviv',
      'me-central-1 UAE',
      'me-south-1 Bahrain',
      'mx-central-1 Mexico',
      'sa-east-1 São Paulo',
    ),
  },
];

/** The partition that a region belongs to: its id for ARNs, its domain and its console. */
export function partitionOf(region: string): (typeof partitions)[number] {
  const found = partitions.find(({ prefix }) => prefix.test(region));
  if (found === undefined) {
    throw new Error(`No partition for ${region}`);
  }
  return found;
}

/** Whether a text has the form of a region's id. */
export function isRegion(text: string): boolean {
  return /^[a-z]{2,}(-[a-z]+)+-\d+$/.test(text);
}

function regions(...lines: string[]): readonly Region[] {
  return lines.map((line) => {
    const space = line.indexOf(' ');
    return { id: line.slice(0, space), place: line.slice(space + 1) };
  });
}
