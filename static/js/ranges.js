/* A range of cells in the official table, as in WPS: marked, copied, emptied, filled down. */
import * as Grid from "./grid.js";
import * as Sources from "./sources.js";
import { grid, places, apply, say } from "./grid.js";

/* Shift with an arrow or a click, or the mouse with its button held down; copy (totals too, apart by tabs), Delete, and
   Ctrl+D, which fills down. Each change is one act that one 撤销 takes back. The focus stays in the cell where the range
   began, so that input methods, screen readers and typing are what they are without a range; touch scrolls as ever. */

const COMPOSING = 229;
const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
const rows = [...grid.querySelectorAll("tbody tr")].map((row) => [...row.querySelectorAll("td")]).filter((row) => row.length);
const rowOf = new Map([].concat(...rows.map((row, number) => row.map((cell) => [cell, number]))));
const from = (cell) => Number(cell.dataset.column);
const to = (cell) => from(cell) + cell.colSpan - 1;
const inputOf = (cell) => cell.querySelector("input");
const textOf = (cell) => (inputOf(cell) ? inputOf(cell).value : cell.querySelector("[data-parts]").textContent);
const columns = [].concat(...rows).reduce(([least, most], cell) => [Math.min(least, from(cell)), Math.max(most, to(cell))], [99, 0]);
let anchor = null; // the cell where the range began, which has the focus
let corner = null; // row and column of the opposite corner; null where there is no range
let dragged = null;

const bounds = () => {
  const [row, column] = [rowOf.get(anchor), from(anchor)];
  return {
    top: Math.min(row, corner.row),
    bottom: Math.max(row, corner.row),
    left: Math.min(column, corner.column),
    right: Math.max(to(anchor), corner.column),
  };
};

/* The cells of the range, row by row. */
const chosen = () => {
  const { top, bottom, left, right } = bounds();
  return rows.slice(top, bottom + 1).map((row) => row.filter((cell) => from(cell) <= right && to(cell) >= left));
};

const unmark = () => grid.querySelectorAll("td.is-chosen").forEach((cell) => cell.classList.remove("is-chosen"));

const clear = () => {
  if (corner) {
    corner = null;
    unmark();
    grid.classList.remove("has-range");
    say("");
  }
};

const choose = (row, column) => {
  corner = { row: Math.max(0, Math.min(rows.length - 1, row)), column: Math.max(columns[0], Math.min(columns[1], column)) };
  unmark();
  const cells = [].concat(...chosen());
  if (cells.length < 2) {
    clear();
    return;
  }
  cells.forEach((cell) => cell.classList.add("is-chosen"));
  grid.classList.add("has-range");
  say(`已选 ${cells.length} 格`);
};

const begin = (cell) => {
  if (anchor !== cell) {
    clear();
    anchor = cell;
  }
};

const extend = (step) => {
  const last = corner || { row: rowOf.get(anchor), column: from(anchor) };
  choose(last.row + step[0], last.column + step[1]);
  const edge = rows[corner ? corner.row : rowOf.get(anchor)];
  edge[0].scrollIntoView({ block: "nearest", inline: "nearest" });
};

const entries = () => [].concat(...chosen()).map(inputOf).filter(Boolean);

const empty = () => {
  const filled = entries().filter((input) => input.value !== "");
  apply(filled.map((input) => [input, ""]), Sources.TYPED, filled.length ? `已清空 ${filled.length} 格` : "所选的格都是空的");
};

const above = (input) => {
  const { row, cell } = places.get(input);
  const found = row ? Grid.rows[row - 1].find((each) => each.from <= cell.from && cell.from < each.to) : null;
  return found ? [found.input.parentElement] : [];
};

/* The first row of the range goes into those below; without a range the cell takes what stands above it. */
const fillDown = (input) => {
  const block = corner ? chosen() : [above(input), [input.parentElement]];
  const [first, ...below] = block;
  const changes = [].concat(...below)
    .map((cell) => [inputOf(cell), first.find((each) => inputOf(each) && from(each) <= from(cell) && from(cell) <= to(each))])
    .filter(([target, source]) => target && source)
    .map(([target, source]) => [target, textOf(source)]);
  apply(changes, Sources.TYPED, changes.length ? `已向下填充 ${changes.length} 格` : "没有可以向下填充的格");
};

grid.addEventListener("keydown", (event) => {
  const input = event.target;
  if (event.isComposing || event.keyCode === COMPOSING || !places.has(input) || event.altKey) {
    return;
  }
  begin(input.parentElement);
  const control = event.ctrlKey || event.metaKey;
  const isWhole = input.selectionEnd - input.selectionStart === input.value.length || corner;
  if (event.shiftKey && !control && STEPS[event.key] && (isWhole || STEPS[event.key][0])) {
    event.preventDefault();
    extend(STEPS[event.key]);
  } else if (corner && !control && (event.key === "Delete" || event.key === "Backspace")) {
    event.preventDefault();
    empty();
  } else if (control && !event.shiftKey && event.key.toLowerCase() === "d") {
    event.preventDefault();
    fillDown(input);
  } else if (event.key === "Escape" && corner) {
    event.preventDefault();
    event.stopImmediatePropagation();
    clear();
  } else if (!control && !event.shiftKey && event.key !== "Shift") {
    clear();
  }
});

grid.addEventListener("copy", (event) => {
  if (corner) {
    event.preventDefault();
    event.clipboardData.setData("text/plain", chosen().map((row) => row.map(textOf).join("\t")).join("\r\n"));
    say(`已复制 ${[].concat(...chosen()).length} 格`);
  }
});

grid.addEventListener("cut", (event) => {
  if (corner) {
    event.preventDefault();
    event.clipboardData.setData("text/plain", chosen().map((row) => row.map(textOf).join("\t")).join("\r\n"));
    empty();
  }
});

/* ---- mouse: only a mouse, with its first button; a cell being edited keeps the selection of its text ---- */

const cellUnder = (event) => {
  const element = document.elementFromPoint(event.clientX, event.clientY);
  const cell = element && element.closest("td");
  return rowOf.has(cell) ? cell : null;
};

grid.addEventListener("pointerdown", (event) => {
  dragged = null;
  if (event.pointerType !== "mouse" || event.button !== 0) {
    return;
  }
  const cell = cellUnder(event);
  if (cell && inputOf(cell) && !event.shiftKey) {
    clear();
    dragged = cell;
  }
});

grid.addEventListener("mousedown", (event) => {
  const focused = document.activeElement;
  const cell = cellUnder(event);
  if (event.shiftKey && event.button === 0 && cell && places.has(focused) && cell !== focused.parentElement) {
    event.preventDefault();
    begin(focused.parentElement);
    choose(rowOf.get(cell), from(cell));
  }
});

document.addEventListener("pointermove", (event) => {
  const cell = dragged && event.buttons === 1 ? cellUnder(event) : null;
  if (cell && (cell !== dragged || corner) && document.activeElement === inputOf(dragged)) {
    begin(dragged);
    choose(rowOf.get(cell), from(cell));
  }
});

document.addEventListener("pointerup", () => {
  dragged = null;
});

grid.addEventListener("focusin", (event) => {
  if (places.has(event.target)) {
    begin(event.target.parentElement);
  }
});
grid.addEventListener("paste", clear);
