// Nothing typed is lost by leaving, nothing is sent twice by pressing twice, and waiting shows itself.

const form = document.getElementById("domain-form");
const said = document.getElementById("said");
const buttons = () => form.querySelectorAll("button[type='submit']"); // one may come while the page is open
const ways = [...form.querySelectorAll("[data-cancel]")]; // out of here
const notes = [...form.querySelectorAll("[data-wait]")];
let timers = [];
let isSending = false;
let heldOnReturn = null; // what the form held when one came back to it by the browser’s history

// Leaving

/** Whether a control holds something else than the page came with. */
function differs(control) {
  if (control.type === "checkbox") return control.checked !== control.defaultChecked;
  if (control.localName !== "select") return control.value !== control.defaultValue;
  const came = Math.max(0, [...control.options].findIndex((option) => option.defaultSelected));
  return control.selectedIndex !== came;
}

/** Return everything that the form holds, to compare it later. */
function held() {
  return new URLSearchParams(new FormData(form)).toString();
}

/** Whether leaving would lose what somebody typed. A form that came back refused holds what was typed before. */
function isUnsaved() {
  if ("fleeting" in form.dataset) return false; // what is typed there only confirms
  if (heldOnReturn !== null) return held() !== heldOnReturn;
  return "unsaved" in form.dataset || [...form.querySelectorAll("input, select, textarea")].some(differs);
}

function ask(event) {
  if (!isSending) event.preventDefault();
}

/** Listen only while there is something to lose: a page that listens cannot be kept for coming back to. */
function guard() {
  window[isUnsaved() ? "addEventListener" : "removeEventListener"]("beforeunload", ask);
}

form.addEventListener("input", guard);

// Sending

/** Show that `pressed` is at work, and let no button be pressed again. */
function begin(pressed) {
  isSending = true;
  form.setAttribute("aria-busy", "true");
  for (const button of buttons()) button.setAttribute("aria-disabled", "true");
  pressed.dataset.name = pressed.textContent;
  pressed.style.minInlineSize = `${pressed.getBoundingClientRect().width}px`; // a shorter word moves nothing beside it
  pressed.textContent = pressed.dataset.working;
  pressed.classList.add("button-working");
  said.textContent = pressed.dataset.working;
  const isPreview = pressed.name !== "";
  // What is sent cannot be called back. The room stays: a second click must not meet another button there.
  for (const way of ways) way.classList.toggle("button-gone", !isPreview);
  timers = notes.map((note) => setTimeout(sayWaiting, note.dataset.wait * 1000, note, isPreview));
}

/** Say why nothing seems to happen. After the last note the buttons are free again: the server knows the attempt. */
function sayWaiting(note, isPreview) {
  const isLast = note === notes.at(-1);
  if (isLast) free();
  if (isPreview) return;
  for (const other of notes) other.hidden = other !== note;
  said.textContent = note.textContent;
}

/** Let the buttons be pressed again. */
function free() {
  isSending = false;
  timers.forEach(clearTimeout);
  form.removeAttribute("aria-busy");
  for (const way of ways) way.classList.remove("button-gone");
  for (const note of notes) note.hidden = true;
  for (const button of buttons()) {
    button.removeAttribute("aria-disabled");
    button.classList.remove("button-working");
    button.style.minInlineSize = "";
    if (button.dataset.name) button.textContent = button.dataset.name;
    delete button.dataset.name;
  }
}

form.addEventListener("submit", (event) => {
  if (isSending) event.preventDefault();
  else begin(event.submitter ?? buttons()[0]);
});

// A page that is come back to is at work no longer, and what it holds was sent or left on purpose.
window.addEventListener("pageshow", (event) => {
  const [how] = performance.getEntriesByType("navigation");
  if (event.persisted || how?.type === "back_forward") heldOnReturn = held();
  free();
  guard();
});
