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
