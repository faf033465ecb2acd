/* What becomes of a text that is pasted. */

/* What no reader can see is cleaned without asking, as the server does on saving (reports/text/cleaning.py); what could
   change the meaning is only proposed. Digits are never touched. */

const HAN = "\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff〇";
const LINE_END = /\r\n?|[\v\f\x85\u2028\u2029]/g;
const BLANK = /[\t\u00a0\u2000-\u200a\u202f\u205f]/g;
const INVISIBLE = /[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufdd0-\ufdef\ufffe\uffff]/g;
// A wide blank before one of these is a slot of a template that was emptied: 「共  条」. The checks must see it.
const AFTER_A_SLOT = new Set("条篇件份宗次期个年月日元");

const HALF_WIDTH = ",;:?!.";
const FULL_WIDTH = "，；：？！。";
const BRACKETED = new RegExp(`\\(([^()\\n]*[${HAN}][^()\\n]*)\\)`, "g");
const BETWEEN = new RegExp(`([${HAN}”’）》])([,;:?!.])(?=[${HAN}“‘（《\\n]|$)`, "g");

const SENTENCE_END = /[。！？!?；;：:…][”’』」）)]?$|[^\d][.]$/;
const NUMBER = "一二三四五六七八九十";
const LIST_ITEM = new RegExp(
  `^(?:[（(]?[${NUMBER}]+[）)、．.]|第[${NUMBER}\\d]+[章节条项]|[${NUMBER}]是|其[${NUMBER}]|[（(]?\\d+[）)、．.](?!\\d)|[●■◆▪·•—-])`,
);
const WIDEST_PRINTED_LINE = 60;
const SHORTEST_BROKEN_LINE = 12;
const NEARLY_FULL = 0.8;

const shortBlanks = (text) =>
  text.replace(/([ \u3000])[ \u3000]+([\s\S]?)/g, (all, first, next) => (AFTER_A_SLOT.has(next) ? all : first + next));

/* A text of several lines, without indents; of the empty lines at its ends one may have ended a paragraph. */
const trimmedLines = (text) =>
  text.includes("\n")
    ? text
        .split("\n")
        .map((line) => line.replace(/^[ \u3000]+|[ \u3000]+$/g, ""))
        .join("\n")
        .replace(/^\n+/, "")
        .replace(/\n{2,}$/, "\n")
    : text;

/* The text without what no reader can see, and what was removed or repaired, in sentences. */
export const cleaned = (pasted, equivalents) => {
  let removed = 0;
  let repaired = 0;
  const visible = pasted
    .replace(LINE_END, "\n")
    .replace(BLANK, " ")
    .replace(INVISIBLE, () => {
      removed += 1;
      return "";
    });
  const plain = Array.from(visible, (character) => {
    const equivalent = equivalents.get(character);
    repaired += equivalent ? 1 : 0;
    return equivalent || character;
  }).join("");
  const notices = [];
  if (removed) {
    notices.push(`已删除 ${removed} 个不能显示的字符`);
  }
  if (repaired) {
    notices.push(`已将 ${repaired} 个形近字符改为通用汉字`);
  }
  return { text: trimmedLines(shortBlanks(plain)), notices };
};

const width = (line) => Array.from(line).reduce((sum, each) => sum + (each < "\u0100" ? 0.5 : 1), 0);

/* Whether a line was broken off by the edge of a printed page rather than ended by its author. */
const isBrokenOff = (line, next, widest) =>
  widest <= WIDEST_PRINTED_LINE &&
  width(line) >= Math.max(SHORTEST_BROKEN_LINE, NEARLY_FULL * widest) &&
  !SENTENCE_END.test(line) &&
  next !== "" &&
  !LIST_ITEM.test(next) &&
  !(/\d[.,]?$/.test(line) && /^[.,]?\d/.test(next));

const seam = (line, next) => (/[A-Za-z]$/.test(line) && /^[A-Za-z]/.test(next) ? " " : "");

/* The lines with broken ones put together; `seams` are the places in the result. */
const joined = (text) => {
  const lines = text.split("\n");
  const widest = Math.max(...lines.map(width));
  const seams = [];
  let emptyLines = 0;
  let result = "";
  let previous = "";
  lines.forEach((line, number) => {
    if (number && line === "" && number < lines.length - 1) {
      emptyLines += 1;
      previous = "";
      return;
    }
    if (number && previous && isBrokenOff(previous, line, widest)) {
      result += seam(previous, line);
      seams.push(result.length);
    } else if (number) {
      result += "\n";
    }
    result += line;
    previous = line;
  });
  return { text: result, seams, emptyLines };
};

/* Half-width punctuation of a Chinese sentence in full width; as long as before, character by character. */
const fullWidth = (text) =>
  text
    .replace(BRACKETED, "（$1）")
    .replace(BETWEEN, (all, before, mark) => before + FULL_WIDTH[HALF_WIDTH.indexOf(mark)]);

/* The text cut into pieces, each of which is as before or changed. */
const pieces = (before, after, seams) => {
  const found = [];
  const edges = new Set(seams);
  for (let place = 0; place < after.length; place += 1) {
    const isChanged = before[place] !== after[place];
    const last = found[found.length - 1];
    if (edges.has(place)) {
      found.push({ text: "", isSeam: true, isChanged: false });
    }
    if (last && last.isChanged === isChanged && !edges.has(place)) {
      last.text += after[place];
    } else {
      found.push({ text: after[place], isSeam: false, isChanged });
    }
  }
  return found;
};

/* What the pasted text could be turned into: nothing to propose where `changes` is empty. */
export const tidied = (text) => {
  const { text: together, seams, emptyLines } = joined(text);
  const result = fullWidth(together);
  const found = pieces(together, result, seams);
  const marks = found.reduce((sum, each) => sum + (each.isChanged ? each.text.length : 0), 0);
  const changes = [];
  if (marks) {
    changes.push(`${marks} 处半角标点改为全角`);
  }
  if (seams.length) {
    changes.push(`${seams.length} 处断行连接起来`);
  }
  if (emptyLines) {
    changes.push(`${emptyLines} 个空行删除`);
  }
  return { text: result, changes, pieces: found };
};

/* The characters of a text that can be seen, as reports.text.cleaning.length counts them. */
const UNSEEN = /[\s\x1c-\x1f\x85\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g;
export const length = (text) => Array.from(text.replace(UNSEEN, "")).length;
