/* Draws the totals, the balance row and the echo of amounts while figures are typed. */
import * as Figures from "./figures.js";

/* The page says which entries a total adds up (data-parts) and which figures stand on either side of the balance
   (data-left, data-right); nothing of the official form is repeated here, and the server never believes these sums. A
   figure that changes moves only the sums it belongs to. */

const grid = document.getElementById("grid");
const WORDS = { incomplete: "未填完", even: "✓ 平", short: "少", over: "多" };
const PAUSE_BEFORE_SPEAKING = 1000;
const inputs = new Map([...grid.querySelectorAll("input")].map((input) => [input.name, input]));
const figures = new Map();
const sumsOf = new Map([...inputs.keys()].map((address) => [address, []]));
const echoes = new Map([...grid.querySelectorAll("[data-echo]")].map((echo) => [echo.dataset.echo, echo]));
const status = document.getElementById("grid-status");
const spoken = new Map();
let speaking;

/* A running sum over entries: its value so far, and how many entries are still missing from it. */
const sumOver = (entries, owner) => {
  const sum = { value: 0, missing: entries.length, owner };
  entries.forEach((address) => sumsOf.get(address).push(sum));
  return sum;
};

const put = (shown, words) => {
  if (shown.textContent !== words) {
    shown.textContent = words;
  }
};

const totals = [...grid.querySelectorAll("[data-parts]")].map((shown) => {
  const total = { shown, parts: shown.dataset.parts.split(" ") };
  total.sum = sumOver(total.parts, total);
  total.draw = () => {
    put(shown, total.sum.value.toString());
    shown.parentElement.classList.toggle("is-incomplete", total.sum.missing > 0);
  };
  return total;
});
const partsOf = new Map(totals.map((total) => [total.shown.id, total.parts]));

const words = (left, right) => {
  if (left.missing || right.missing) {
    return WORDS.incomplete;
  }
  const difference = left.value - right.value;
  if (difference === 0) {
    return WORDS.even;
  }
  return difference > 0 ? `${WORDS.short} ${difference}` : `${WORDS.over} ${-difference}`;
};

/* One side of the balance, down to its entries: a total on it stands for what it adds up. */
const side = (addresses, owner) =>
  sumOver(addresses.split(" ").reduce((all, each) => all.concat(partsOf.get(each) || [each]), []), owner);

const balances = [...grid.querySelectorAll("[data-left]")].map((shown) => {
  const balance = { shown };
  const left = side(shown.dataset.left, balance);
  const right = side(shown.dataset.right, balance);
  balance.draw = () => {
    const said = words(left, right);
    put(shown, said);
    shown.classList.toggle("is-even", said === WORDS.even);
    shown.classList.toggle("is-uneven", said !== WORDS.even && said !== WORDS.incomplete);
  };
  return balance;
});

/* An amount in 万元 is repeated in 元, so that a slip between the two is seen. */
const drawEcho = (address) => {
  const echo = echoes.get(address);
  if (echo) {
    const { value, dataset } = inputs.get(address);
    const yuan = Figures.isFigure(value, dataset.measure) ? Figures.read(value, dataset.measure) : "";
    put(echo, yuan && `合 ${yuan.replace(/\B(?=(\d{3})+$)/g, ",")} 元`);
  }
};

const take = (input) => {
  const figure = Figures.read(input.value, input.dataset.measure || "count");
  const now = typeof figure === "number" ? figure : undefined;
  const before = figures.get(input.name);
  figures.set(input.name, now);
  const changed = new Set();
  for (const sum of sumsOf.get(input.name)) {
    sum.value += (now || 0) - (before || 0);
    sum.missing += (now === undefined ? 1 : 0) - (before === undefined ? 1 : 0);
    changed.add(sum.owner);
  }
  return changed;
};

/* The balance of the column is told when it has changed, and typing has paused. */
const speak = (input) => {
  clearTimeout(speaking);
  speaking = setTimeout(() => {
    const balance = balances.find(({ shown }) => shown.dataset.column === input.closest("td").dataset.column);
    if (balance && spoken.get(balance) !== balance.shown.textContent) {
      spoken.set(balance, balance.shown.textContent);
      status.textContent = `${input.getAttribute("aria-label").split("，").pop()}列${balance.shown.textContent}`;
    }
  }, PAUSE_BEFORE_SPEAKING);
};

inputs.forEach(take);
totals.forEach((total) => total.draw());
balances.forEach((balance) => {
  balance.draw();
  spoken.set(balance, balance.shown.textContent);
});
echoes.forEach((echo, address) => drawEcho(address));
grid.addEventListener("input", (event) => {
  take(event.target).forEach((owner) => owner.draw());
  drawEcho(event.target.name);
  if (!(event.detail && event.detail.isStored)) {
    speak(event.target);
  }
});
