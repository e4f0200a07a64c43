// Counts along while HR picks competencies; without this script the numbers come with saving.
const form = document.querySelector(".competency-form");
const shown = form?.querySelector("[data-count]");
if (form && shown) {
  const boxes = form.querySelectorAll("input[name=competency]");
  const minutes = form.querySelector("[data-minutes]");
  form.addEventListener("change", () => {
    shown.textContent = [...boxes].filter((box) => box.checked).length;
    // The minutes belong to the choice that is saved.
    if (minutes) minutes.hidden = true;
    for (const cluster of form.querySelectorAll(".cluster")) {
      const count = cluster.querySelector("[data-chosen]");
      if (count) count.textContent = cluster.querySelectorAll("input:checked").length;
    }
  });
}
