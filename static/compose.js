// The form at work: what stands beside it follows what is typed, what does not matter yet is put away, limits are
// counted, and one key leads to the first problem. Every rule is the server's; without scripts the form does its work.

const form = document.getElementById("domain-form");
const side = form.querySelector("[data-beside]");
const said = document.getElementById("said");
const PAUSE = 400; // milliseconds without a key before the server is asked
const SILENCE = 1000; // and before anything is said aloud

/** Return `call`, put off until it has not been asked for during `pause` milliseconds. */
function later(call, pause) {
  let timer;
  return (...values) => {
    clearTimeout(timer);
    timer = setTimeout(call, pause, ...values);
  };
}

// The preview

let asked = new AbortController();
let shown = side.innerHTML;

/** Say why what stands beside the form no longer follows it; with no reason, that it does. */
function sayStale(reason) {
  for (const note of form.querySelectorAll("[data-stale]")) note.hidden = note.dataset.stale !== reason;
}

/** Put the server's answer beside the form. Focus stays where it is, the place one has scrolled to, and what is unfolded. */
function swap(html) {
  if (html === shown) return;
  if (side.contains(document.activeElement)) {
    // Whoever is reading there is not disturbed.
    side.addEventListener("focusout", () => setTimeout(swap, 0, html), { once: true });
    return;
  }
  shown = html;
  const place = side.firstElementChild?.scrollTop ?? 0;
  const folds = [...side.querySelectorAll("details[id]")].map(({ id, open }) => [id, open]);
  const fresh = document.createElement("template");
  fresh.innerHTML = html;
  side.replaceChildren(fresh.content);
  for (const [id, open] of folds) document.getElementById(id)?.toggleAttribute("open", open);
  if (side.firstElementChild) side.firstElementChild.scrollTop = place;
  side.dispatchEvent(new Event("swapped", { bubbles: true }));
}

/** Return what is typed, as it would be sent. A password leaves the browser once: when it is sent. */
function typed() {
  const values = new URLSearchParams(new FormData(form));
  for (const { name } of form.querySelectorAll("input[type='password']")) values.delete(name);
  return values;
}

let asking = ""; // what the server was asked last

/** Ask the server what would be sent for what is typed, and show it. A newer question ends the one under way. */
async function follow() {
  const body = typed();
  if (body.toString() === asking) return;
  asked.abort();
  if (form.hasAttribute("aria-busy")) return; // it is being sent
  const mine = (asked = new AbortController());
  asking = body.toString();
  try {
    const answer = await fetch(form.dataset.preview, {
      method: "POST",
      body,
      headers: { "X-Fragment": "preview" },
      signal: mine.signal,
    });
    const html = answer.ok ? await answer.text() : "";
    if (mine !== asked) return;
    if (!answer.ok) {
      asking = "";
      sayStale(answer.status === 401 ? "signed-out" : "away");
      return;
    }
    sayStale(null);
    swap(html);
    const read = new DOMParser().parseFromString(html, "text/html");
    sayName(read);
    noteLacking(read, body.toString());
  } catch (problem) {
    if (problem.name === "AbortError") return;
    asking = "";
    sayStale("away");
  }
}

const followSoon = later(follow, PAUSE);
form.addEventListener("input", (event) => (event.inputType === "insertFromPaste" ? follow() : followSoon()));
form.addEventListener("submit", () => {
  asked.abort();
  asking = "";
});

/** Let what has the id `id` describe a control, or no longer. */
function describe(control, id, applies) {
  const ids = new Set((control.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean));
  ids[applies ? "add" : "delete"](id);
  control.setAttribute("aria-describedby", [...ids].join(" "));
}

// The name: what it will be, where that is not plain from what stands there

const name = form.querySelector(".control input"); // the first field of every such form
const willBe = form.querySelector("[data-will-be]"); // of a domain's
const affix = form.querySelector("[data-affix-for]");

/** Say below its field what the name will be, as the server has just read it. */
function sayName(parsed) {
  if (!willBe) return;
  const read = parsed.querySelector("[data-name]").dataset.name;
  const isPlain = [name.value, name.value + affix.textContent].includes(read);
  willBe.hidden = !read || isPlain;
  describe(name, willBe.id, !willBe.hidden);
  if (willBe.hidden || willBe.querySelector("code").textContent === read) return;
  willBe.querySelector("code").textContent = read;
  saySoon(willBe.textContent);
}

const saySoon = later((words) => (said.textContent = words), SILENCE);

/** A bare name is completed with the suffix beside it; beside a whole one that would be wrong. */
function showAffix() {
  if (affix) affix.hidden = name.value.includes(".");
}

form.addEventListener("input", showAffix);

// What the server does not take, told calmly at a field once it was left with it

const left = new Set();
let lacking = new Map(); // sentences by the ids of controls
let answered = ""; // what they were said of
let isPressed = false; // then nothing may move: it would be missed

/** Note what the server's answer to `body` names at each control. */
function noteLacking(parsed, body) {
  const lines = [...parsed.querySelectorAll("[data-problem]")].reverse(); // so that the first of a control counts
  lacking = new Map(lines.map((line) => [line.dataset.problem, line.textContent]));
  answered = body;
  tell();
}

/** Show at every field that was left what it lacks, and nothing any more where it is mended. */
function tell() {
  if (isPressed || answered !== typed().toString()) return;
  for (const control of left) {
    const sentence = (control.value.trim() && lacking.get(control.id)) || "";
    const note = document.getElementById(`${control.id}_lacks`) ?? addNote(control);
    const words = note.querySelector("[data-words]");
    if (words.textContent === sentence) continue;
    words.textContent = sentence;
    note.hidden = !sentence;
    note.closest(".field").classList.toggle("field-bad", !note.hidden);
    control.setAttribute("aria-invalid", String(!note.hidden));
    describe(control, note.id, !note.hidden);
    if (sentence) saySoon(sentence);
  }
}

/** Put the place for that sentence where the server puts its own. */
function addNote(control) {
  const fresh = form.querySelector("[data-lacks]").content.firstElementChild.cloneNode(true);
  fresh.id = `${control.id}_lacks`;
  control.closest(".control").before(fresh);
  return fresh;
}

form.addEventListener("change", ({ target }) => {
  // What the page came with is taken back only by sending again.
  if (!target.closest(".control") || document.getElementById(`${target.id}_error`)) return;
  left.add(target);
  tell();
  follow();
});

document.addEventListener("pointerdown", () => (isPressed = true));
for (const end of ["pointerup", "pointercancel"]) {
  document.addEventListener(end, () => {
    isPressed = false;
    setTimeout(tell);
  });
}

// What matters only beside something else

const dependents = [...form.querySelectorAll("[data-matters-with]")];

/** Whether a control holds anything. */
function isFilled(control) {
  return control.type === "checkbox" ? control.checked : control.value.trim() !== "";
}

/** Put away what does not matter yet. What holds a value is sent, and so it always shows, with what it belongs to. */
function reveal() {
  for (const control of dependents) {
    const other = form.elements[control.dataset.mattersWith];
    const mustShow = control.getAttribute("aria-invalid") === "true" || control === document.activeElement;
    const isNeeded = dependents.some((one) => one.dataset.mattersWith === control.name && isFilled(one));
    const shows = isFilled(other) || isFilled(control) || isNeeded || mustShow;
    control.closest(".field").hidden = !shows;
    if (other.type === "checkbox") other.setAttribute("aria-expanded", String(shows));
  }
  for (const sentence of form.querySelectorAll("[data-later]")) {
    sentence.hidden = sentence.parentElement.querySelector(".field:not([hidden])") !== null;
  }
}

for (const control of dependents) {
  const other = form.elements[control.dataset.mattersWith];
  control.closest(".field").id = `${control.id}_field`;
  if (other.type === "checkbox") other.setAttribute("aria-controls", `${control.id}_field`);
}
form.addEventListener("input", reveal);

// Limits

// What Python's strip() takes away, so that the count is the server's.
const SPACE = "[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+";
const ENDS = new RegExp(`^${SPACE}|${SPACE}$`, "g");

const FEW = 100; // a limit above that is shown only to who comes near it

/** Count what is typed into `control` towards its limit, below it. */
function count(control) {
  const limit = Number(control.dataset.limit);
  const counter = document.createElement("p");
  counter.className = "counter";
  counter.setAttribute("aria-hidden", "true"); // the help says the limit; what is left is said after a pause
  control.closest(".control").after(counter);
  const sayLeft = later((words) => (said.textContent = words), SILENCE);
  const show = () => {
    const left = limit - [...control.value.replace(ENDS, "")].length;
    const words = left < 0 ? `${-left} ${left === -1 ? "character" : "characters"} too many` : "";
    counter.textContent = words || `${limit - left} of ${limit}`;
    counter.classList.toggle("counter-over", left < 0);
    counter.hidden = limit > FEW && left > limit / 10;
    return words || (left <= 10 ? `${limit - left} of ${limit} characters` : "");
  };
  control.addEventListener("input", () => sayLeft(show()));
  form.addEventListener("shown", show);
  show();
}

form.querySelectorAll("[data-limit]").forEach(count);

// The first problem: one key from the summary, which has the focus when the page comes back

const summary = document.querySelector("[data-problems]");
const first = summary?.querySelector("a[href^='#']");
if (first) {
  summary.querySelector("[data-problems-key]").hidden = false;
  summary.addEventListener("keydown", (event) => {
    if (event.target !== summary || !["Enter", "ArrowDown"].includes(event.key)) return;
    event.preventDefault();
    document.getElementById(first.hash.slice(1)).focus();
  });
}

// Browsers fill a form in again when one comes back to it, some only after this point.

window.addEventListener("pageshow", () => {
  showAffix();
  reveal();
  form.dispatchEvent(new Event("shown"));
  if (name.value && !summary && !document.getElementById("preview")) follow();
});
