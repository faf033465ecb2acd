/* Draws the totals, the balance row and the echo of amounts while figures are typed. The page says which
   entries a total adds up (data-parts) and which figures stand on either side of the balance (data-left,
   data-right); nothing of the official form is repeated here, and the server never believes these sums. */
"use strict";

(() => {
  const grid = document.getElementById("grid");
  if (!grid) {
    return;
  }
  const WORDS = { incomplete: "未填完", even: "✓ 平", short: "缺", over: "多" };
  const PAUSE_BEFORE_SPEAKING = 1000;
  const inputs = new Map([...grid.querySelectorAll("input")].map((input) => [input.name, input]));
  const totals = [...grid.querySelectorAll("[data-parts]")].map((shown) => ({
    shown,
    parts: shown.dataset.parts.split(" "),
  }));
  const balances = [...grid.querySelectorAll("[data-left]")].map((shown) => ({
    shown,
    left: shown.dataset.left.split(" "),
    right: shown.dataset.right.split(" "),
  }));
  const figures = new Map();
  const status = document.getElementById("grid-status");
  let speaking;

  const read = (input) => Figures.read(input.value, input.dataset.measure || "count");

  /* What some figures add up to so far, and whether each of them is there. */
  const sum = (addresses) => {
    let value = 0n;
    let isComplete = true;
    for (const address of addresses) {
      const figure = figures.get(address);
      if (typeof figure === "bigint") {
        value += figure;
      } else {
        isComplete = false;
      }
    }
    return { value, isComplete };
  };

  const drawTotal = ({ shown, parts }) => {
    const { value, isComplete } = sum(parts);
    figures.set(shown.id, isComplete ? value : undefined);
    shown.textContent = value.toString();
    shown.parentElement.classList.toggle("is-incomplete", !isComplete);
  };

  const words = (left, right) => {
    if (!left.isComplete || !right.isComplete) {
      return WORDS.incomplete;
    }
    const difference = left.value - right.value;
    if (difference === 0n) {
      return WORDS.even;
    }
    return difference > 0n ? `${WORDS.short} ${difference}` : `${WORDS.over} ${-difference}`;
  };

  const drawBalance = ({ shown, left, right }) => {
    const said = words(sum(left), sum(right));
    shown.textContent = said;
    shown.classList.toggle("is-even", said === WORDS.even);
    shown.classList.toggle("is-uneven", said !== WORDS.even && said !== WORDS.incomplete);
  };

  /* An amount in 万元 is repeated in 元, so that a slip between the two is seen. */
  const drawEcho = (echo) => {
    const yuan = figures.get(echo.dataset.echo);
    echo.textContent = typeof yuan === "bigint" ? `合 ${yuan.toLocaleString("zh-CN")} 元` : "";
  };

  const speak = (input) => {
    clearTimeout(speaking);
    speaking = setTimeout(() => {
      const cell = input.closest("td");
      const column = [...cell.parentElement.querySelectorAll("td")].indexOf(cell);
      const balance = balances[column];
      if (balance) {
        const name = input.getAttribute("aria-label").split("，").pop();
        status.textContent = `${name}列${balance.shown.textContent}`;
      }
    }, PAUSE_BEFORE_SPEAKING);
  };

  const drawAll = () => {
    totals.forEach(drawTotal);
    balances.forEach(drawBalance);
    grid.querySelectorAll("[data-echo]").forEach(drawEcho);
  };

  const take = (input) => {
    const figure = read(input);
    figures.set(input.name, figure === null ? undefined : figure);
    input.closest("td").classList.toggle("is-unreadable", figure === undefined);
  };

  inputs.forEach(take);
  drawAll();
  grid.addEventListener("input", (event) => {
    take(event.target);
    drawAll();
    speak(event.target);
  });
})();
