// Keeps what changes by itself fresh, where scripts run; without it, reloading the page shows the same.
//
// An element with an `id` and `data-live="<seconds>"` is replaced every so often by the element of the same id from the
// page as the server has it by then. `data-live-too` goes along whenever that happens. What is gone from the answer goes
// from the page. When the answer asks for no more of it, it stops: leave `data-live` out once all is over.
// Sentences in `data-says` are announced when they are new.

const LONGEST_WAIT = 5 * 60; // seconds
const PATIENCE = 15; // seconds for one answer

const RESTED = "Nobody looks."; // why an answer is not waited for any more: no failure

const voice = document.getElementById("said");
const seen = new Map(); // id: the element as the server last wrote it
let failures = 0;
let freshAt = new Date();
let timer = 0;
let asking = null;
let over = false;

const living = () => document.querySelectorAll("[data-live][id], [data-live-too][id]");

function seconds() {
  const clocks = [...document.querySelectorAll("[data-live][id]")].map((element) => Number(element.dataset.live));
  return Math.min(...clocks.filter((clock) => clock > 0)); // Infinity when there is none
}

/** Whether somebody is at work in it just now. */
function isInUse(element) {
  if (element.contains(document.activeElement)) return true;
  const selection = document.getSelection();
  return Boolean(selection && !selection.isCollapsed && selection.containsNode(element, true));
}

/** Put `fresh` in the place of `old`; what was unfolded there stays so. */
function replace(old, fresh) {
  const unfolded = [...old.querySelectorAll("details")].map((details) => details.open);
  [...fresh.querySelectorAll("details")].forEach((details, place) => {
    if (place < unfolded.length) details.open = unfolded[place];
  });
  old.replaceWith(fresh);
  fresh.dispatchEvent(new CustomEvent("swapped", { bubbles: true })); // for scripts that make parts of it nicer
}

const sentences = (element) =>
  [element, ...element.querySelectorAll("[data-says]")].map((part) => part.dataset.says).filter(Boolean);

/** Take over what is new in `answer`. What is in use waits for the next time. */
function renew(answer) {
  const before = new Set([...living()].flatMap(sentences));
  const news = [];
  for (const old of living()) {
    const fresh = answer.getElementById(old.id);
    if (isInUse(old)) continue;
    if (!fresh) {
      old.remove();
    } else if (fresh.outerHTML !== seen.get(old.id)) {
      seen.set(old.id, fresh.outerHTML);
      news.push(...sentences(fresh));
      replace(old, document.adoptNode(fresh));
    }
  }
  document.title = answer.title;
  const said = news.filter((sentence) => !before.has(sentence));
  if (said.length) voice.textContent = said.join(" ");
}

/** Say quietly, at the foot of the page, that what is shown may be old; nothing when `text` is empty. */
function note(text, href) {
  let line = document.getElementById("live-note");
  if (!text) {
    line?.remove();
    return;
  }
  if (!line) {
    line = document.createElement("p");
    line.id = "live-note";
    line.className = "live-note";
    document.getElementById("main").append(line);
  }
  line.textContent = text;
  if (href) {
    const link = document.createElement("a");
    link.href = href;
    link.textContent = "Sign in to go on";
    line.append(" ", link);
  }
}

const clock = (moment) => moment.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

/** Stop for good: nobody is signed in any more. Following the link leads through signing in back to here. */
function signedOut() {
  over = true;
  const told = `You are signed out: not updated since ${clock(freshAt)}.`;
  note(told, location.href.split("#")[0]);
  voice.textContent = told;
}

async function ask() {
  const mine = new AbortController();
  asking = mine;
  const patience = setTimeout(() => mine.abort(), PATIENCE * 1000);
  const here = location.href.split("#")[0];
  try {
    const answer = await fetch(here, { headers: { "X-Fragment": "live" }, cache: "no-store", signal: mine.signal });
    const elsewhere = answer.redirected && new URL(answer.url).pathname !== location.pathname;
    if (elsewhere || answer.status === 401 || answer.status === 403) return signedOut();
    if (!answer.ok) throw new Error(`The answer was ${answer.status}`);
    const text = await answer.text();
    if (document.hidden) return; // what came too late to be seen is asked for again when it is looked at
    renew(new DOMParser().parseFromString(text, "text/html"));
    failures = 0;
    freshAt = new Date();
    note("");
  } catch {
    if (document.hidden || mine.signal.reason === RESTED) return;
    failures += 1;
    note(`Not updated since ${clock(freshAt)}. It is tried again by itself.`);
  } finally {
    clearTimeout(patience);
    asking = null;
  }
}

/** Ask again in a while: later each time it fails, and not at all while nobody looks or nothing changes any more. */
function wait() {
  clearTimeout(timer);
  const pause = seconds();
  if (over || document.hidden || pause === Infinity) return;
  timer = setTimeout(look, Math.min(pause * 2 ** failures, Math.max(pause, LONGEST_WAIT)) * 1000);
}

async function look() {
  if (asking || over) return;
  await ask();
  wait();
}

function rest() {
  clearTimeout(timer);
  asking?.abort(RESTED);
}

document.addEventListener("visibilitychange", () => {
  if (document.hidden) rest();
  else if (seconds() !== Infinity) look();
});
window.addEventListener("pagehide", rest);
window.addEventListener("pageshow", (event) => {
  if (event.persisted && seconds() !== Infinity) look(); // back from the browser's memory
});

for (const element of living()) seen.set(element.id, element.outerHTML);
wait();
