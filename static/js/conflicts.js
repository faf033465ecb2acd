/* Where somebody else changed what was changed here too: both stand side by side until one of them is chosen. */

const panel = document.getElementById("conflicts");
export const open = new Map();

const chosen = (address) => panel.querySelector(`input[name="choice:${CSS.escape(address)}"]:checked`);

/* Whether what the other wrote was chosen at an address. */
export const takesTheirs = (address) => Boolean(chosen(address)) && chosen(address).value === "theirs";

const rowOf = (conflict, mine) => {
  const row = document.getElementById("conflict-row").content.cloneNode(true);
  row.querySelector("th").textContent = conflict.name;
  for (const choice of ["theirs", "mine"]) {
    const label = row.querySelector(`.${choice}`);
    const radio = label.querySelector("input");
    radio.name = `choice:${conflict.address}`;
    radio.checked = (choice === "theirs") === takesTheirs(conflict.address);
    label.querySelector("span").textContent = (choice === "theirs" ? conflict.stored : mine) || "（空）";
  }
  row.querySelector(".editor").textContent = `${conflict.editor} ${conflict.at}`;
  return row;
};

/* Draw them all; `valueOf` an address is what stands in its field. */
export const draw = (valueOf) => {
  const rows = [...open.values()].map((conflict) => rowOf(conflict, valueOf(conflict.address)));
  panel.querySelector("tbody").replaceChildren(...rows);
  panel.hidden = open.size === 0;
  document.getElementById("conflict-count").textContent = open.size;
};
