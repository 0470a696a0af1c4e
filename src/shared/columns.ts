/** The two columns that AWS Glue requires in a labeling file. */
export const setIdColumnName = 'labeling_set_id';
export const labelColumnName = 'label';

/** The column of that name, -1 if there is none. Blanks around it and capitals are overlooked where no name is exact. */
export function columnNamed(columns: readonly string[], name: string): number {
  const exact = columns.indexOf(name);
  const wanted = fold(name);
  return exact >= 0 ? exact : columns.findIndex((column) => fold(column) === wanted);
}

/** Where the set ids and the labels are. In their own places they are known by these: a table may have columns of these names, too. */
export function ownColumns(columns: readonly string[]): { readonly setId: number; readonly label: number } {
  const [first = '', second = ''] = columns;
  if (fold(first) === setIdColumnName && fold(second) === labelColumnName) {
    return { setId: 0, label: 1 };
  }
  return { setId: columnNamed(columns, setIdColumnName), label: columnNamed(columns, labelColumnName) };
}

function fold(name: string): string {
  return name.trim().toLowerCase();
}
