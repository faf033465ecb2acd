/* How a value came into its field, which the history of the report tells. */

/* Typed, unless an act of the page or a paste entered it - and only as long as it stands there exactly as it was
   entered. The names are those of reports.models.review.Source. */

export const TYPED = "typed";
export const PASTED = "pasted";
const OF_THE_BROWSER = { insertFromPaste: PASTED, insertFromDrop: PASTED };
/* By address, what no server has acknowledged yet: how it came in and the value then; whether it is under way,
   and how what is under way came in, where the field has changed since. */
const entered = new Map();
let acting; // the source of the act at hand

/* Do something whose changes came in by `source`. */
export const during = (source, act) => {
  const before = acting;
  acting = source;
  try {
    act();
  } finally {
    acting = before;
  }
};

/* A field has changed. What is added to words that somebody typed is typed with them. */
export const note = (field, inputType) => {
  const source = acting || OF_THE_BROWSER[inputType] || TYPED;
  const before = entered.get(field.name) || {};
  const adds = field.tagName === "TEXTAREA";
  const isMixed = adds && before.source && before.source !== source && !before.isSent;
  const underWay = adds ? (before.isSent ? before.source : before.underWay) : undefined;
  entered.set(field.name, { source: isMixed ? TYPED : source, value: field.value, underWay });
};

export const of = (address, value) => {
  const last = entered.get(address);
  return last && last.value === value ? last.source : TYPED;
};

export const send = (addresses) => {
  for (const address of addresses) {
    if (entered.has(address)) {
      entered.get(address).isSent = true;
    }
  }
};

/* Nothing of it arrived: what was under way goes along with what came in since. */
export const fail = () => {
  for (const last of entered.values()) {
    last.isSent = false;
    last.source = last.underWay && last.underWay !== last.source ? TYPED : last.source;
  }
};

/* The server has acknowledged a value: what comes next is judged by itself. */
export const settle = (address, value) => {
  const last = entered.get(address);
  if (last && last.value === value) {
    entered.delete(address);
  } else if (last) {
    last.underWay = undefined;
  }
};

export const NIL = "nil";
export const CARRIED_OVER = "carried_over";
export const INSERTED = "inserted";
export const UNDONE = "undone";
