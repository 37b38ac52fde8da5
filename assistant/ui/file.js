// Browsers name the choice of a file in their own language; these pages say it in Japanese. The field
// itself lies invisible above what is shown, so that keys, drops and its own warnings work as ever.
"use strict";
for (const field of document.querySelectorAll(".file > input[type=file]")) {
  const shown = document.createElement("span");
  shown.setAttribute("aria-hidden", "true");
  const choose = document.createElement("span"), name = document.createElement("bdi");
  choose.className = "file-choose";
  choose.textContent = field.parentElement.dataset.choose;
  shown.className = "file-shown";
  shown.append(choose, name);
  const tell = () => (name.textContent = field.files[0]?.name ?? field.parentElement.dataset.none);
  field.addEventListener("change", tell);
  // A page that is come back to may still hold the file.
  window.addEventListener("pageshow", tell);
  tell();
  field.before(shown);
  field.parentElement.classList.add("with-script");
}
