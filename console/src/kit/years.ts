/** Rows by the year they fall due, in order: a subtotal only means something when there are several years. */
export function byYear<Row extends { due_on: string }>(rows: Row[]): [string, Row[]][] {
  const years = [...new Set(rows.map((row) => row.due_on.slice(0, 4)))];
  return years.map((year) => [year, rows.filter((row) => row.due_on.startsWith(year))]);
}
