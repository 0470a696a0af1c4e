/** Before a column's name: the parameter that tells the key its values are under. */
export const mappingPrefix = 'mapping.';

/**
 * The keys of those columns that are told one (`mapping.column` = key), by the columns' names as the table has them.
 * @param refuse makes the error for a parameter that can't be followed
 */
export function jsonKeys(
  parameters: ReadonlyMap<string, string>,
  columns: readonly string[],
  refuse: (name: string, value: string, reason: string) => Error,
): Readonly<Record<string, string>> {
  const keys = new Map<string, string>();
  for (const [name, key] of parameters) {
    if (!name.startsWith(mappingPrefix)) {
      continue;
    }
    const told = name.slice(mappingPrefix.length);
    const column = columns.find((own) => own === told) ?? columns.find((own) => sameName(own, told));
    if (column === undefined) {
      throw refuse(name, key, `the table has no column ${told}. Correct the name`);
    }
    if (keys.has(column)) {
      throw refuse(name, key, `the column ${column} is told another key, too. Leave one of the two`);
    }
    keys.set(column, key);
  }
  for (const [column, key] of keys) {
    const other = columns.find((own) => own !== column && sameName(keys.get(own) ?? own, key));
    if (other !== undefined) {
      throw refuse(`${mappingPrefix}${column}`, key, `the column ${other} has that key, too. Map it to another`);
    }
  }
  return Object.fromEntries(keys);
}

function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
