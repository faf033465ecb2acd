/* A block of cells copied from WPS or Excel: how it is read, and where in the official table its figures
   belong - by the labels that were copied along, by its shape, or else from the focused cell on. The table's
   labels and places come from the page; nothing of the official form is repeated here. */
"use strict";

const Blocks = (() => {
  const MOST_ROWS = 200;
  const MOST_COLUMNS = 60;
  const MOST_CHARACTERS = 200000;
  const PUNCTUATION = /[\s,，、。.．:：;；'"“”‘’()（）《》〈〉「」—–_-]/g;
  const HAN = /[\u4e00-\u9fff]/;

  /* A label as it is compared: typed variants of one label are the same. */
  const plain = (text) => text.normalize("NFKC").replace(PUNCTUATION, "");

  const isFigure = (text) =>
    ["count", "money"].some((measure) => Figures.isFigure(text, measure)) || Figures.saysNothing(text);
  const isBlank = (text) => Figures.read(text, "count") === null;

  /* The rows of tab-separated text, whose cells may be quoted around tabs and newlines of their own. */
  const parse = (text) => {
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
    const width = Math.max(...rows.map((each) => each.length));
    rows.forEach((each) => each.push(...Array(width - each.length).fill("")));
    return { rows, isCut: at <= source.length || text.length > MOST_CHARACTERS };
  };

  const nextBreak = (source, from) => {
    const found = source.slice(from).search(/[\t\n]/);
    return found < 0 ? source.length : from + found;
  };

  /* The table as the page draws it: its rows of figures, their labels, and the headings of single columns. */
  const layoutOf = (grid) => {
    const rows = [...grid.querySelectorAll("tbody tr")]
      .map((row, number) => ({
        number,
        labels: [row.dataset.label, row.dataset.otherLabel].filter(Boolean).map(plain),
        labelSpan: [...row.querySelectorAll('th[scope="row"]')].reduce((span, each) => each.colSpan, 1),
        cells: [...row.querySelectorAll("td")].map((cell) => ({
          cell,
          column: Number(cell.dataset.column),
          input: cell.querySelector("input"),
          total: cell.querySelector("[data-parts]"),
        })),
      }))
      .filter((row) => row.cells.length);
    const headings = new Map();
    grid.querySelectorAll("thead th[data-column]").forEach((each) => {
      headings.set(plain(each.textContent), Number(each.dataset.column));
    });
    const labelled = new Map();
    rows.forEach((row) => row.labels.forEach((label) => labelled.set(label, row)));
    const known = new Set([...labelled.keys(), ...headings.keys()]);
    grid.querySelectorAll("th").forEach((each) => known.add(plain(each.textContent)));
    const entryRows = rows.filter((row) => row.cells.some((each) => each.input));
    const summing = new Set();
    entryRows.forEach((row) => row.cells.forEach((each) => each.total && summing.add(each.column)));
    rows.forEach((row) => {
      row.plain = row.cells.filter((each) => !summing.has(each.column));
    });
    return { rows, headings, labelled, known, entryRows };
  };

  /* Each row of the block with what its labels say: the table's row, or that it is a heading.
     The label nearest to the figures is the row's own; those before it are of its group. */
  const described = (layout, cells) => {
    const at = cells.reduce((last, text, column) => (layout.labelled.has(plain(text)) ? column : last), -1);
    const figures = cells.slice(at + 1).filter((text) => !isBlank(text) && !layout.known.has(plain(text)));
    if (at >= 0 && figures.length) {
      const row = layout.labelled.get(plain(cells[at]));
      const isMerged = cells.slice(at + 1, at + row.labelSpan).every(isBlank);
      return { cells, row, figuresFrom: at + (isMerged ? row.labelSpan : 1), isHeading: false };
    }
    return { cells, row: null, figuresFrom: 0, isHeading: !cells.some(isFigure) };
  };

  /* Where the figures begin: after known labels, or after columns of words that nobody knows. */
  const firstColumn = (data) => {
    const known = Math.max(0, ...data.map((each) => each.figuresFrom));
    if (known) {
      return known;
    }
    let first = 0;
    for (let column = 0; column < data[0].cells.length; column += 1) {
      const texts = data.map((each) => each.cells[column]).filter((text) => !isBlank(text));
      if (texts.some(isFigure)) {
        break;
      }
      if (texts.length && texts.every((text) => HAN.test(text))) {
        first = column + 1;
      }
    }
    return first;
  };

  /* The columns that copied headings name, by their place in the block; null where they name none for sure. */
  const namedColumns = (layout, headings, first) => {
    const named = new Map();
    for (const { cells } of headings) {
      cells.forEach((text, column) => {
        if (column >= first && layout.headings.has(plain(text))) {
          named.set(column, layout.headings.get(plain(text)));
        }
      });
    }
    const isSure = named.size > 1 && new Set(named.values()).size === named.size;
    return isSure ? named : null;
  };

  /* Which row of the table each row of the block is; undefined where it is outside. */
  const rowsFor = (layout, data, focus) => {
    const whole = [layout.rows, layout.entryRows].find(
      (rows) => rows.length === data.length && data.every((each, number) => !each.row || each.row === rows[number])
    );
    if (whole) {
      return whole;
    }
    if (data.some((each) => each.row)) {
      const seen = new Set();
      return data.map(({ row }) => (row && !seen.has(row) && seen.add(row) ? row : undefined));
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
    const rest = row.cells.filter((each) => each.column + each.cell.colSpan > focus.column);
    return rest.length === width ? rest : rest.filter((each) => row.plain.includes(each));
  };

  const trimmedWidth = (data, first) =>
    Math.max(0, ...data.map(({ cells }) => cells.reduce((width, text, at) => (isBlank(text) ? width : at + 1), 0))) - first;

  /* A single row or column that has as many figures as the table is the whole table, row by row. */
  const flattened = (layout, data, first, widths) => {
    const all = layout.rows.reduce((cells, row) => cells.concat(row.cells), []);
    const isLine = data.length === 1 || widths.some((width) => width === 1);
    const counts = data.length === 1 ? widths : [data.length];
    return isLine && layout.rows.length > 1
      ? [all, all.filter((each) => each.input)].find((cells) => counts.includes(cells.length))
      : undefined;
  };

  /* Where everything of a block goes: `placed` figures with their cells, and how many texts were
     recognised as labels and how many lie outside the table. `focus` is the focused row and column. */
  const place = (matrix, layout, focus) => {
    const found = matrix.filter((cells) => !cells.every(isBlank)).map((cells) => described(layout, cells));
    const data = found.filter((each) => !each.isHeading);
    const filled = (texts) => texts.filter((text) => !isBlank(text)).length;
    const headings = found.filter((each) => each.isHeading);
    const result = { placed: [], labels: headings.reduce((sum, { cells }) => sum + filled(cells), 0), outside: 0 };
    if (!data.length) {
      return result;
    }
    const first = firstColumn(data);
    result.labels += data.reduce((sum, { cells }) => sum + filled(cells.slice(0, first)), 0);
    const widths = [data[0].cells.length - first, trimmedWidth(data, first)];
    const put = (text, target) => {
      if (target) {
        result.placed.push({ text, target });
      } else if (!isBlank(text)) {
        result.outside += 1;
      }
    };
    const flat = flattened(layout, data, first, widths);
    if (flat) {
      const texts = data.length === 1 ? data[0].cells.slice(first) : data.map(({ cells }) => cells[first]);
      texts.forEach((text, number) => put(text, flat[number]));
      return result;
    }
    const named = namedColumns(layout, headings, first);
    const fits = (width) => layout.rows.some((row) => [row.cells, row.plain].some((cells) => cells.length === width));
    const width = fits(widths[0]) ? widths[0] : widths[1];
    const rows = rowsFor(layout, data, focus);
    data.forEach(({ cells }, number) => {
      const row = rows[number];
      const targets = row && !named ? cellsFor(row, width, focus) : [];
      cells.slice(first).forEach((text, at) => {
        put(text, row && named ? row.cells.find((each) => each.column === named.get(first + at)) : targets[at]);
      });
    });
    return result;
  };

  return { parse, layoutOf, place, isBlank };
})();
