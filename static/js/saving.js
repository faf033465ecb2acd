/* Sends what was typed, one request at a time, and takes in what the server answers. */
import * as Conflicts from "./conflicts.js";
import * as Display from "./display.js";
import * as Journal from "./journal.js";
import * as Sources from "./sources.js";
import * as State from "./saving-state.js";
import * as Transport from "./transport.js";
import * as Values from "./values.js";
import { base, fields, valueOf, changed } from "./values.js";

const PAUSE = 2000; // milliseconds without typing, after which it is saved
const form = document.getElementById("step-form");
let timer;
let underWay = null;
let isComposing = false;

const editOf = (address, now) => [address, base.get(address), now, Sources.of(address, now)];

/* The journal is written before anything is sent, and forgotten when all of it is acknowledged. */
export const writeJournal = () => {
  const isSigningOut = form.dataset.leaving === "sign-out"; // nothing is left behind on a shared PC
  Journal.write(isSigningOut ? [] : changed().map((address) => editOf(address, valueOf(address))));
};

/* What is stored comes into the fields. */
const take = (answer, sent) => {
  for (const [address, stored] of Object.entries(answer.values)) {
    Sources.settle(address, sent.get(address));
    Values.settle(address, sent.get(address), stored);
  }
  for (const conflict of answer.conflicts) {
    Conflicts.open.set(conflict.address, conflict);
  }
  Object.keys(answer.refused).forEach((address) => Conflicts.open.delete(address));
  Display.showFound(answer.found);
  Display.markAll(fields.values(), (address) => answer.refused[address] || answer.errors[address] || "");
  answer.notices.forEach(Display.notice);
  Conflicts.draw(valueOf);
  Values.remember();
  if (answer.version) {
    form.dataset.version = answer.version;
  }
  form.dispatchEvent(new CustomEvent("saved"));
};

const acknowledge = (answer, sent) => {
  State.acknowledge(answer.at);
  take(answer, sent);
  writeJournal();
  State.sayState();
  if (State.sendable().some((address) => valueOf(address) !== sent.get(address))) {
    schedule();
  }
};

const handle = (outcome, sent) => {
  if (outcome.kind === "done") {
    acknowledge(outcome.answer, sent);
  } else if (outcome.kind === "left") {
    clearTimeout(timer);
    State.leave(outcome.words);
  } else {
    Sources.fail();
    const delay = State.fail(outcome);
    if (delay) {
      schedule(delay);
    }
  }
};

const send = async (addresses, keepalive) => {
  State.saySaving();
  const sent = new Map(addresses.map((address) => [address, valueOf(address)]));
  const edits = addresses.map((address) => editOf(address, sent.get(address)));
  Sources.send(addresses);
  Values.sends(addresses);
  let outcome;
  try {
    const { user, version } = form.dataset;
    outcome = await Transport.post(form.dataset.save, { edits, user, version }, keepalive);
  } catch (error) {
    outcome = { kind: "away" };
  }
  Values.sends([]);
  handle(outcome, sent);
};

/* Save what can be; the promise of the request that is under way, null where there is none. */
export const save = (keepalive = false) => {
  clearTimeout(timer);
  const addresses = State.sendable();
  if (!underWay && !State.isLeft() && !isComposing && addresses.length) {
    underWay = send(addresses, keepalive).finally(() => {
      underWay = null;
    });
  }
  return underWay;
};

/* Save once this many milliseconds have passed without another call. */
export const schedule = (delay = PAUSE) => {
  clearTimeout(timer);
  timer = setTimeout(() => save(), delay);
};

/* Save whatever was typed while a request was under way, too. */
export const saveAll = async () => {
  await underWay;
  await save();
};

export const isSaving = () => underWay !== null;

/* While an input method composes, nothing is saved: half a word is none. */
export const compose = (isOn) => {
  isComposing = isOn;
};

/* The server can be reached again, and knows who is here. */
export const goOn = () => {
  if (State.isOfTheWay()) {
    State.recover();
    State.sayState();
    save();
  }
};

/* What was chosen of each conflict is saved. */
export const resolveConflicts = () => {
  for (const [address, conflict] of Conflicts.open) {
    if (Conflicts.takesTheirs(address)) {
      fields.get(address).value = conflict.stored;
      fields.get(address).dispatchEvent(new Event("input", { bubbles: true }));
    }
    base.set(address, conflict.stored);
  }
  Conflicts.open.clear();
  Conflicts.draw(valueOf);
  State.sayState();
  save();
};
