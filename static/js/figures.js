/* Reads a figure as the server does (reports/official/figures.py), with the same sentences where it is none:
   both are tested against tests/official/number_vectors.json. Counts are numbers, which are exact for every sum
   of the form: 144 counts of 12 digits stay below 2^53. Amounts, which are never summed here, are digits. */
"use strict";

const Figures = (() => {
  const MOST_DIGITS = 12;
  const MOST_DECIMALS = 4;
  const COUNTERS = /(\d)\s*[件条个宗份起次篇封]$/;
  const MONEY_UNIT = /(\d)\s*万元$/;
  const GROUPED = /^[+-]?\d{1,3}([,， ]\d{3})+(\.\d+)?$/;
  const NUMBER = /^([+-]?)(\d+)(?:\.(\d+))?$/;
  const SEPARATED = /^[\d,，. ]*\d[,，. ]+[\d,，. ]*$/;
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
    return decimals.length > MOST_DECIMALS ? `金额最多保留 ${MOST_DECIMALS} 位小数` : "";
  };

  /* What was typed, as sign, whole digits and decimals; null when blank, else with the fault that makes it none. */
  const parse = (typed, measure) => {
    const text = narrow(typed);
    if (!text) {
      return null;
    }
    if (NOTHING_TO_REPORT.test(text)) {
      return { fault: "没有的请填 0" };
    }
    let bare = text.replace(measure === "money" ? MONEY_UNIT : COUNTERS, "$1");
    if (GROUPED.test(bare)) {
      bare = bare.replace(/[,， ]/g, "");
    }
    const match = NUMBER.exec(bare);
    if (!match) {
      return { fault: SEPARATED.test(bare) ? `请核对数字“${text}”` : "请填写数字" };
    }
    const [, sign, digits, decimals = ""] = match;
    const whole = digits.replace(/^0+(?=\d)/, "");
    if (whole.length > MOST_DIGITS) {
      return { fault: `数字超过 ${MOST_DIGITS} 位，请核对` };
    }
    const fault = measure === "money" ? faultOfMoney(sign, decimals) : faultOfCount(sign, decimals, measure);
    return { fault, sign, whole, decimals };
  };

  /* The figure that was typed: null when blank, undefined when it cannot be read, else a number;
     for money the digits of the amount in 元, of which one more than a number could hold exactly are allowed. */
  const read = (typed, measure) => {
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
  const fault = (typed, measure) => {
    const parsed = parse(typed, measure);
    return parsed ? parsed.fault : "";
  };

  /* The figure as the server writes it; what cannot be read is itself again. */
  const display = (typed, measure) => {
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

  const isFigure = (typed, measure) => {
    const figure = read(typed, measure);
    return figure !== null && figure !== undefined;
  };

  /* Whether it is one of the marks by which people say that there is nothing. */
  const saysNothing = (typed) => NOTHING_TO_REPORT.test(narrow(typed));

  return { read, isFigure, fault, display, saysNothing };
})();
