/* Where the figures of a copied table belong whose rows carry labels. */
import * as Figures from "./figures.js";
import * as Labels from "./labels.js";

/* Each row is read by its own label, each column by its heading where headings were copied along. What the labels do
   not decide is not placed but named, with the reason. Pure: a grid of strings in, addresses out;
   tests/official/table_vectors.json is what it must answer. */

export const isBlank = (text) => Figures.read(text, "count") === null;
export const isFigure = (text) =>
  ["count", "money"].some((measure) => Figures.isFigure(text, measure)) || Figures.saysNothing(text);
const filled = (texts) => texts.filter((text) => !isBlank(text));

const WHY = {
  unknown: "本表没有这个项目",
  nameless: "没有项目名称",
  group: "这是几个项目的总称",
  twice: "同一项目出现了两次，数字不同",
  width: (figures) => `有 ${figures} 个数，与本表的栏数不符，不能确定各属哪一栏`,
  swapped: "表头的次序与本表不同",
  heading: (words) => `表头“${words}”不是本表的栏目`,
  order: "总计不等于各栏之和，又没有表头，不能确定各属哪一栏",
  shape: "有空格，不能确定各属哪一栏",
  total: "最后一个数等于前面各数之和，不能确定是不是总计",
};

/* One row of the copied table: the row that it names, its texts, or that it is a heading. */
const described = (index, cells) => {
  const found = Labels.rowAt(index, cells);
  const texts = cells.slice(found ? found.last + 1 : 0);
  if (found && (filled(texts).some(isFigure) || !filled(texts).length)) {
    return Object.assign(found, { cells, texts, isHeading: false });
  }
  const from = cells.findIndex((text) => !isBlank(text) && isFigure(text));
  const words = filled(cells.slice(0, from < 0 ? cells.length : from));
  return { row: null, cells, label: words.join(""), last: words[words.length - 1] || "", texts: from < 0 ? [] : cells.slice(from), isHeading: from < 0 };
};

/* The columns in their order in the copy: numbers, null for a subtotal, { unknown } for the first strange heading;
   null where no headings were copied along. A group stands for the whole row of headings below it. */
export const headedColumns = (index, headings) => {
  const lines = headings
    .map(({ cells }) => filled(cells).map((text) => ({ text, is: Labels.headed(index, text) })))
    .filter((line) => line.length > 1 && (line.some(({ is }) => is) || line.length > 2));
  const read = (number) => {
    const line = lines[number] || [];
    const from = line.findIndex(({ is }) => is);
    const groups = line.filter(({ is }) => is && is.isGroup);
    return line.slice(Math.max(from, 0)).reduce((all, { text, is }) => {
      if (is && is.isGroup) {
        const isAlone = groups.length === 1 && number + 1 < lines.length;
        return all.concat(isAlone ? read(number + 1) : [{ unknown: text }]);
      }
      return all.concat([is ? is.column : { unknown: text }]);
    }, []);
  };
  return lines.length ? read(0) : null;
};

/* A table of several parts has headings between its rows: why those above a row are not its own, empty where they are. */
const faultOfHeading = (index, found, line) => {
  const above = found.slice(0, found.indexOf(line)).filter(({ isHeading, cells }) => isHeading && filled(cells).length > 1);
  const words = above.length && !index.columns.size ? filled(above[above.length - 1].cells) : [];
  const strange = words.slice(1).find((text) => !index.groups.has(Labels.plain(text)));
  if (strange) {
    return WHY.heading(strange);
  }
  const order = words.slice(1).map((text) => [...index.groups].indexOf(Labels.plain(text)));
  return order.every((place, at) => !at || place > order[at - 1]) ? "" : WHY.swapped;
};

/* The cells of a row that so many figures in this order are, null for what is turned out. */
const targetsOf = (row, columns) => {
  if (columns === "all" || (Array.isArray(columns) && row.cells.length < 2)) {
    return row.cells;
  }
  return columns === "entries"
    ? row.plain
    : columns.map((column) => row.cells.find((cell) => cell.column === column) || null);
};

/* The texts of a row, cell by cell, if it is read like this; else null. Cells that a wide label covers are blank
   in a spreadsheet and missing in a copy from a page or a document. */
const fit = ({ row, texts, isLine }, { isPadded, columns }) => {
  const covered = isPadded ? row.labelSpan - 1 : 0;
  const targets = targetsOf(row, columns);
  const own = texts.slice(covered);
  const isWhole = isLine && filled(own).length === targets.length;
  const shown = isWhole ? filled(own) : own;
  const fits =
    texts.slice(0, covered).every(isBlank) && shown.length >= targets.length && shown.slice(targets.length).every(isBlank);
  return fits ? targets.map((target, at) => [target, shown[at]]) : null;
};

const numberOf = (text) => (isBlank(text) || Figures.saysNothing(text) ? 0 : Figures.read(text, "count"));

/* Whether the pasted total of a row is the sum of the row: 1, -1, or 0 where that says nothing. */
const agreement = (pairs) => {
  const totals = pairs.filter(([target]) => target && target.isTotal);
  const entries = pairs.filter(([target]) => target && !target.isTotal).map(([, text]) => numberOf(text));
  if (totals.length !== 1 || !entries.length || isBlank(totals[0][1])) {
    return 0;
  }
  const [sum, total] = [entries.reduce((all, each) => all + each, 0), numberOf(totals[0][1])];
  return sum === total ? (sum ? 1 : 0) : -1;
};

/* Entries alone, of which the last may be a total after all because one is missing. */
const endsInSum = (row, pairs) => {
  const figures = pairs.map(([, text]) => numberOf(text));
  const last = figures.pop();
  const isCut = row.plain.length < row.cells.length && pairs.length === row.plain.length;
  return isCut && last > 0 && figures.reduce((sum, each) => sum + each, 0) === last;
};

const key = (pairs) => pairs.filter(([target, text]) => target && !isBlank(text)).map(([{ address }, text]) => `${address}=${text}`).join(" ");

/* The ways of reading that most rows fit, the one that the totals confirm before others. */
const readings = (lines, headed) => {
  // Where every figure has a line, a blank cell may have left none: six of seven are not six of six.
  const kinds = headed ? [headed] : lines[0].isLine ? ["all"] : ["all", "entries"];
  const ways = [].concat(...kinds.map((columns) => [false, true].map((isPadded) => ({ isPadded, columns }))));
  const judged = ways.map((way) => {
    const pairs = lines.map((line) => fit(line, way));
    const fitting = pairs.filter(Boolean);
    return { pairs, fits: fitting.length, agrees: fitting.reduce((sum, each) => sum + agreement(each), 0) };
  });
  const most = Math.max(...judged.map(({ fits }) => fits));
  const best = judged.filter(({ fits }) => fits === most);
  const surest = Math.max(...best.map(({ agrees }) => agrees));
  return surest > 0 ? best.filter(({ agrees }) => agrees === surest) : best;
};

const unsureLine = (line, why) => ({ label: line.label, texts: filled(line.texts), why });

/* What several readings say of one row: its cells, or why they are not known. */
const settled = (line, ways, number, headed) => {
  const found = ways.map(({ pairs }) => pairs[number]);
  if (found.some((pairs) => !pairs)) {
    return { why: WHY.width(filled(line.texts).length) };
  }
  if (new Set(found.map(key)).size > 1) {
    return { why: WHY.shape };
  }
  if (!headed && endsInSum(line.row, found[0])) {
    return { why: WHY.total };
  }
  const isDoubtful = !headed && ways[0].agrees < 0 && agreement(found[0]) < 0;
  return isDoubtful ? { why: WHY.order } : { pairs: found[0] };
};

const put = (result, pairs) => {
  for (const [target, text] of pairs) {
    if (target === null) {
      result.turnedOut += isBlank(text) ? 0 : 1;
    } else {
      result[target.isTotal ? "compared" : "placed"].push({ address: target.address, text });
    }
  }
};

const withoutRow = (result, index, line) => {
  if (Labels.isSubtotal(index, line.last || "")) {
    result.turnedOut += filled(line.texts).length;
    return;
  }
  const isGroup = line.last && index.groups.has(Labels.plain(line.last));
  result.unsure.push(unsureLine(line, isGroup ? WHY.group : line.label ? WHY.unknown : WHY.nameless));
};

/* Rows that name the same row of the table twice, with other figures. */
const contradicted = (lines) => {
  const seen = new Map();
  lines.forEach((line) => seen.set(line.row, (seen.get(line.row) || new Set()).add(filled(line.texts).join("\t"))));
  return new Set(lines.filter(({ row }) => seen.get(row).size > 1));
};

/* `placed` and `compared` name cells and their texts, `unsure` rows and why; `turnedOut` counts figures of
   subtotals, `labels` words. Null where no row has a label, so that labels decide nothing. */
export const place = (rows, table, isLine) => {
  const index = Labels.of(table);
  const found = rows.filter((cells) => filled(cells).length).map((cells) => Object.assign(described(index, cells), { isLine }));
  const data = found.filter((line) => !line.isHeading);
  const lines = data.filter((line) => line.row && filled(line.texts).length);
  if (!lines.length) {
    return null;
  }
  const words = found.reduce((sum, line) => sum + filled(line.cells).length - filled(line.texts).length, 0);
  const result = { placed: [], compared: [], unsure: [], turnedOut: 0, labels: words, outside: 0 };
  const headed = isLine || !index.columns.size ? null : headedColumns(index, found.slice(0, found.indexOf(data[0])).filter((line) => line.isHeading));
  const strange = headed && headed.find((each) => each && each.unknown);
  const ways = strange ? [] : readings(lines, headed);
  const twice = contradicted(lines);
  data.filter((line) => !line.row).forEach((line) => withoutRow(result, index, line));
  lines.forEach((line, number) => {
    const why = strange ? WHY.heading(strange.unknown) : twice.has(line) ? WHY.twice : faultOfHeading(index, found, line);
    const answer = why ? { why } : settled(line, ways, number, headed);
    if (answer.why) {
      result.unsure.push(unsureLine(line, answer.why));
    } else {
      put(result, answer.pairs);
    }
  });
  return result;
};
