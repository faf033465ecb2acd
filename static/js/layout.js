/* The official table as the page draws it, as plain data: its labels, and the cells of each row from left to right. */

/* By these labels copied rows and columns are recognised; nothing of the official form is repeated here. */

const listed = (text) => (text ? text.split("\t") : []);

const rowOf = (row) => ({
  label: row.dataset.label || "",
  variants: listed(row.dataset.variants),
  merged: row.dataset.otherLabel || "",
  labelSpan: [...row.querySelectorAll("th.row-heading:not(.group)")].reduce((span, each) => each.colSpan, 1),
  cells: [...row.querySelectorAll("td")].map((cell) => {
    const total = cell.querySelector("[data-parts]");
    const address = total ? total.id : cell.querySelector("input").name;
    return { address, column: Number(cell.dataset.column), span: cell.colSpan, isTotal: Boolean(total) };
  }),
});

/* What a heading says, without what the page adds to it. */
const wordsOf = (heading) => heading.firstChild.textContent;

export const of = (grid) => {
  const rows = [...grid.querySelectorAll("tbody tr")].map(rowOf).filter((row) => row.cells.length);
  const entryRows = rows.filter((row) => row.cells.some((each) => !each.isTotal));
  const summing = new Set();
  entryRows.forEach((row) => row.cells.forEach((each) => each.isTotal && summing.add(each.column)));
  rows.forEach((row) => {
    row.plain = row.cells.filter((each) => !summing.has(each.column));
  });
  const columns = [...grid.querySelectorAll("thead th[data-column]")].map((each) => [wordsOf(each), Number(each.dataset.column)]);
  const ofGroups = "thead th:not([data-column]):not(.corner), tbody th:not(.row-heading):not(.corner), tbody th.row-heading.group";
  const groups = [...grid.querySelectorAll(ofGroups)].map(wordsOf);
  return { rows, entryRows, columns, groups, subtotals: listed(grid.dataset.subtotals) };
};
