// Questions that are known to be answered, offered while one types: a combobox over Gradio's text box.
"use strict";
(() => {
  const { words, byId, find, announce, ask } = window.guide;
  const PAUSE = 120;
  let offered = [];
  let active = -1;
  let timer = 0;
  let underway = null;
  const box = () => find("#ask-box textarea");
  const list = () => byId("suggestions");

  const close = () => {
    clearTimeout(timer);
    underway?.abort();
    offered = [];
    activate(-1);
    if (list()) list().hidden = true;
    box()?.setAttribute("aria-expanded", "false");
  };

  const activate = (row) => {
    active = row;
    list()?.querySelectorAll("[role=option]").forEach((option, i) => {
      option.setAttribute("aria-selected", i === row);
      if (i === row) option.scrollIntoView({ block: "nearest" });
    });
    if (row < 0) box()?.removeAttribute("aria-activedescendant");
    else box().setAttribute("aria-activedescendant", `suggestion-${row}`);
  };

  const open = (questions) => {
    const grew = questions.length !== offered.length;
    offered = questions;
    if (!questions.length) return close();
    list().replaceChildren(...questions.map((question, row) => {
      const option = document.createElement("li");
      option.id = `suggestion-${row}`;
      option.role = "option";
      option.textContent = question;
      return option;
    }));
    list().hidden = false;
    box().setAttribute("aria-expanded", "true");
    activate(-1);
    if (grew) announce(words.suggestionCount.replace("{count}", questions.length));
  };

  const look = async () => {
    const typed = box().value;
    if (!typed.trim() || typed.includes("\n")) return close();
    underway?.abort();
    underway = new AbortController();
    try {
      const answer = await fetch(`suggest?q=${encodeURIComponent(typed)}`, { signal: underway.signal });
      if (answer.ok && box().value === typed && document.activeElement === box()) open(await answer.json());
    } catch {
      // Typing went on, or the server is away: there is just nothing to offer.
    }
  };

  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  };

  const take = (row) => {
    const question = offered[row];
    close();
    ask(question);
    box().focus();
  };

  const isBox = (event) => event.target === box();
  document.addEventListener("input", (event) => { if (isBox(event) && !event.isComposing && document.activeElement === box()) later(); });
  document.addEventListener("compositionend", (event) => { if (isBox(event)) later(); });
  document.addEventListener("focusout", (event) => { if (isBox(event)) close(); });
  window.addEventListener("guide-turn", close);
  document.addEventListener("keydown", (event) => {
    if (!isBox(event) || event.isComposing || event.keyCode === 229) return;
    if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      event.stopImmediatePropagation();
      take(active);
    } else if (event.key === "Enter") close();
    else if (event.key === "Escape" && offered.length) {
      event.stopPropagation();
      close();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && offered.length) {
      event.preventDefault();
      // One step beyond either end leads back to what was typed.
      const rows = offered.length + 1, by = event.key === "ArrowDown" ? 1 : -1;
      activate(((active + 1 + by + rows) % rows) - 1);
    }
  }, true);
  document.addEventListener("mousedown", (event) => { if (event.target.closest("#suggestions")) event.preventDefault(); });
  document.addEventListener("click", (event) => {
    const option = event.target.closest("#suggestions [role=option]");
    if (option) take([...list().children].indexOf(option));
  });

  // Gradio draws the box; the list is added as soon as it is there.
  const prepare = () => {
    if (!box() || list()) return;
    const options = document.createElement("ul");
    options.id = "suggestions";
    options.role = "listbox";
    options.hidden = true;
    options.setAttribute("aria-label", words.suggestions);
    byId("composer").append(options);
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", "suggestions"], ["autocomplete", "off"]]) {
      box().setAttribute(name, value);
    }
  };
  new MutationObserver(prepare).observe(document.documentElement, { childList: true, subtree: true });
})();
