/* What the words of a copied table say: which row or column they name, or that they are a heading or a subtotal. */

/* Pure: the table's labels and their variants are given, none stands here. */

const PUNCTUATION = /[\s,，、。.．:：;；'"“”‘’()（）《》〈〉「」—–_-]/g;
const NUMBER_BEFORE = /^\s*[(（]?[一二三四五六七八九十\d]{1,2}[)）、.．,，]+/;
const MOST_PIECES = 8;

/* A label as it is compared: line breaks, widths and punctuation make no difference. */
export const plain = (text) => text.normalize("NFKC").replace(PUNCTUATION, "");

/* What tells the rows and columns of a table (see `Layout`) apart. */
export const of = (table) => {
  const rows = new Map();
  const merged = new Map();
  const columns = new Map(table.columns.map(([label, column]) => [plain(label), column]));
  const groups = new Set(table.groups.map(plain));
  const bare = new Map();
  table.rows.forEach((row) => {
    [row.label, ...row.variants].filter(Boolean).forEach((label) => rows.set(plain(label), row));
    const unnumbered = plain(row.label.replace(NUMBER_BEFORE, ""));
    bare.set(unnumbered, bare.has(unnumbered) ? null : row);
    if (row.merged) {
      merged.set(plain(row.merged), row);
    }
  });
  bare.forEach((row, label) => {
    if (row && label && !rows.has(label) && !columns.has(label) && !groups.has(label)) {
      rows.set(label, row);
    }
  });
  return { rows, merged, columns, groups, subtotals: table.subtotals.map(plain) };
};

/* Subtotals that the official table does not have; its own totals are rows and columns like others. */
export const isSubtotal = (index, text) => {
  const words = plain(text);
  return !index.rows.has(words) && !index.columns.has(words) && index.subtotals.some((each) => words.endsWith(each));
};

/* The row that the last words of some cells name, and where its label ends; a label may stand in several cells. */
export const rowAt = (index, cells) => {
  for (let last = cells.length - 1; last >= 0; last -= 1) {
    let words = "";
    let found = null;
    for (let first = last; first >= Math.max(0, last - MOST_PIECES) && cells[last]; first -= 1) {
      words = plain(cells[first]) + words;
      const row = index.rows.get(words);
      const older = row ? null : index.merged.get(words);
      found = row || older ? { row: row || older, isMerged: !row, last, label: cells[last] } : found;
    }
    if (found) {
      return found;
    }
  }
  return null;
};

/* What a word of a heading is: a column, a subtotal of columns (null), a group of columns; else undefined. */
export const headed = (index, text) => {
  const words = plain(text);
  if (index.columns.has(words)) {
    return { column: index.columns.get(words) };
  }
  return isSubtotal(index, text) ? { column: null } : index.groups.has(words) ? { isGroup: true } : undefined;
};
