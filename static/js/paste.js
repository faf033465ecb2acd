/* Pasting a block into the official table: a preview says what goes where, then one act enters it. */
import * as Blocks from "./blocks.js";
import * as Clipboard from "./clipboard.js";
import * as Figures from "./figures.js";
import * as Grid from "./grid.js";
import * as Labelled from "./labelled.js";
import * as Layout from "./layout.js";
import * as Lines from "./lines.js";
import * as SecondReading from "./second-reading.js";
import * as Sources from "./sources.js";
import { grid, places, measureOf, apply, ask, close, isBlank } from "./grid.js";

/* One 撤销 takes it back. Totals in the block are compared and never written; a blank leaves its cell as it is; a single
   value is the browser's own business. */

const layout = Layout.of(grid);
const MOST_NAMED = 3;
const MOST_UNSURE = 30;
const LONGEST_SHOWN = 20;
const inputOf = new Map(Grid.inputs.map((input) => [input.name, input]));

const nameOf = (input) => input.getAttribute("aria-label");
const short = (text) => (text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text);
const same = (input, value) => Figures.display(input.value, measureOf(input)) === value;

/* What pasting would do, cell by cell, without doing it. */
const planOf = ({ placed, compared, unsure, turnedOut, labels, outside, added, isByPlaceAlone }) => {
  const said = { unsure, turnedOut, labels, outside, added, isByPlaceAlone };
  const plan = Object.assign({ writes: new Map(), nothings: 0, blanks: 0, unreadable: [] }, said);
  for (const { text, address } of placed) {
    const input = inputOf.get(address);
    const measure = measureOf(input);
    if (Labelled.isBlank(text)) {
      plan.blanks += 1;
    } else if (Figures.saysNothing(text)) {
      plan.nothings += 1;
      plan.writes.set(input, "0");
    } else {
      const fault = Figures.fault(text, measure);
      plan.writes.set(input, fault ? text.replace(/\s+/g, " ") : Figures.display(text, measure));
      if (fault) {
        plan.unreadable.push(`${nameOf(input)}“${short(text)}”：${fault}`);
      }
    }
  }
  plan.totals = compared.filter(({ text }) => !Labelled.isBlank(text));
  plan.overwritten = [...plan.writes].filter(([input, value]) => !isBlank(input) && !same(input, value));
  plan.disagreeing = plan.totals.map((each) => disagreement(each, plan.writes)).filter(Boolean);
  return plan;
};

/* The sentence on a pasted total that is not what its entries will make; empty while that is not known. */
const disagreement = ({ address, text }, writes) => {
  const parts = document.getElementById(address).dataset.parts.split(" ").map((each) => inputOf.get(each));
  const figures = parts.map((input) => Figures.read(writes.has(input) ? writes.get(input) : input.value, measureOf(input)));
  const pasted = Figures.saysNothing(text) ? 0 : Figures.read(text, "count");
  if (!figures.every((each) => typeof each === "number")) {
    return "";
  }
  const sum = figures.reduce((all, each) => all + each, 0);
  return pasted === sum ? "" : `${placeOf(address)}粘贴的总计 ${short(text)} 与合计 ${sum} 不一致，请核对`;
};

const placeOf = (address) => {
  const number = layout.rows.findIndex(({ cells }) => cells.some((each) => each.address === address));
  const { column } = layout.rows[number].cells.find((each) => each.address === address);
  const heading = layout.columns.find((each) => each[1] === column);
  const isOfRow = layout.entryRows.includes(layout.rows[number]);
  return isOfRow || !heading ? `第 ${number + 1} 行` : `${heading[0]}列`;
};

/* A row whose figures are left out because it is not certain where they belong. */
const unsureWords = ({ label, texts, why }) => `${label ? `“${short(label)}”` : short(texts.join(" "))}：${why}`;

const some = (sentences, unit, most = MOST_NAMED) =>
  sentences.length > most ? [...sentences.slice(0, most), `另有 ${sentences.length - most} ${unit}`] : sentences;

const linesOf = (plan, more) =>
  [
    more.words && `${more.words}，系统未能核对，以下只是本页的识别，请仔细核对`,
    plan.isByPlaceAlone && "没有识别出项目名称，按位置放入，请逐格核对",
    plan.added && `其中 ${plan.added} 格由系统按项目名称识别，请核对`,
    plan.overwritten.length && `将覆盖已填的 ${plan.overwritten.length} 格`,
    plan.unsure.length && `${plan.unsure.length} 行不能确定放在哪里，不粘贴，请对照原表填写：`,
    ...some(plan.unsure.map(unsureWords), "行", MOST_UNSURE),
    plan.unreadable.length && `其中 ${plan.unreadable.length} 格不是数字，将原样填入，请核对：`,
    ...some(plan.unreadable, "格"),
    plan.nothings && `将 ${plan.nothings} 处“—”按 0 处理`,
    plan.totals.length && `总计 ${plan.totals.length} 格只核对，不写入`,
    ...some(plan.disagreeing, "处不一致"),
    plan.turnedOut && `小计、合计 ${plan.turnedOut} 格本表没有，不粘贴`,
    plan.blanks && `空格 ${plan.blanks} 格不粘贴，原有内容不变`,
    plan.labels && `标题和项目名称 ${plan.labels} 格不粘贴`,
    plan.outside && `超出表格范围 ${plan.outside} 格不粘贴`,
    more.elsewhere && `属于其他部分的 ${more.elsewhere} 格不粘贴`,
    ...some(more.notices || [], "处"),
    more.isCut && "内容过长，只读取了前一部分",
  ].filter(Boolean);

const saidAfter = (plan) =>
  [
    `已粘贴 ${plan.writes.size} 格`,
    plan.nothings && `已将 ${plan.nothings} 处“—”按 0 处理`,
    plan.unreadable.length && `其中 ${plan.unreadable.length} 格不是数字，请核对`,
    plan.disagreeing.length && `${plan.disagreeing.length} 处总计不一致，请核对`,
    plan.unsure.length && `${plan.unsure.length} 行不能确定放在哪里，未粘贴`,
    plan.outside && `超出表格范围 ${plan.outside} 格未粘贴`,
  ]
    .filter(Boolean)
    .join("；");

/* The values stand over their cells until the question is answered. */
const show = (plan) => {
  const overwritten = new Map(plan.overwritten);
  for (const [input, value] of plan.writes) {
    const cell = input.parentElement;
    cell.classList.add("is-proposed");
    cell.dataset.pasted = value;
    if (overwritten.has(input)) {
      cell.dataset.before = input.value;
    }
  }
};

const hide = (plan) => {
  for (const input of plan.writes.keys()) {
    const cell = input.parentElement;
    cell.classList.remove("is-proposed");
    delete cell.dataset.pasted;
    delete cell.dataset.before;
  }
};

/* Ask about what was placed; `more` is what else there is to say of it (see `linesOf`). */
const preview = (placed, more) => {
  const plan = planOf(placed);
  const yesLabel = plan.writes.size && (plan.overwritten.length ? "粘贴并覆盖" : "粘贴");
  ask({
    title: plan.writes.size ? `可粘贴 ${plan.writes.size} 格` : "没有可粘贴的数",
    lines: linesOf(plan, more),
    yesLabel,
    noLabel: "不粘贴",
    accept: () => apply([...plan.writes], Sources.PASTED, saidAfter(plan)),
    dismiss: () => hide(plan),
  });
  show(plan);
};

let turn = 0; // of pastes: whoever types on or pastes anew while the server reads has given this one up

const read = async (clipboard, input) => {
  const { rows, isCut } = clipboard.tables.length
    ? { rows: Blocks.ofTables(clipboard.tables, layout), isCut: clipboard.isCut }
    : Blocks.parse(clipboard.text);
  const { cell } = places.get(input);
  const row = layout.rows.find(({ cells }) => cells.some((each) => each.address === input.name));
  const own = Blocks.place(rows, layout, { row, column: cell.from });
  turn += 1;
  if (SecondReading.isCertain(own)) {
    preview(own, { isCut });
    return;
  }
  const asked = turn;
  Grid.say("正在识别粘贴的内容…");
  const { answer, words } = await SecondReading.ask(Grid.form, clipboard);
  if (asked !== turn) {
    return;
  }
  Grid.say("");
  preview(
    answer ? SecondReading.completed(own, answer, layout) : own,
    answer ? { isCut, elsewhere: answer.elsewhere, notices: answer.notices } : { isCut, words }
  );
};

/* HTML alone would empty the cell: a single value is entered as if it were typed, and no text at all is said. */
const enterBare = (text) => {
  if (text) {
    Sources.during(Sources.PASTED, () => document.execCommand("insertText", false, text));
  } else {
    Grid.say("剪贴板中没有文字，未粘贴");
  }
};

grid.addEventListener("paste", (event) => {
  if (!places.has(event.target)) {
    return;
  }
  const clipboard = Clipboard.read(event.clipboardData);
  const { text, isBare } = clipboard;
  const isSingle = !/[\t\n\r]/.test(text.replace(/[\r\n]+$/, "")) && !Lines.isRow(text);
  if (isSingle && !isBare) {
    return;
  }
  event.preventDefault();
  if (isSingle) {
    enterBare(text.trim());
  } else {
    read(clipboard, event.target);
  }
});

// Whoever types on has answered: what was to be overwritten is no longer what was counted.
grid.addEventListener("input", () => {
  turn += 1;
  close(false);
});
