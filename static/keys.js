// Single keys: / n g ? everywhere, j k in lists. They can be turned off, for those who speak to their computer or press by accident
// (https://www.w3.org/WAI/WCAG22/Understanding/character-key-shortcuts). The dialog says which there are.

const help = document.getElementById("keys");
const works = document.getElementById("keys-on");
const KEPT_AS = "single-keys";

/** Return what is kept in this browser, or nothing where keeping is not allowed. */
function kept() {
  try {
    return localStorage.getItem(KEPT_AS);
  } catch {
    return null;
  }
}

/** Go `step` rows on from where the focus is; from outside the list, to its first or last row. */
function go(step) {
  const links = [...document.querySelectorAll(".table tbody th a")];
  const here = links.findIndex((link) => link.closest("tr").contains(document.activeElement));
  const next = here < 0 ? (step > 0 ? 0 : links.length - 1) : here + step;
  const link = links[next];
  if (!link) return;
  link.focus({ preventScroll: true });
  link.closest("tr").scrollIntoView({ block: "nearest" });
}

/** Focus the search of this page, or else lead to the one of the domains. */
function search() {
  const box = document.querySelector("[aria-keyshortcuts='/']");
  if (!box) {
    location.href = `${help.dataset.domains}#q`;
    return;
  }
  box.focus();
  box.select();
}

/** Lead to the form by the link of this page, or of the list of domains: it knows who may create one. */
function create() {
  const link = document.querySelector("[aria-keyshortcuts='n']");
  if (link) link.click();
  else if (!document.querySelector("[data-list='domains'], #domain-form")) location.href = `${help.dataset.domains}#n`;
}

/** Do what somebody was led here for. */
function arrive() {
  if (location.hash === "#q") document.getElementById("q")?.focus();
  if (location.hash === "#n") {
    history.replaceState(null, "", location.pathname);
    const link = document.querySelector("[aria-keyshortcuts='n']");
    if (link) location.replace(link.href);
  }
}

/** After g, for a second, a letter names a page. */
let led = 0;
const PLACES = { o: "overview", d: "domains", a: "access", c: "changes" };

function place(key) {
  const isLed = performance.now() - led < 1000;
  led = 0;
  return isLed && Object.hasOwn(PLACES, key) && (() => (location.href = help.dataset[PLACES[key]]));
}

function show() {
  for (const row of help.querySelectorAll("[data-key-needs]")) {
    row.hidden = !document.querySelector(row.dataset.keyNeeds);
  }
  help.showModal();
}

const DOES = {
  "/": search,
  j: () => go(1),
  k: () => go(-1),
  n: create,
  g: () => (led = performance.now()),
  "?": show,
};

if (help) {
  works.checked = kept() !== "off";
  works.addEventListener("change", () => {
    try {
      localStorage.setItem(KEPT_AS, works.checked ? "on" : "off");
    } catch {
      // It holds for this page, then.
    }
  });

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, select, textarea, [contenteditable]");
    const act = place(event.key) || (Object.hasOwn(DOES, event.key) && DOES[event.key]);
    if (!act || !works.checked || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.isComposing || event.defaultPrevented || document.querySelector("dialog[open]")) return;
    if (event.repeat && event.key !== "j" && event.key !== "k") return;
    event.preventDefault();
    act();
  });

  arrive();

  for (const button of document.querySelectorAll("[data-shows-keys]")) {
    button.hidden = false;
    button.addEventListener("click", show);
  }

  // A press beside the dialog closes it, as Escape does.
  help.addEventListener("click", (event) => {
    if (event.target === help) help.close();
  });
}
