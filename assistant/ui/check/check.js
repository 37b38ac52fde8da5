/* Comfort on the trainer's pages; without it everything works, too. */
"use strict";
document.documentElement.classList.add("with-script");

function countPicked() {
  const count = document.querySelectorAll('input[name="passage"]:checked').length;
  for (const place of document.querySelectorAll("[data-picked]")) {
    place.textContent = count ? place.dataset.picked.replace("{count}", count) : "";
  }
}

/* Words of the source can be pressed instead of their box; selecting some to copy is no press. */
document.addEventListener("click", (event) => {
  const words = event.target.closest(".pick-words");
  if (!words || event.target.closest("a, button, summary") || String(getSelection())) return;
  const box = words.parentElement.querySelector("input");
  box.checked = !box.checked;
  box.dispatchEvent(new Event("change", { bubbles: true }));
});
document.addEventListener("change", (event) => {
  if (event.target.name === "passage") countPicked();
});
countPicked();

/* The first passage of the answer, or the first that is picked, is in view beside it. */
const beside = document.querySelector(".pick-text");
const shown = document.querySelector('.card-head a[href^="#"]');
const first = document.querySelector(".pick:has(:checked)") || (shown && document.getElementById(shown.hash.slice(1)));
if (beside && first && getComputedStyle(beside).overflowY === "auto" && !location.hash) {
  beside.scrollTop += first.getBoundingClientRect().top - beside.getBoundingClientRect().top - 16;
}

/* How far the spreadsheets are. */
const sheets = document.querySelector("[data-progress]");
async function follow() {
  const bars = [...document.querySelectorAll("progress")].filter((bar) => bar.value < bar.max);
  if (!bars.length) return;
  try {
    const counts = await (await fetch(sheets.dataset.progress)).json();
    for (const bar of bars) {
      const done = counts[bar.dataset.sheet];
      if (done === undefined) continue;
      bar.value = done;
      const words = document.querySelector(`[data-done="${bar.dataset.sheet}"]`);
      words.textContent = words.dataset.words
        .replace("{done:,}", done.toLocaleString("ja"))
        .replace("{total:,}", Number(words.dataset.total).toLocaleString("ja"));
    }
    if (bars.every((bar) => bar.value >= bar.max)) location.reload();
  } catch {
    /* The server is away for a moment; the next look will tell. */
  }
  setTimeout(follow, 1500);
}
if (sheets) setTimeout(follow, 500);
