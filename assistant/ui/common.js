// What every script of the pages stands on: finding, telling, copying.
"use strict";
window.guide = (() => {
  const words = window.guideWords;
  const byId = (id) => document.getElementById(id);
  const find = (selector) => document.querySelector(selector);

  // Spoken by a screen reader; said again even if it is the same.
  const announce = (text) => {
    const announcer = byId("announcer");
    if (!announcer || !text) return;
    announcer.textContent = "";
    setTimeout(() => (announcer.textContent = text), 50);
  };

  // Plain for a text, rich for a mail.
  const copy = async (plain, rich = "") => {
    try {
      const kinds = { "text/plain": plain, ...(rich && { "text/html": rich }) };
      const blobs = Object.entries(kinds).map(([type, text]) => [type, new Blob([text], { type })]);
      await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
      return true;
    } catch {
      return copyByEvent(plain, rich);
    }
  };

  // Without https there is no clipboard; the older way still works.
  const copyByEvent = (plain, rich) => {
    const area = document.createElement("textarea");
    area.value = plain;
    area.className = "vh";
    document.body.append(area);
    area.select();
    const write = (event) => {
      event.clipboardData.setData("text/plain", plain);
      if (rich) event.clipboardData.setData("text/html", rich);
      event.preventDefault();
    };
    area.addEventListener("copy", write);
    const copied = document.execCommand("copy");
    area.remove();
    return copied;
  };

  // The button says for a moment that it has done its work.
  const confirmOn = (button, done, text) => {
    const label = button.dataset.label ?? (button.dataset.label = button.innerHTML);
    button.textContent = done ? `✓ ${text}` : words.notCopied;
    button.classList.toggle("done", done);
    button.focus();
    announce(done ? text : words.notCopied);
    setTimeout(() => { button.innerHTML = label; button.classList.remove("done"); }, 3000);
  };

  const escaped = (text) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

  return { words, byId, find, announce, copy, confirmOn, escaped };
})();
