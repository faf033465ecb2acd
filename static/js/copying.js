/* The buttons that copy a field: there for those whose browser can, absent for all others, who select it themselves. */

const said = document.getElementById("copied");

/* The newer interface of the clipboard is there on encrypted pages alone; this one is everywhere. */
const copied = (field) => {
  field.focus();
  field.select();
  return document.execCommand("copy");
};

document.querySelectorAll("[data-without-script]").forEach((each) => {
  each.hidden = true;
});
document.querySelectorAll("[data-copy]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => {
    const isDone = copied(document.getElementById(button.dataset.copy));
    said.textContent = isDone ? `已${button.textContent}` : "没有复制成功，请按 Ctrl+C 复制";
  });
});
