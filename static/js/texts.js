/* Writing the texts: inserts from the panel, counts, and asks before tidying a paste. */
import * as Inserting from "./inserting.js";
import * as Prose from "./prose.js";
import * as Sources from "./sources.js";

/* Everything is inserted as if it were typed, so that the browser can undo it and autosave hears of it. */

const panel = document.getElementById("text-helper");
const form = document.getElementById("step-form");
const COUNT_STEP = 10;
const PAUSE_BEFORE_SPEAKING = 1000;
const LONGEST_PREVIEW = 3000;
const ideographs = Array.from(panel.dataset.ideographs);
const equivalents = new Map(Array.from(panel.dataset.lookalikes, (each, place) => [each, ideographs[place]]));
const groups = [...panel.querySelectorAll(".helper-group")];
const groupOf = new Map(groups.map((group) => [group.dataset.for, group]));
const fields = groups.map((group) => document.getElementById(group.dataset.for)).filter(Boolean);
const metaOf = new Map();
const visited = new Set();

const fromTemplate = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);

/* --- The panel follows the field that is written in --- */

const show = (field) => {
  groups.forEach((group) => group.classList.toggle("is-current", group.dataset.for === field.id));
};

/* The field of a button's group, with the caret where it was left, or at the end where it never was. */
const entered = (field) => {
  const wasVisited = visited.has(field);
  field.focus();
  if (!wasVisited) {
    field.setSelectionRange(field.value.length, field.value.length);
  }
};

const say = (field, words) => {
  const said = metaOf.get(field).querySelector(".text-said");
  said.textContent = "";
  // Emptied and filled again, so that the same words are spoken a second time.
  setTimeout(() => {
    said.textContent = words;
  }, 50);
};

/* As if it were typed: execCommand is the one way that keeps the browser's own undo. */
const insert = (field, text, source) => {
  entered(field);
  const start = field.selectionStart;
  Sources.during(source, () => {
    if (!document.execCommand("insertText", false, text)) {
      field.setRangeText(text, start, field.selectionEnd, "end");
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });
  return start;
};

const HOW_TO_GO_ON = "按 Tab 键到下一处";

const insertFromPanel = (button) => {
  const field = document.getElementById(button.closest(".helper-group").dataset.for);
  const { insert: words, kind, slots, advice } = button.dataset;
  entered(field);
  const place = Inserting.placed(field.value, field.selectionStart, field.selectionEnd, words, kind);
  field.setSelectionRange(place.from, place.to);
  const start = insert(field, place.text, Sources.INSERTED);
  if (kind === "number") {
    Inserting.next(field);
  } else {
    Inserting.begin(field, slots ? slots.split("|") : [], start);
  }
  const more = Inserting.left(field) ? `，${HOW_TO_GO_ON}` : "";
  say(field, advice ? `已插入，${advice}${more}` : "已插入");
};

/* Tab goes on to what is still to be filled in of what was inserted last; Escape, or a click, ends that. */
const goToNextSlot = (event) => {
  const field = event.target;
  if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) {
    return;
  }
  if (event.key === "Escape") {
    Inserting.stop(field);
  } else if (event.key === "Tab" && !event.shiftKey && Inserting.next(field)) {
    event.preventDefault();
    const left = Inserting.left(field);
    say(field, left ? `还有 ${left} 处，${HOW_TO_GO_ON}` : "这是最后一处");
  }
};

/* --- Counting and growing --- */

const count = (field) => {
  const meta = metaOf.get(field);
  const number = Prose.length(field.value);
  meta.querySelector(".text-count").textContent = `已写 ${number} 字`;
  const step = Math.floor(number / COUNT_STEP);
  if (Number(meta.dataset.step) !== step) {
    clearTimeout(Number(meta.dataset.speaking));
    meta.dataset.speaking = setTimeout(() => {
      meta.dataset.step = step;
      meta.querySelector(".text-count-said").textContent = `已写 ${Prose.length(field.value)} 字`;
    }, PAUSE_BEFORE_SPEAKING);
  }
};

const refresh = (field) => {
  count(field);
};

/* --- Pasting --- */

const closePreview = (field) => {
  const open = form.querySelector(".paste-preview");
  if (open) {
    open.remove();
  }
  if (field) {
    field.focus();
  }
};

const drawPieces = (shown, pieces) => {
  let length = 0;
  for (const piece of pieces) {
    if (length > LONGEST_PREVIEW) {
      shown.append("……");
      return;
    }
    if (piece.isSeam || piece.isChanged) {
      const mark = document.createElement("mark");
      mark.textContent = piece.text;
      shown.append(mark);
    } else {
      shown.append(piece.text.slice(0, LONGEST_PREVIEW));
    }
    length += piece.text.length;
  }
};

const offer = (field, clean, tidy) => {
  closePreview();
  const preview = fromTemplate("paste-preview");
  preview.querySelector(".paste-changes").textContent = `${tidy.changes.join("，")}。`;
  drawPieces(preview.querySelector(".paste-text"), tidy.pieces);
  const choose = (text) => {
    closePreview(field);
    if (text) {
      insert(field, text, Sources.PASTED);
      say(field, ["已粘贴", ...clean.notices].join("，"));
    }
  };
  preview.querySelector(".paste-tidied").addEventListener("click", () => choose(tidy.text));
  preview.querySelector(".paste-as-is").addEventListener("click", () => choose(clean.text));
  preview.querySelector(".paste-not").addEventListener("click", () => choose(""));
  preview.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.isComposing) {
      choose("");
    }
  });
  metaOf.get(field).after(preview);
  preview.querySelector(".paste-tidied").focus({ preventScroll: true });
  preview.scrollIntoView({ block: "nearest" });
};

const paste = (event) => {
  const field = event.target;
  const pasted = event.clipboardData ? event.clipboardData.getData("text/plain") : "";
  if (!pasted) {
    return;
  }
  const clean = Prose.cleaned(pasted, equivalents);
  const tidy = Prose.tidied(clean.text);
  if (tidy.changes.length) {
    event.preventDefault();
    offer(field, clean, tidy);
  } else if (clean.text !== pasted.replace(/\r\n?/g, "\n")) {
    event.preventDefault();
    insert(field, clean.text, Sources.PASTED);
    say(field, ["已粘贴", ...clean.notices].join("，"));
  }
};

/* --- Start --- */

const prepare = (field) => {
  const meta = fromTemplate("text-meta");
  field.after(meta);
  metaOf.set(field, meta);
  const group = groupOf.get(field.id);
  const toHelper = meta.querySelector(".to-helper");
  toHelper.setAttribute("aria-label", `填写参考：${group.querySelector("h3").textContent}`);
  toHelper.addEventListener("click", () => {
    show(field);
    group.querySelector("h3").focus();
  });
  meta.dataset.step = Math.floor(Prose.length(field.value) / COUNT_STEP);
  field.addEventListener("focus", () => {
    visited.add(field);
    show(field);
  });
  field.addEventListener("input", () => refresh(field));
  field.addEventListener("paste", paste);
  field.addEventListener("keydown", goToNextSlot);
  field.addEventListener("mousedown", () => Inserting.stop(field));
  refresh(field);
};

document.documentElement.classList.add("has-script");
fields.forEach(prepare);
show(fields.find((field) => field === document.activeElement) || fields[0]);
panel.addEventListener("click", (event) => {
  const button = event.target.closest("[data-insert]");
  if (button) {
    insertFromPanel(button);
  }
});
// What is saved may have been cleaned by the server, and a conflict settled.
form.addEventListener("saved", () => fields.forEach(refresh));
