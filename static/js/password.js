/* The button 显示密码, which lets a person read what is typed into a password field. */

document.querySelectorAll("input[type=password]").forEach((field) => {
  const label = document.querySelector(`label[for="${field.id}"]`);
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-outline-primary show-password";
  button.textContent = "显示密码";
  button.setAttribute("aria-pressed", "false");
  button.setAttribute("aria-describedby", label.id || (label.id = `${field.id}_label`));
  button.addEventListener("click", () => {
    const shown = field.type === "password";
    field.type = shown ? "text" : "password";
    button.setAttribute("aria-pressed", String(shown));
  });
  // What is submitted must not stay readable in the browser's list of earlier entries.
  field.form.addEventListener("submit", () => {
    field.type = "password";
  });
  const row = document.createElement("span");
  row.className = "password-row";
  field.replaceWith(row);
  row.append(field, button);
});
const refused = document.querySelector("[autofocus]");
if (refused) {
  refused.focus();
}
