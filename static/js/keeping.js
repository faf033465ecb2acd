/* Keeps what is put right in a file that was read, while it is typed: who leaves the page finds it there again. */

/* Nothing of it enters a report: that is what the button for confirming does. Without this script the button beside it
   keeps what was typed. */
import * as Transport from "./transport.js";

const PAUSE = 1000; // milliseconds after the last key
const AGAIN = 5000; // until another try after a failure
const form = document.getElementById("understood");
const said = document.getElementById("kept");
const fields = [...form.querySelectorAll(".read-part input, .read-part textarea")];
const kept = new Map(fields.map((field) => [field, field.defaultValue]));
let timer = 0;
let isUnderWay = false;
let isFailing = false;
let isSent = false;

const changed = () => fields.filter((field) => field.value !== kept.get(field));

const say = (words, isFailed) => {
  said.textContent = words;
  said.classList.toggle("is-failed", isFailed);
};

const later = (delay) => {
  clearTimeout(timer);
  timer = setTimeout(keep, delay);
};

const understand = (outcome, sent) => {
  isFailing = outcome.kind !== "done";
  if (isFailing) {
    say(outcome.kind === "signed_out" ? "修改未保留：登录已超时" : `修改未保留：${outcome.words}`, true);
    return;
  }
  const { refused } = outcome.answer;
  sent.forEach(([field, value]) => {
    kept.set(field, value);
    if (!refused[field.name]) {
      field.defaultValue = value; // leaving the page asks about nothing that is kept
    }
  });
  const why = Object.values(refused)[0];
  say(why || `已保留 ${outcome.answer.kept} 处修改`, Boolean(why));
};

async function keep(isLeaving) {
  const sent = changed().map((field) => [field, field.value]);
  if (!sent.length || (isUnderWay && isLeaving !== true)) {
    return;
  }
  isUnderWay = true;
  const values = {};
  sent.forEach(([field, value]) => {
    values[field.name] = value;
  });
  let outcome = { kind: "away", words: "网络中断，将自动重试" };
  try {
    outcome = await Transport.post(form.dataset.keep, { user: form.dataset.user, values }, isLeaving === true);
  } catch (error) {
    /* The network is away for a moment: said above, and tried again below. */
  }
  isUnderWay = false;
  understand(outcome, sent);
  if (changed().length && outcome.kind !== "refused") {
    later(isFailing ? outcome.delay || AGAIN : PAUSE);
  }
}

form.addEventListener("input", () => {
  if (!isFailing) {
    say("有修改，即将保留", false);
  }
  later(PAUSE);
});
form.addEventListener("focusout", () => later(0));
form.addEventListener("submit", () => {
  isSent = true;
  clearTimeout(timer);
});
window.addEventListener("pageshow", () => {
  isSent = false;
  later(0); // a browser may have put back what was typed
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden" && !isSent) {
    keep(true);
  }
});
window.addEventListener("beforeunload", (event) => {
  if (isFailing && !isSent && changed().length) {
    event.preventDefault();
    event.returnValue = "";
  }
});
