// What makes pages nicer where scripts run. Nothing here is needed: without it every page does its work.

const said = document.getElementById("said");

/** Put `text` on the clipboard; on plain http browsers offer only the old way. */
async function copy(text) {
  if (navigator.clipboard && window.isSecureContext) {
    await navigator.clipboard.writeText(text);
    return;
  }
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "visually-hidden";
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}

/** Offer what copies within `part`: without scripts those buttons stay hidden. */
function offerCopying(part) {
  for (const button of part.querySelectorAll("[data-copy], [data-copy-from]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const source = button.dataset.copyFrom;
      await copy(source ? document.getElementById(source).textContent : button.dataset.copy);
      button.focus();
      button.classList.add("copied");
      said.textContent = "Copied.";
      setTimeout(() => {
        button.classList.remove("copied");
        said.textContent = "";
      }, 1600);
    });
  }
}

offerCopying(document);
document.addEventListener("swapped", (event) => offerCopying(event.target));

// A menu closes when one looks elsewhere, so that it covers nothing; one that covers nothing stays.
for (const menu of document.querySelectorAll("details.menu:not(.drop-stays)")) {
  for (const sign of ["click", "focusin"]) {
    document.addEventListener(sign, (event) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  }
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menu.open) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
}
