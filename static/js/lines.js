/* Text without cells as rows of cells: a figure a line, or figures apart by blanks. */
import * as Labelled from "./labelled.js";
import * as Labels from "./labels.js";

/* Small screens and some viewers copy a table in the one way, a PDF gives the other. Pure: lines in, rows out. */

const MIGHT_BE_ONE = /^[+-]?\d{1,3}( \d{3})+$/; // 5 120 300 may be one figure

/* The words of a line and the figures at its end. */
const apart = (text) => {
  const pieces = text.trim().split(/\s+/).filter(Boolean);
  let from = pieces.length;
  while (from > 0 && Labelled.isFigure(pieces[from - 1])) {
    from -= 1;
  }
  return { words: pieces.slice(0, from), figures: pieces.slice(from) };
};

/* Figures alone, in columns; a line that may be one figure stays one. */
export const split = (texts) =>
  texts.map((text) => {
    const { words, figures } = apart(text);
    return words.length || MIGHT_BE_ONE.test(text.trim()) ? [text] : figures;
  });

/* Whether a single line is a row of figures, and not one figure with blanks in it. */
export const isRow = (text) => {
  const { words, figures } = apart(text);
  return !words.length && figures.length > 1 && !MIGHT_BE_ONE.test(text.trim());
};

/* The lines gathered into rows that begin with words; a label broken around its figures is put together. */
export const rowsOf = (texts, table) => {
  const index = Labels.of(table);
  const rows = [];
  let row = { words: [], figures: [] };
  const isNamed = (words) => Labels.rowAt(index, words) !== null && Labels.rowAt(index, words).last === words.length - 1;
  const end = () => {
    rows.push([...row.words, ...row.figures]);
    row = { words: [], figures: [] };
  };
  texts.forEach((text) => {
    const { words, figures } = apart(text);
    if (words.length && row.figures.some((each) => each !== "")) {
      const isRest = !figures.length && !isNamed(row.words) && isNamed([...row.words, ...words]);
      if (!isRest) {
        end();
      }
    }
    row.words.push(...words);
    row.figures.push(...(words.length || figures.length ? figures : row.words.length ? [""] : []));
  });
  end();
  return rows;
};
