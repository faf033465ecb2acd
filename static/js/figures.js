/* Reads a figure as the server does (reports/official/figures.py): both are tested against
   tests/official/number_vectors.json. Amounts are counted in hundredths of a 元, so that sums are exact. */
"use strict";

const Figures = (() => {
  const MOST_DIGITS = 12;
  const MOST_DECIMALS = 4;
  const COUNTERS = /(\d)\s*[件条个宗份起次篇封]$/;
  const MONEY_UNIT = /(\d)\s*万元$/;
  const GROUPED = /^[+-]?\d{1,3}([,， ]\d{3})+(\.\d+)?$/;
  const NUMBER = /^([+-]?)(\d+)(?:\.(\d+))?$/;
  const INVISIBLE = /[\u200b\u200c\u200d\u2060\ufeff]/g;

  const narrow = (text) =>
    text
      .replace(/[０-９．＋]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
      .replace(/[－−﹣]/g, "-")
      .replace(INVISIBLE, "")
      .trim();

  /* The figure that was typed: null when blank, undefined when it cannot be read, else a BigInt;
     for money in units of 0.0001 万元, which is 1 元. */
  const read = (typed, measure) => {
    const text = narrow(typed);
    if (!text) {
      return null;
    }
    let bare = text.replace(measure === "money" ? MONEY_UNIT : COUNTERS, "$1");
    if (GROUPED.test(bare)) {
      bare = bare.replace(/[,， ]/g, "");
    }
    const match = NUMBER.exec(bare);
    if (!match) {
      return undefined;
    }
    const sign = match[1];
    const whole = match[2].replace(/^0+(?=\d)/, "");
    const decimals = match[3] || "";
    if (whole.length > MOST_DIGITS || (sign && measure !== "net_change")) {
      return undefined;
    }
    if (measure === "money") {
      return decimals.length > MOST_DECIMALS ? undefined : BigInt(whole + decimals.padEnd(MOST_DECIMALS, "0"));
    }
    return /[1-9]/.test(decimals) ? undefined : BigInt(sign === "-" ? `-${whole}` : whole);
  };

  return { read };
})();
