// Addresses of lists without what says nothing: unused filters, and columns as they are anyway.

for (const form of document.querySelectorAll("form[data-list]")) {
  form.addEventListener("formdata", ({ formData }) => {
    const usual = form.querySelector("[data-usual]")?.dataset.usual.split(",").sort().join();
    if (formData.getAll("columns").filter((name) => name !== "name").sort().join() === usual) {
      formData.delete("columns");
    }
    for (const name of [...new Set(formData.keys())]) {
      if (formData.getAll(name).every((value) => value.trim() === "")) formData.delete(name);
    }
  });
}

// A list wider than its frame scrolls in it: then the frame can be focused, so that the arrow keys move it, and has a name.
for (const frame of document.querySelectorAll("[data-scrolls]")) {
  const look = () => {
    const scrolls = frame.scrollWidth > frame.clientWidth + 1;
    const traits = { tabindex: "0", role: "region", "aria-label": frame.dataset.scrolls };
    for (const [name, value] of Object.entries(traits)) {
      if (scrolls) frame.setAttribute(name, value);
      else frame.removeAttribute(name);
    }
    frame.classList.toggle("is-scrolled", scrolls && frame.scrollLeft > 0);
  };
  frame.addEventListener("scroll", look, { passive: true });
  new ResizeObserver(look).observe(frame);
}
