/* Asks the server where a paste belongs that the browser is not certain of, and puts both readings together. */
import * as Clipboard from "./clipboard.js";
import * as Figures from "./figures.js";
import * as Transport from "./transport.js";

const MOST_CHARACTERS = 256000; // as reports.formats.pasting reads
const CONTRADICTED = "两次识别的结果不一致";

/* Whether what `Blocks.place` said needs no second reading. A block without labels goes by its shape alone: where words
   were copied along, they may be labels that only the server makes out. */
export const isCertain = ({ placed, unsure, isByShape, labels }) =>
  !unsure.length && !(isByShape && labels && placed.length);

/* What the server makes of a clipboard: `answer`, or why there is none in `words`. Nothing is stored by it. */
export const ask = async (form, { html, text, tables }) => {
  const body = { user: form.dataset.user, html: tables.length ? Clipboard.bare(html) : "", text: tables.length ? "" : text };
  if (body.html.length + body.text.length > MOST_CHARACTERS) {
    return { words: "内容过长" };
  }
  try {
    const { kind, answer, words } = await Transport.post(form.dataset.readPaste, body);
    return kind === "done" ? { answer } : { words: words || "登录已超时" };
  } catch (error) {
    return { words: "网络中断" };
  }
};

/* A figure as two readings of it are compared; empty where there is none. */
const figureOf = (text) => (Figures.saysNothing(text) ? "0" : Figures.display(text, "count"));
const figuresOf = (cells) =>
  cells.map(({ address, text }) => `${address}=${figureOf(text)}`).filter((each) => !each.endsWith("=")).sort();
const areSame = (ours, theirs) => figuresOf(ours).join(" ") === figuresOf(theirs).join(" ");

/* Whether all figures of a row that was not certain stand among those of another reading. */
const covers = (cells, texts) => {
  const left = cells.map(({ text }) => figureOf(text));
  return texts.every((text) => {
    const at = left.indexOf(figureOf(text));
    return at >= 0 && left.splice(at, 1).length === 1;
  });
};

const unsureOf = ({ label, found, why }) => ({ label, texts: [found], why });

/* What `Blocks.place` said, completed by an answer of the server: a row that only one of them can place is placed by it,
   a row that both place differently is placed by none. `added` counts the cells that the server alone placed. */
export const completed = (own, answer, layout) => {
  const inRow = (cells, row) => cells.filter(({ address }) => row.cells.some((each) => each.address === address));
  const read = Object.entries(answer.cells).map(([address, text]) => ({ address, text }));
  const isShapeless = own.isByShape && (read.length > 0 || answer.elsewhere > 0); // words go before shape
  const base = isShapeless ? { placed: [], compared: [], unsure: answer.doubts.map(unsureOf), outside: 0 } : own;
  const isByPlaceAlone = own.isByShape && !isShapeless;
  const result = Object.assign({ isByPlaceAlone }, own, base, { placed: [], compared: [], unsure: [], added: 0 });
  const found = [];
  layout.rows.forEach((row) => {
    const totals = new Set(row.cells.filter(({ isTotal }) => isTotal).map(({ address }) => address));
    const [ours, theirs] = [inRow([...base.placed, ...base.compared], row), inRow(read, row)];
    if (ours.length && theirs.length && !areSame(ours, theirs)) {
      result.unsure.push({ label: row.label, texts: ours.map(({ text }) => text).filter(Boolean), why: CONTRADICTED });
      return;
    }
    const cells = ours.length ? ours : theirs;
    result.placed.push(...cells.filter(({ address }) => !totals.has(address)));
    result.compared.push(...cells.filter(({ address }) => totals.has(address)));
    if (!ours.length && theirs.length) {
      result.added += theirs.filter(({ address }) => !totals.has(address)).length;
      found.push(theirs);
    }
  });
  result.unsure.push(...base.unsure.filter(({ texts }) => isShapeless || !found.some((cells) => covers(cells, texts))));
  return result;
};
