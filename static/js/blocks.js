/* Where the figures of a copied block of cells belong in the official table. */
import * as Labelled from "./labelled.js";
import * as Labels from "./labels.js";
import * as Lines from "./lines.js";
import { isBlank, isFigure } from "./labelled.js";

/* By the labels that were copied along (labelled.js), or where there are none by its shape, or else from the focused
   cell on. Pure: the table comes from the page (layout.js). */

const MOST_ROWS = 1000;
const MOST_COLUMNS = 60;
const MOST_CHARACTERS = 200000;
const HAN = /[\u4e00-\u9fff]/;

/* The rows of tab-separated text, whose cells may be quoted around tabs and newlines of their own. */
export const parse = (text) => {
  const source = text.slice(0, MOST_CHARACTERS).replace(/\r\n?/g, "\n").replace(/\n+$/, "");
  const rows = [];
  let row = [];
  let at = 0;
  while (at <= source.length && rows.length < MOST_ROWS) {
    const quoted = source[at] === '"' ? /^"((?:[^"]|"")*)"(?=[\t\n]|$)/.exec(source.slice(at, at + 2000)) : null;
    const end = quoted ? at + quoted[0].length : nextBreak(source, at);
    row.push((quoted ? quoted[1].replace(/""/g, '"') : source.slice(at, end)).trim());
    if (source[end] !== "\t") {
      rows.push(row.slice(0, MOST_COLUMNS));
      row = [];
    }
    at = end + 1;
  }
  return { rows, isCut: at <= source.length || text.length > MOST_CHARACTERS };
};

const nextBreak = (source, from) => {
  const found = source.slice(from).search(/[\t\n]/);
  return found < 0 ? source.length : from + found;
};

/* Where the figures begin: after columns of words that nobody knows. */
const firstColumn = (data) => {
  let first = 0;
  for (let column = 0; column < data[0].length; column += 1) {
    const texts = data.map((cells) => cells[column]).filter((text) => !isBlank(text));
    if (texts.some(isFigure)) {
      break;
    }
    if (texts.length && texts.every((text) => HAN.test(text))) {
      first = column + 1;
    }
  }
  return first;
};

/* Which row of the table each row of the block is; undefined where it is outside. */
const rowsFor = (layout, data, focus) => {
  const whole = [layout.rows, layout.entryRows].find((rows) => rows.length === data.length);
  if (whole) {
    return whole;
  }
  const below = layout.rows.slice(layout.rows.indexOf(focus.row));
  return below.length === data.length ? below : below.filter((row) => layout.entryRows.includes(row));
};

/* Which cells of a row the figures of a block of this width are, in order: all of them, all but the total
   of the row, or so many from the focused column on. */
const cellsFor = (row, width, focus) => {
  const fitting = [row.cells, row.plain].find((cells) => cells.length === width);
  if (fitting || width > row.cells.length) {
    return fitting || row.cells;
  }
  const rest = row.cells.filter((each) => each.column + each.span > focus.column);
  return rest.length === width ? rest : rest.filter((each) => row.plain.includes(each));
};

const trimmedWidth = (data, first) =>
  Math.max(0, ...data.map((cells) => cells.reduce((width, text, at) => (isBlank(text) ? width : at + 1), 0))) - first;

/* A single row or column that has as many figures as the table is the whole table, row by row. */
const flattened = (layout, data, first, widths) => {
  const all = layout.rows.reduce((cells, row) => cells.concat(row.cells), []);
  const isLine = data.length === 1 || widths.some((width) => width === 1);
  const counts = data.length === 1 ? widths : [data.length];
  return isLine && layout.rows.length > 1
    ? [all, all.filter((each) => !each.isTotal)].find((cells) => counts.includes(cells.length))
    : undefined;
};

/* The columns that headings name where every one of them is known; null where they say nothing for certain. */
const columnsOf = (headings, layout) => {
  const index = Labels.of(layout);
  const columns = index.columns.size ? Labelled.headedColumns(index, headings.map((cells) => ({ cells }))) : null;
  return columns && columns.every((each) => typeof each === "number") ? columns : null;
};
const cellsIn = (row, columns) => columns.map((column) => row.cells.find((cell) => cell.column === column));

/* A block that no label explains: the whole table by its shape, or a part of it from the focused cell on. */
const unlabelled = (matrix, layout, focus) => {
  const found = matrix.filter((cells) => !cells.every(isBlank));
  const data = found.filter((cells) => cells.some(isFigure));
  const filled = (texts) => texts.filter((text) => !isBlank(text)).length;
  const headings = found.filter((cells) => !data.includes(cells));
  const labels = headings.reduce((sum, cells) => sum + filled(cells), 0);
  const result = { placed: [], compared: [], unsure: [], turnedOut: 0, labels, outside: 0, isByShape: true };
  if (!data.length) {
    return result;
  }
  const first = firstColumn(data);
  result.labels += data.reduce((sum, cells) => sum + filled(cells.slice(0, first)), 0);
  const widths = [data[0].length - first, trimmedWidth(data, first)];
  const put = (text, target) => {
    if (target) {
      result[target.isTotal ? "compared" : "placed"].push({ address: target.address, text });
    } else if (!isBlank(text)) {
      result.outside += 1;
    }
  };
  const flat = flattened(layout, data, first, widths);
  if (flat) {
    const texts = data.length === 1 ? data[0].slice(first) : data.map((cells) => cells[first]);
    texts.forEach((text, number) => put(text, flat[number]));
    return result;
  }
  const fits = (width) => layout.rows.some((row) => [row.cells, row.plain].some((cells) => cells.length === width));
  const width = fits(widths[0]) ? widths[0] : widths[1];
  const rows = rowsFor(layout, data, focus);
  const columns = columnsOf(headings, layout);
  data.forEach((cells, number) => {
    const targets = rows[number] ? columns ? cellsIn(rows[number], columns) : cellsFor(rows[number], width, focus) : [];
    cells.slice(first).forEach((text, at) => put(text, targets[at]));
  });
  return result;
};

/* Every row as wide as the widest, as a spreadsheet would have it. */
const rectangular = (rows) => {
  const width = Math.max(0, ...rows.map((row) => row.length));
  return rows.map((row) => [...row, ...Array(width - row.length).fill("")]);
};

/* Where everything of a block goes (see `Labelled.place`); `focus` is the row and column of the focused cell, and
   `outside` counts figures beyond the table; `isByShape` where no label decided. */
export const place = (rows, layout, focus) => {
  const isLine = rows.every((cells) => cells.length === 1);
  const texts = isLine ? rows.map(([text]) => text) : [];
  return (
    Labelled.place(isLine ? Lines.rowsOf(texts, layout) : rows, layout, isLine) ||
    unlabelled(rectangular(isLine ? Lines.split(texts) : rows), layout, focus)
  );
};

/* The rows of what was copied: of a whole report only the tables that have labels of this one. */
export const ofTables = (tables, layout) => {
  const index = Labels.of(layout);
  const known = tables.filter((rows) => rows.some((cells) => Labels.rowAt(index, cells)));
  return [].concat(...(known.length ? known : tables)).slice(0, MOST_ROWS);
};
