/* What stands on the clipboard, as rows of cells. */

/* A table in HTML, as pages, WPS, Excel, Word and LibreOffice copy it, tells its cells apart for certain and is read
   before the text beside it. Read as a document of its own: nothing in it runs, and nothing is loaded. */

const MOST_CHARACTERS = 2000000;
const MOST_ROWS = 200;
const MOST_COLUMNS = 60;
const APART = "p, div, br, li, h1, h2, h3, h4, h5, h6";

/* The words of a cell on one line; what is not meant to be seen is left out. */
const wordsOf = (cell) => {
  cell.querySelectorAll("script, style, del, sup").forEach((each) => each.remove());
  cell.querySelectorAll(APART).forEach((each) => each.before(" "));
  return cell.textContent.replace(/[\s\u00a0]+/g, " ").trim();
};

/* The cells that stand in each row themselves; what a cell above or to the left covers is not repeated. */
const rowsOfTable = (table) =>
  [...table.rows].slice(0, MOST_ROWS).map((row) => [...row.cells].slice(0, MOST_COLUMNS).map(wordsOf));

/* Styles are renamed away, because the page's policy would complain of each; rows alone are put into a table. */
const parsed = (html) => {
  const bare = html
    .slice(0, MOST_CHARACTERS)
    .replace(/\bstyle\s*=/gi, "data-style=")
    .replace(/<(\/?)style\b/gi, "<$1template");
  const isRows = /<tr\b/i.test(bare) && !/<table\b/i.test(bare);
  return new DOMParser().parseFromString(isRows ? `<table>${bare}</table>` : bare, "text/html");
};

/* The tables in HTML, those inside others by themselves, as rows of cells. */
const tablesOf = (html) =>
  [...parsed(html).querySelectorAll("table")]
    .filter((table) => !table.querySelector("table"))
    .map((table) => rowsOfTable(table).filter((row) => row.length))
    .filter((rows) => rows.length);

const escaped = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;");

const cellAsHtml = (cell) => `<td rowspan="${cell.rowSpan}" colspan="${cell.colSpan}">${escaped(wordsOf(cell))}</td>`;

/* The tables as HTML without anything but words and spans: styles make what a browser copies fifty times as long. */
export const bare = (html) =>
  [...parsed(html).querySelectorAll("table")]
    .filter((table) => !table.querySelector("table"))
    .map((table) => [...table.rows].slice(0, MOST_ROWS).map((row) => `<tr>${[...row.cells].map(cellAsHtml).join("")}</tr>`))
    .map((rows) => `<table>${rows.join("")}</table>`)
    .join("");

/* The text of HTML that has none beside it. */
const textOfHtml = (html) => {
  const { body } = parsed(html);
  body.querySelectorAll(APART).forEach((each) => each.before("\n"));
  return body.textContent.replace(/[^\S\n]+/g, " ").replace(/ ?\n\s*/g, "\n").trim();
};

/* `text` as the browser would paste it; the `html` beside it, and its `tables`; `isBare` where there is HTML alone. */
export const read = (data) => {
  const text = data.getData("text/plain");
  const html = data.getData("text/html");
  return {
    text: text || (html ? textOfHtml(html) : ""),
    html,
    tables: html ? tablesOf(html) : [],
    isCut: html.length > MOST_CHARACTERS,
    isBare: !text && Boolean(html),
  };
};
