import type { Random } from '../match/random';
import { nicknames, shortStreets, surnames } from './names';
import { makeAddress, makeEmail, makePhone, type PersonRecord } from './person';

/** Keys next to each other on a keyboard. */
const keyRows = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm', '1234567890'];
/** What scanners take for one another. */
const lookalikes: readonly (readonly [string, string])[] = [
  ['rn', 'm'],
  ['m', 'rn'],
  ['l', '1'],
  ['o', '0'],
  ['s', '5'],
  ['e', 'c'],
  ['0', 'o'],
  ['1', 'l'],
  ['5', 's'],
  ['8', 'b'],
  ['cl', 'd'],
];

type Field = keyof PersonRecord;
type Mistake = (record: PersonRecord, random: Random) => void;

/** Errors and changes with how often each happens, relative to the others. */
const mistakes: readonly (readonly [number, Mistake])[] = [
  [7, typo(['given_name', 'surname', 'street', 'city', 'email'])],
  [2, typo(['date_of_birth', 'postcode', 'phone'])],
  [4, (record, random) => leaveOut(record, random)],
  [3, (record, random) => callForShort(record, random)],
  [1, (record) => swapNames(record)],
  [2, (record, random) => moveHouse(record, random)],
  [2, (record, random) => scan(record, random)],
  [4, (record, random) => reformatPhone(record, random)],
  [1.5, (record) => swapDayAndMonth(record)],
  [3, (record) => shortenStreet(record)],
  [1, (record, random) => changeSurname(record, random)],
  [2, (record, random) => changeContact(record, random)],
  [1, (record) => initialOnly(record)],
];

const totalWeight = mistakes.reduce((sum, [weight]) => sum + weight, 0);

/** A copy of a record with one to four errors or changes. */
export function corrupt(record: PersonRecord, random: Random): PersonRecord {
  const copy = { ...record };
  const count = 1 + Math.floor(random.next() ** 2 * 4);
  for (let i = 0; i < count; i++) {
    let left = random.next() * totalWeight;
    const chosen = mistakes.find(([weight]) => {
      left -= weight;
      return left < 0;
    });
    chosen?.[1](copy, random);
  }
  return copy;
}

/** One slip of the hand in one of the fields: a letter lost, doubled, swapped with the next, or its key's neighbour. */
function typo(fields: readonly Field[]): Mistake {
  return (record, random) => {
    const field = random.pick(fields);
    const text = record[field];
    if (text.length < 3) {
      return;
    }
    const at = 1 + random.below(text.length - 2);
    const letter = text[at] ?? '';
    const row = keyRows.find((keys) => keys.includes(letter)) ?? letter;
    const neighbour = row[Math.max(0, row.indexOf(letter) + (random.chance(0.5) ? 1 : -1))] ?? letter;
    const change = random.pick([
      text.slice(0, at) + text.slice(at + 1),
      text.slice(0, at) + letter + text.slice(at),
      text.slice(0, at) + (text[at + 1] ?? '') + letter + text.slice(at + 2),
      text.slice(0, at) + neighbour + text.slice(at + 1),
    ]);
    record[field] = change;
  };
}

function leaveOut(record: PersonRecord, random: Random): void {
  record[random.pick(['date_of_birth', 'street', 'city', 'postcode', 'phone', 'email', 'given_name'] as const)] = '';
}

function callForShort(record: PersonRecord, random: Random): void {
  const short = nicknames[record.given_name];
  if (short) {
    record.given_name = random.pick(short);
  }
}

function swapNames(record: PersonRecord): void {
  [record.given_name, record.surname] = [record.surname, record.given_name];
}

function moveHouse(record: PersonRecord, random: Random): void {
  Object.assign(record, makeAddress(random));
  if (random.chance(0.3)) {
    record.phone = makePhone(random);
  }
}

function scan(record: PersonRecord, random: Random): void {
  const field = random.pick(['given_name', 'surname', 'street', 'postcode', 'email'] as const);
  const fitting = lookalikes.filter(([seen]) => record[field].includes(seen));
  if (fitting.length > 0) {
    const [seen, read] = random.pick(fitting);
    record[field] = record[field].replace(seen, read);
  }
}

function reformatPhone(record: PersonRecord, random: Random): void {
  const digits = record.phone.replace(/\D/g, '');
  if (digits.length < 8) {
    return;
  }
  record.phone = random.pick([
    digits,
    `+44 ${digits.slice(1, 4)} ${digits.slice(4)}`,
    `(${digits.slice(0, 4)}) ${digits.slice(4, 7)}-${digits.slice(7)}`,
    `${digits.slice(0, 4)}-${digits.slice(4)}`,
  ]);
}

function swapDayAndMonth(record: PersonRecord): void {
  const [year, month, day] = record.date_of_birth.split('-');
  if (day !== undefined && Number(day) <= 12) {
    record.date_of_birth = `${year}-${day}-${month}`;
  }
}

function shortenStreet(record: PersonRecord): void {
  record.street = record.street.replace(/\w+$/, (type) => shortStreets[type] ?? type);
}

function changeSurname(record: PersonRecord, random: Random): void {
  const other = random.pick(surnames);
  record.surname = random.chance(0.5) ? other : `${record.surname}-${other}`;
}

function changeContact(record: PersonRecord, random: Random): void {
  if (random.chance(0.5)) {
    record.phone = makePhone(random);
  } else {
    record.email = makeEmail(record.given_name || 'info', record.surname, random);
  }
}

function initialOnly(record: PersonRecord): void {
  record.given_name = record.given_name.slice(0, 1);
}
