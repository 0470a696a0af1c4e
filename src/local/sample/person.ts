import type { Random } from '../match/random';
import { cities, mailHosts, streets } from './names';

/** One record about a person, as some clerk wrote it down. */
export interface PersonRecord {
  given_name: string;
  surname: string;
  date_of_birth: string;
  street: string;
  city: string;
  postcode: string;
  phone: string;
  email: string;
}

export const personColumns = [
  'given_name',
  'surname',
  'date_of_birth',
  'street',
  'city',
  'postcode',
  'phone',
  'email',
] as const satisfies readonly (keyof PersonRecord)[];

export function makeAddress(random: Random): Pick<PersonRecord, 'street' | 'city' | 'postcode'> {
  const place = random.below(cities.length);
  const street = random.below(streets.length);
  return {
    street: `${1 + random.below(180)} ${streets[street]}`,
    city: cities[place] ?? '',
    // The first half goes with the city, the second with the street.
    postcode: `${String(1000 + place * 37).slice(0, 4)}${String((street * 13) % 100).padStart(2, '0')}`,
  };
}

export function makePhone(random: Random): string {
  return `0${2 + random.below(7)}${String(random.below(100)).padStart(2, '0')} ${String(random.below(1_000_000)).padStart(6, '0')}`;
}

export function makeEmail(given: string, surname: string, random: Random): string {
  const number = random.chance(0.4) ? String(random.below(99)) : '';
  const name = random.pick([
    `${given}.${surname}`,
    `${given[0]}${surname}`,
    `${given}${surname[0]}`,
    `${surname}.${given}`,
  ]);
  return `${name}${number}@${random.pick(mailHosts)}`;
}
