/* Underlines in a text what the checks found there: a textarea cannot, so that a layer with its measures lies on it. */

/* The layer takes no pointer and is read by nobody; what it says stands in the list beside the fields. Each entry of
   that list says where its words stand (data-text, -start, -end) and what they are (-words, with -lead and -tail around
   them). Words that are typed anew are found again by what stands around them, or not marked any more. */

const layers = new Map(); // by field
const COPIED = [
  "boxSizing", "fontFamily", "fontSize", "fontWeight", "fontStyle", "lineHeight", "letterSpacing", "wordSpacing",
  "textIndent", "tabSize", "paddingTop", "paddingBottom", "paddingLeft", "borderTopWidth", "borderLeftWidth",
];

/* Where the words of an entry stand in a text now, as [start, end]; null where they do not. */
export const located = (value, { start, end, words, lead, tail }) => {
  if (value.slice(Number(start), Number(end)) === words) {
    return [Number(start), Number(end)];
  }
  const around = lead + words + tail;
  const at = value.indexOf(around);
  const isOne = at >= 0 && value.indexOf(around, at + 1) < 0;
  return isOne ? [at + lead.length, at + lead.length + words.length] : null;
};

export const entriesOf = (field) => [...document.querySelectorAll(".told > li[data-text]")].filter((each) => each.dataset.text === field.id);

const layerOf = (field) => {
  if (!layers.has(field)) {
    const layer = document.createElement("div");
    layer.className = "text-marks";
    layer.setAttribute("aria-hidden", "true");
    field.after(layer);
    layers.set(field, layer);
    field.addEventListener("scroll", () => {
      layer.scrollTop = field.scrollTop;
    });
    new ResizeObserver(() => measure(field)).observe(field);
    new ResizeObserver(() => measure(field)).observe(field.parentElement); // what comes above it moves it
  }
  return layers.get(field);
};

const measure = (field) => {
  const layer = layers.get(field);
  const style = getComputedStyle(field);
  const borders = parseFloat(style.borderLeftWidth) + parseFloat(style.borderRightWidth);
  const bar = field.offsetWidth - borders - field.clientWidth;
  for (const name of COPIED) {
    layer.style[name] = style[name];
  }
  layer.style.borderRightWidth = style.borderRightWidth;
  layer.style.borderBottomWidth = style.borderBottomWidth;
  layer.style.paddingRight = `${parseFloat(style.paddingRight) + Math.max(0, bar)}px`;
  layer.style.top = `${field.offsetTop}px`;
  layer.style.left = `${field.offsetLeft}px`;
  layer.style.width = `${field.offsetWidth}px`;
  layer.style.height = `${field.offsetHeight}px`;
  layer.scrollTop = field.scrollTop;
};

/* Of spans that overlap only the first is drawn: the list has both. */
const draw = (field) => {
  const found = entriesOf(field)
    .map((entry) => ({ entry, span: located(field.value, entry.dataset) }))
    .filter(({ span }) => span)
    .sort((one, other) => one.span[0] - other.span[0]);
  if (!found.length && !layers.has(field)) {
    return;
  }
  const layer = layerOf(field);
  layer.replaceChildren();
  let done = 0;
  for (const { entry, span } of found) {
    if (span[0] >= done) {
      const mark = document.createElement("mark");
      mark.textContent = field.value.slice(span[0], span[1]);
      mark.className = `mark-${entry.dataset.level}`;
      mark.dataset.finding = entry.dataset.finding;
      layer.append(field.value.slice(done, span[0]), mark);
      done = span[1];
    }
  }
  layer.append(`${field.value.slice(done)}\n`); // a break at the end is shown by what follows it alone
  measure(field);
};

export const drawAll = () => document.querySelectorAll("textarea.text-entry").forEach(draw);

export const redraw = (field) => {
  if (layers.has(field)) {
    draw(field);
  }
};

/* Select the words of an entry, or others near them, in the middle of the window; false where they stand there no more. */
export const select = (field, entry, words = entry.dataset) => {
  const span = located(field.value, words);
  field.focus({ preventScroll: true });
  if (!span) {
    field.scrollIntoView({ block: "center" });
    return false;
  }
  draw(field);
  field.setSelectionRange(span[0], span[1]);
  const mark = layerOf(field).querySelector(`mark[data-finding="${entry.dataset.finding}"]`);
  if (mark) {
    field.scrollTop = Math.max(0, mark.offsetTop - field.clientHeight / 2);
    const { top } = mark.getBoundingClientRect();
    window.scrollTo(window.scrollX, window.scrollY + top - window.innerHeight / 2);
  }
  return true;
};
