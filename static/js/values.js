/* The values of a page: what stands in each field, and what was stored there when the page last heard of it. */

const form = document.getElementById("step-form");
export const base = new Map(Object.entries(JSON.parse(form.elements.seen.value)));
export const fields = new Map(
  [...base.keys()].map((address) => [address, form.elements.namedItem(address)]).filter(([, field]) => field)
);
export const waiting = new Map(); // by address, what is stored there and not yet shown
const stamps = new Map(); // by address, when it was last acknowledged, counted from one
let clock = 0;
let underWay = new Set(); // the addresses that are being sent

export const valueOf = (address) => fields.get(address).value.replace(/\r\n/g, "\n");
export const isTouched = (address) => valueOf(address) !== base.get(address);
export const changed = () => [...fields.keys()].filter(isTouched);

export const sends = (addresses) => {
  underWay = new Set(addresses);
};
export const now = () => clock;
/* Whether what the server said at that moment may be older than what the page knows of an address. */
export const isNewer = (address, moment) => underWay.has(address) || (stamps.get(address) || 0) > moment;

/* What a plain post of the page says that its editor had seen. */
export const remember = () => {
  form.elements.seen.value = JSON.stringify(Object.fromEntries(base));
};

/* What stands in a field becomes what is stored there (cleaned, or merged with what others wrote), unless
   somebody has typed on. While the caret is in it, it waits: nothing moves under the fingers. */
export const settle = (address, sent, stored) => {
  clock += 1;
  stamps.set(address, clock);
  base.set(address, sent);
  bring(address, stored);
};

const bring = (address, stored) => {
  waiting.set(address, stored);
  if (document.activeElement !== fields.get(address)) {
    show(address);
  }
};

/* True where something was shown that had been waiting. */
export const show = (address) => {
  const stored = waiting.get(address);
  if (stored === undefined || isTouched(address)) {
    return false;
  }
  waiting.delete(address);
  base.set(address, stored);
  const isNew = valueOf(address) !== stored;
  if (isNew) {
    fields.get(address).value = stored;
  }
  return isNew;
};
