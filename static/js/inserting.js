/* Where what is inserted from beside a text goes, and what is still to be filled in there. */

/* A number goes to the caret, or into the blank there; a sentence never goes into a sentence or a blank, but behind it;
   a paragraph of last year becomes one of its own. */

const BLANK = "____"; // as reports.models.phrases.BLANK
const ENDS_A_SENTENCE = /[。！？；;!?\n]["”’』」）)]?$/;
const LEADS_ON = /[，,：:、（(“《]$/;
const SENTENCE_END = /[。！？!?][”’』」]?/g;

/* The blank that a place of a text lies in or touches, as [from, to]; null where there is none. */
const blankAt = (value, start, end) => {
  for (let from = value.indexOf(BLANK); from >= 0; from = value.indexOf(BLANK, from + BLANK.length)) {
    if (from <= start && end <= from + BLANK.length) {
      return [from, from + BLANK.length];
    }
  }
  return null;
};

const endOfLine = (value, from) => (value.indexOf("\n", from) < 0 ? value.length : value.indexOf("\n", from));

const endOfSentence = (value, from) => {
  SENTENCE_END.lastIndex = from;
  const found = SENTENCE_END.exec(value.slice(0, endOfLine(value, from)));
  return found ? found.index + found[0].length : endOfLine(value, from);
};

/* Where a sentence goes: at the caret between sentences, else behind the one that the caret is in; behind the whole
   paragraph where something in it is selected or still to be filled in. */
const placeOfSentence = (value, start, end) => {
  const lineEnd = endOfLine(value, end);
  const line = value.slice(value.lastIndexOf("\n", start - 1) + 1, lineEnd);
  const before = value.slice(0, start);
  if (start !== end || line.includes(BLANK)) {
    return lineEnd;
  }
  if (!before || ENDS_A_SENTENCE.test(before) || (start === lineEnd && LEADS_ON.test(before))) {
    return start;
  }
  return endOfSentence(value, start);
};

const endsOpen = (before) =>
  before !== "" && !ENDS_A_SENTENCE.test(before) && !LEADS_ON.test(before) && !before.endsWith(BLANK);

/* What is to be replaced by what, for a text of a `kind`: number, sentence or paragraph. */
export const placed = (value, start, end, text, kind) => {
  if (kind === "number") {
    const [from, to] = blankAt(value, start, end) || [start, end];
    return { from, to, text };
  }
  if (kind === "paragraph") {
    const place = endOfLine(value, end);
    const line = value.slice(value.lastIndexOf("\n", place - 1) + 1, place);
    return { from: place, to: place, text: line.trim() ? `\n${text}` : text };
  }
  const place = placeOfSentence(value, start, end);
  const stop = endsOpen(value.slice(0, place)) ? "。" : "";
  return { from: place, to: place, text: stop + text };
};

/* ---- what is still to be filled in, one after another ---- */

const slots = new WeakMap(); // by field, the words that are still to be replaced, in their order

/* Select the next one behind the caret; false where none is left. */
export const next = (field, from = field.selectionEnd) => {
  const left = slots.get(field) || [];
  while (left.length) {
    const words = left.shift();
    const at = field.value.indexOf(words, from);
    if (at >= 0) {
      field.setSelectionRange(at, at + words.length);
      return true;
    }
  }
  return false;
};

export const begin = (field, words, from) => {
  slots.set(field, words);
  return next(field, from);
};

export const left = (field) => (slots.get(field) || []).length;
export const stop = (field) => slots.delete(field);
