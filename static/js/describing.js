/* Adds and takes away what describes a field to a screen reader. */

/* Several scripts and the server each have something to say of one field, so each touches its own id alone. */

export const set = (field, id, isOn) => {
  const ids = (field.getAttribute("aria-describedby") || "").split(" ").filter((each) => each && each !== id);
  if (isOn) {
    ids.push(id);
  }
  if (ids.length) {
    field.setAttribute("aria-describedby", ids.join(" "));
  } else {
    field.removeAttribute("aria-describedby");
  }
};
