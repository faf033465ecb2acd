/* Writes the answer to the question on fees into the text as a sentence, and changes it there. */
import * as Figures from "./figures.js";
import * as Sources from "./sources.js";

/* The wording comes with the page. The answer itself is then no longer posted: a sentence that its author has reworded
   since must not be written a second time. */

const section = document.getElementById("fees");
const NUMBERS = { notices: "count", charged: "money", collected: "money" };
const NOTHING_TO_REPORT = "无";
const text = document.getElementById("other_matters");
const said = document.getElementById("fees-said");
const choices = [...section.querySelectorAll("input[type=radio]")];
const inputs = Object.keys(NUMBERS).map((name) => section.querySelector(`[name=${name}]`));
const { no, yes } = choices[0].dataset;
const names = inputs.map((input) => input.name);
const measureOf = (place) => NUMBERS[names[place]];
/* These amounts are in 元, not in 万元 as those of the tables. */
const typedIn = (input) => input.value.trim().replace(/\s*元$/, "");
const isOtherUnit = (input, place) => measureOf(place) === "money" && input.value.trim().endsWith("万元");
const isRead = (input, place) => !isOtherUnit(input, place) && Figures.isFigure(typedIn(input), measureOf(place));

const escaped = (words) => words.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
const withNumbers = new RegExp(
  names.reduce((pattern, name) => pattern.replace(escaped(`{${name}}`), "([^，。]*)"), escaped(yes))
);
const ours = (value) => (value.match(withNumbers) || [value.includes(no) ? no : ""])[0];

/* The sentence that the answer makes; empty where it is not complete. */
const sentence = () => {
  const chosen = choices.find((choice) => choice.checked);
  if (!chosen || chosen.value === "no") {
    return chosen ? no : "";
  }
  if (!inputs.every(isRead)) {
    return "";
  }
  return inputs.reduce(
    (words, input, place) => words.replace(`{${names[place]}}`, Figures.display(typedIn(input), measureOf(place))),
    yes
  );
};

const writtenInto = (value, words) => {
  const before = value.trim();
  if (!before || before === NOTHING_TO_REPORT) {
    return words;
  }
  const old = ours(value);
  return old ? value.replace(old, words) : `${value.replace(/\s+$/, "")}\n${words}`;
};

/* Our sentence as it stands, where it says something else than the answer as far as that has been given. */
const contradicted = () => {
  const old = ours(text.value);
  if (!old || !choices.some((choice) => choice.checked && choice.value === "yes")) {
    return "";
  }
  const standing = old.match(withNumbers) || [];
  const isOther = (input, place) =>
    input.value.trim() !== "" &&
    (isRead(input, place) ? Figures.display(typedIn(input), measureOf(place)) : input.value) !== standing[place + 1];
  return old === no || inputs.some(isOther) ? old : "";
};

const without = (value, words) =>
  value
    .split("\n")
    .map((line) => [line, line.replace(words, "")])
    .filter(([line, left]) => left.trim() || left === line)
    .map(([, left]) => left)
    .join("\n");

const put = (value) => {
  text.value = value;
  Sources.during(Sources.INSERTED, () => text.dispatchEvent(new Event("input", { bubbles: true })));
  text.dispatchEvent(new Event("change", { bubbles: true }));
};

const faultOf = (input, place) =>
  isOtherUnit(input, place) ? "金额请以元填写" : Figures.fault(typedIn(input), measureOf(place));

const write = () => {
  const words = sentence();
  if (!words) {
    const fault = inputs.map(faultOf).find(Boolean);
    const gone = contradicted();
    if (gone) {
      put(without(text.value, gone));
    }
    const asked = fault || (choices.some((choice) => choice.checked) ? "填好三项后写入正文，没有的填 0" : "");
    said.textContent = gone ? `已从正文删去与所填不符的一句。${asked}` : asked;
    return;
  }
  if (!text.value.includes(words)) {
    put(writtenInto(text.value, words));
  }
  said.textContent = "已写入正文";
};

choices.forEach((choice) => {
  choice.name = "fees-answer";
  choice.addEventListener("change", write);
});
inputs.forEach((input) => {
  input.removeAttribute("name");
  input.addEventListener("change", write);
});
document.getElementById("write-fees").hidden = true;
