import { expect, test } from 'vitest';
import { writtenType } from '../../../../../src/local/match/output/writtenType';

/** Catalog type, what it is written as, cells it keeps, cells of which one alone makes it text. */
const cases: readonly (readonly [string, string, readonly string[], readonly string[]])[] = [
  ['tinyint', 'TINYINT', ['0', '-128', '127'], ['128', '-129', '1.0', 'x']],
  ['smallint', 'SMALLINT', ['32767', '-32768'], ['32768', '1e3']],
  ['int', 'INTEGER', ['0', '-1', '2147483647', '-2147483648'], ['2147483648', '1.5', '0070', '+1', '-0', ' 1', '1 ']],
  ['INT', 'INTEGER', ['1'], ['1,000', '١']],
  ['bigint', 'BIGINT', ['9223372036854775807', '-9223372036854775808'], ['9223372036854775808', '1_000', '0x1F']],
  [
    'decimal(10,2)',
    'DECIMAL(10, 2)',
    ['4.10', '4.1', '0.05', '12345678.90', '-12345678.9', '4.1000'],
    ['1.239', '123456789.1', '1e3', '01.5', '.5', '5.', '-0.00', '1,5'],
  ],
  [
    'decimal( 38 , 2 )',
    'DECIMAL(38, 2)',
    ['123456789012345678901234567890123456.78', '-999999999999999999999999999999999999.99'],
    ['1234567890123456789012345678901234567', '0.001'],
  ],
  ['decimal', 'DECIMAL(10, 0)', ['1234567890', '5.0'], ['12345678901', '0.5']],
  ['decimal(5)', 'DECIMAL(5, 0)', ['12345'], ['123456']],
  ['decimal(2,2)', 'DECIMAL(2, 2)', ['0.12', '0'], ['1.00']],
  [
    'double',
    'DOUBLE',
    ['0.1', '0.10', '1e3', '-1.5E-7', '1e+20', '123456789012345', 'nan', '-inf', '9007199254740992'],
    ['9007199254740993', '0.1000000000000000055', '1e400', '1e-400', '-0', '007.5', 'NaN', 'Infinity', '0x10', '1.'],
  ],
  ['float', 'FLOAT', ['0.1', '16777216', '3.4028235e38', '1e-45'], ['16777217', '0.123456789', '3.5e38', '1e-46']],
  ['boolean', 'BOOLEAN', ['true', 'false'], ['TRUE', '1', 'yes', 't']],
  [
    'date',
    'DATE',
    ['2020-01-01', '2020-02-29', '0001-01-01', '9999-12-31', '1582-10-10'],
    ['2020-01-01 12:30:00', '2021-02-29', '1900-02-29', '2020-1-1', '20200101', '0000-01-01', 'epoch', 'infinity'],
  ],
  [
    'timestamp',
    'TIMESTAMP',
    ['2020-01-01 12:30:15', '2020-01-01 12:30:15.123', '2020-01-01 00:00:00.000001'],
    [
      '2020-01-01',
      '2020-01-01T12:30:15',
      '2020-01-01 12:30:15+02',
      '2020-01-01 12:30:15Z',
      '2020-01-01 12:30:15.120',
      '2020-01-01 12:30:15.1234567',
      '2020-01-01 24:00:00',
      '2020-01-01 12:30',
      '2020-06-31 12:30:15',
    ],
  ],
];

test.each(cases)('%s is %s where every cell stays as it is', (hive, type, kept) => {
  expect(writtenType(hive, ['', ...kept])).toEqual({ type });
});

test.each(cases.flatMap(([hive, , kept, changed]) => changed.map((cell) => [hive, cell, kept] as const)))(
  'a column of type %s is text for the sake of %j',
  (hive, cell, kept) => {
    expect(writtenType(hive, [...kept, '', cell, cell])).toEqual({ type: 'VARCHAR', row: kept.length + 1 });
  },
);

test.each(['string', 'varchar(10)', 'char(3)', 'binary', 'array<int>', 'decimal(39,2)', 'decimal(2,3)', ''])(
  'a column of type %s is text, without a value to blame',
  (hive) => {
    expect(writtenType(hive, ['0070', '1.5'])).toEqual({ type: 'VARCHAR' });
  },
);
