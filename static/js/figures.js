/* Reads a figure as the server does, with the same sentences where it is none. */

/* Both this and reports/official/figures.py are tested against tests/official/number_vectors.json. Counts are numbers,
   which are exact for every sum of the form: 144 counts of 12 digits stay below 2^53. Amounts, which are never summed
   here, are digits. */

const MOST_CHARACTERS = 100;
const MOST_DIGITS = 12;
const MOST_DECIMALS = 4;
const COUNTERS = /(\d)\s*[件条个宗份起次篇封]$/;
const TEN_THOUSAND_YUAN = /(\d)\s*万元$/;
const YUAN = /(\d)\s*元$/;
const CURRENCY = /^[￥¥]\s*(?=\d)/;
const FULL_STOP = /(\d)。(?=\d)/g;
const GROUPED = /^[+-]?\d{1,3}([,，]\d{3})+(\.\d+)?$/;
const NUMBER = /^([+-]?)(\d+)(?:\.(\d+))?$/;
const SEPARATED = /\d[,，. \u00a0\u2002-\u200a\u202f\u3000\t]/;
const OF_SEPARATED = /^[+-]?[\d,，. \u00a0\u2002-\u200a\u202f\u3000\t]+$/;
const NOTHING_TO_REPORT = /^(?:[-—–―/／\\]+|无|零)$/;
const INVISIBLE = /[\u200b\u200c\u200d\u2060\ufeff]/g;

const narrow = (text) =>
  text
    .replace(/[０-９．＋]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/[－−﹣]/g, "-")
    .replace(INVISIBLE, "")
    .trim();

const faultOfCount = (sign, decimals, measure) => {
  if (sign && measure !== "net_change") {
    return sign === "-" ? "件数不能为负数" : "请填写数字";
  }
  return /[1-9]/.test(decimals) ? "件数应为整数" : "";
};

const faultOfMoney = (sign, decimals) => {
  if (sign) {
    return sign === "-" ? "金额不能为负数" : "请填写数字";
  }
  return /[1-9]/.test(decimals.slice(MOST_DECIMALS)) ? `金额最多保留 ${MOST_DECIMALS} 位小数` : "";
};

/* An amount in 元, in 万元: exactly, or with the sentence that says why not. */
const converted = ({ sign, whole, decimals }, text) => {
  const digits = whole.padStart(MOST_DECIMALS + 1, "0");
  const fault = /[1-9]/.test(decimals)
    ? `“${text}”换算为万元超过 ${MOST_DECIMALS} 位小数，请核对`
    : faultOfMoney(sign, "");
  return { fault, sign, whole: digits.slice(0, -MOST_DECIMALS), decimals: digits.slice(-MOST_DECIMALS) };
};

/* Sign, whole digits and decimals of a number written without its unit, or the fault that makes it none. */
const split = (written, text) => {
  const bare = GROUPED.test(written) ? written.replace(/[,，]/g, "") : written;
  const match = NUMBER.exec(bare);
  if (!match) {
    const isSeparated = SEPARATED.test(bare) && OF_SEPARATED.test(bare);
    return { fault: isSeparated ? `请核对数字“${text}”` : "请填写数字" };
  }
  const [, sign, digits, decimals = ""] = match;
  const whole = digits.replace(/^0+(?=\d)/, "");
  return { fault: whole.length > MOST_DIGITS ? `数字超过 ${MOST_DIGITS} 位，请核对` : "", sign, whole, decimals };
};

const parseMoney = (written, text) => {
  const bare = written.replace(CURRENCY, "");
  const isYuan = YUAN.test(bare);
  const parts = split(bare.replace(isYuan ? YUAN : TEN_THOUSAND_YUAN, "$1"), text);
  if (parts.fault) {
    return parts;
  }
  if (isYuan) {
    return converted(parts, text);
  }
  const { sign, whole, decimals } = parts;
  return { fault: faultOfMoney(sign, decimals), sign, whole, decimals: decimals.slice(0, MOST_DECIMALS) };
};

/* What was typed, as sign, whole digits and decimals; null when blank, else with the fault that makes it none. */
const parse = (typed, measure) => {
  if ([...typed].length > MOST_CHARACTERS) {
    return { fault: "请填写数字" };
  }
  const text = narrow(typed);
  if (!text) {
    return null;
  }
  if (NOTHING_TO_REPORT.test(text)) {
    return { fault: "没有的请填 0" };
  }
  const written = text.replace(FULL_STOP, "$1.");
  if (measure === "money") {
    return parseMoney(written, text);
  }
  const parts = split(written.replace(COUNTERS, "$1"), text);
  return parts.fault ? parts : Object.assign(parts, { fault: faultOfCount(parts.sign, parts.decimals, measure) });
};

/* The figure that was typed: null when blank, undefined when it cannot be read, else a number;
   for money the digits of the amount in 元, of which one more than a number could hold exactly are allowed. */
export const read = (typed, measure) => {
  const parsed = parse(typed, measure);
  if (!parsed) {
    return null;
  }
  if (parsed.fault) {
    return undefined;
  }
  const { sign, whole, decimals } = parsed;
  return measure === "money"
    ? (whole + decimals.padEnd(MOST_DECIMALS, "0")).replace(/^0+(?=\d)/, "")
    : (sign === "-" ? -1 : 1) * Number(whole);
};

/* Why it is no figure of this measure, in the server's sentence; empty where it is one, or blank. */
export const fault = (typed, measure) => {
  const parsed = parse(typed, measure);
  return parsed ? parsed.fault : "";
};

/* The figure as the server writes it; what cannot be read is itself again. */
export const display = (typed, measure) => {
  const figure = read(typed, measure);
  if (figure === null) {
    return "";
  }
  if (figure === undefined || Number(figure) === 0) {
    return figure === undefined ? typed : "0";
  }
  const { whole, decimals } = parse(typed, measure);
  return measure === "money" && decimals ? `${whole}.${decimals}` : measure === "money" ? whole : figure.toString();
};

export const isFigure = (typed, measure) => {
  const figure = read(typed, measure);
  return figure !== null && figure !== undefined;
};

/* What reading assumed that a person should know, in the server's sentence; empty where nothing was. */
export const notice = (typed, measure) => {
  if (!isFigure(typed, measure)) {
    return "";
  }
  const text = narrow(typed);
  const said = `${display(typed, measure)}${measure === "money" ? " 万元" : ""}，请核对`;
  if (measure === "money" && YUAN.test(text)) {
    return `“${text}”已换算为 ${said}`;
  }
  return text.search(/\d。\d|^[￥¥]\s*\d/) < 0 ? "" : `“${text}”已读作 ${said}`;
};

/* Whether it is one of the marks by which people say that there is nothing. */
export const saysNothing = (typed) => NOTHING_TO_REPORT.test(narrow(typed));
