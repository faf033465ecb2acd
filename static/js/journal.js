/* Keeps in the browser what was typed, until the server has acknowledged it. */
import * as Tab from "./tab.js";

/* Each window keeps its own. What a window that was closed has left behind is never applied by itself; it is offered. */

const form = document.getElementById("step-form");
const OF_PAGE = `journal:${form.dataset.user}:${form.dataset.save}`; // alone, before each window had its own
const keyOf = (tab) => `${OF_PAGE}:${tab}`;
let lastKey = null;

/* Keep these edits in place of those before; none at all forgets the journal. False where the browser refuses. */
export const write = (edits) => {
  const key = keyOf(Tab.current());
  try {
    if (lastKey && lastKey !== key) {
      localStorage.removeItem(lastKey);
    }
    lastKey = key;
    if (edits.length) {
      localStorage.setItem(key, JSON.stringify({ at: new Date().toISOString(), edits }));
    } else {
      localStorage.removeItem(key);
    }
  } catch (error) {
    return false;
  }
  return true;
};

/* A journal as it was written, or null: what somebody else put there must not stop the page. */
const read = (key) => {
  try {
    const kept = JSON.parse(localStorage.getItem(key));
    return kept && Array.isArray(kept.edits) ? { key, at: kept.at, edits: kept.edits } : null;
  } catch (error) {
    return null;
  }
};

export const own = () => read(keyOf(Tab.current()));

/* The journals of this page whose windows are closed, the oldest first. */
export const abandoned = () =>
  Object.keys(localStorage)
    .filter((key) => key === OF_PAGE || key.startsWith(`${OF_PAGE}:`))
    .filter((key) => key !== keyOf(Tab.current()) && !Tab.others.has(key.slice(OF_PAGE.length + 1)))
    .map(read)
    .filter(Boolean)
    .sort((one, other) => (one.at < other.at ? -1 : 1));

/* What could not be restored from a journal stays in one that is offered. */
export const keepAside = ({ key, at }, edits) => {
  const aside = key === keyOf(Tab.current()) ? keyOf(`aside-${Math.random().toString(36).slice(2)}`) : key;
  if (edits.length) {
    localStorage.setItem(aside, JSON.stringify({ at, edits }));
  } else {
    localStorage.removeItem(aside);
  }
};

export const forget = (key = keyOf(Tab.current())) => localStorage.removeItem(key);

export const ready = Tab.settled;
