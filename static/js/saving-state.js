/* What stands in the way of saving, and what the bar says of it. */
import * as Conflicts from "./conflicts.js";
import * as Display from "./display.js";
import { changed } from "./values.js";

const FAILURES_BEFORE_BLOCK = 3;
const RETRY = [3000, 6000, 12000, 30000]; // milliseconds, after each failure
const WORDS_OF_TROUBLE = {
  away: ["网络中断，将自动重试", "网络中断，填写的内容先留在本页，恢复后自动保存", "retry"],
  signed_out: ["登录已超时", "登录已超时", "sign_in"],
};
let atRest = document.getElementById("save-status").textContent; // what the bar says when there is nothing to say
let trouble = ""; // why nothing can be saved now: away, signed_out, failed or refused
let failures = 0;
let hasLeft = false; // the report is no longer its author's

export const sendable = () => changed().filter((address) => !Conflicts.open.has(address));
export const isLeft = () => hasLeft;
export const isAway = () => trouble === "away";
export const hasTrouble = () => trouble !== "";
/* Whether what stands in the way ends once the server can be reached and knows who is here. */
export const isOfTheWay = () => Boolean(WORDS_OF_TROUBLE[trouble]);

const sayTrouble = () => {
  const [unsaved, nothing, act] = WORDS_OF_TROUBLE[trouble];
  Display.say(changed().length ? `未保存：${unsaved}` : nothing, "is-failed", act);
};

const sayDirty = () => Display.say("有未保存的修改", "is-dirty");

export const sayState = () => {
  if (Conflicts.open.size) {
    Display.say(`有 ${Conflicts.open.size} 处与他人的修改冲突，请选择`, "is-failed", "choose");
  } else if (sendable().length) {
    sayDirty();
  } else {
    Display.say(atRest);
  }
};

/* Something was typed. */
export const sayTyped = () => {
  if (isOfTheWay()) {
    sayTrouble();
  } else if (!trouble) {
    sayDirty();
  }
};

export const saySaving = () => {
  if (!trouble) {
    Display.say("正在保存…");
  }
};

export const recover = () => {
  trouble = "";
  failures = 0;
  Display.sayBlock("");
};

/* The server has saved, at this time of its clock. */
export const acknowledge = (at) => {
  atRest = `已保存 ${at}`;
  recover();
};

/* A request came to nothing: in how many milliseconds to try again, undefined where that would change nothing. */
export const fail = ({ kind, words, delay }) => {
  trouble = kind;
  if (kind === "signed_out") {
    sayTrouble();
    return undefined;
  }
  failures += 1;
  const isFailed = kind !== "refused";
  if (kind === "away") {
    sayTrouble();
  } else {
    Display.say(`未保存：${words}`, "is-failed", isFailed ? "retry" : "");
  }
  if (isFailed && failures >= FAILURES_BEFORE_BLOCK) {
    Display.sayBlock("暂时无法保存。请勿关闭本页，恢复后自动保存");
  }
  return isFailed ? delay || RETRY[Math.min(failures, RETRY.length) - 1] : undefined;
};

/* The report has left its author: nothing is saved from this page any more. */
export const leave = (words) => {
  hasLeft = true;
  Display.say("未保存", "is-failed");
  Display.sayBlock(`${words}当前未保存的内容仍在本页，可复制留存`);
};

/* Another request of the page, or the browser, met with away or signed_out. */
export const meet = (kind) => {
  if (trouble === "" || trouble === "away" || kind === "signed_out") {
    trouble = kind;
    sayTrouble();
  }
};
