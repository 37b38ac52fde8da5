// What can be done with an answer: read around a quote, copy it, pass on a link, print, say what one thinks.
"use strict";
(() => {
  const { words, byId, find, announce, copy, confirmOn, escaped, address } = window.guide;

  // ---- reading around a quote ----------------------------------------------------------------------
  // The words come from the pane beside, or from the server if that shows another document.
  const elsewhere = new Map();
  const paneWith = async (name) => {
    if (byId(name)?.closest(".source-frame")) return find(".source-frame");
    const where = await (await fetch(`source/where?place=${encodeURIComponent(name)}`)).json();
    if (!where.document) return null;
    if (!elsewhere.has(where.document)) {
      const template = document.createElement("template");
      template.innerHTML = await (await fetch(`source/pane?document=${encodeURIComponent(where.document)}`)).text();
      elsewhere.set(where.document, template.content);
    }
    return elsewhere.get(where.document);
  };

  // The passages of the section before and after a place, in the order of the text.
  const around = (place) => {
    const sides = { before: [], after: [] };
    for (const [side, step] of [["before", "previousElementSibling"], ["after", "nextElementSibling"]]) {
      for (let next = place.closest(".pair")[step]; next?.matches(".pair"); next = next[step]) sides[side].push(next.querySelector(".passage"));
    }
    return sides;
  };

  const contextOf = (passages) => {
    const box = document.createElement("div");
    box.className = "context";
    for (const passage of passages) {
      const words = passage.cloneNode(true);
      words.removeAttribute("id");
      words.removeAttribute("tabindex");
      words.classList.remove("target", "quoted");
      words.querySelectorAll("[tabindex]").forEach((inner) => inner.removeAttribute("tabindex"));
      box.append(words);
    }
    return box;
  };

  // One button, three states: the quote alone, what stands next to it, the whole section.
  const unfold = async (button) => {
    const quote = button.closest(".tools").previousElementSibling.closest(".quote, .context");
    const tools = button.closest(".tools");
    const own = quote.matches(".quote") ? quote : tools.previousElementSibling.previousElementSibling;
    const state = button.dataset.context || "quote";
    tools.parentElement.querySelectorAll(`[data-around="${own.dataset.place}"]`).forEach((old) => old.remove());
    const pane = state === "section" ? null : await paneWith(own.dataset.place);
    const place = pane?.querySelector(`#${CSS.escape(own.dataset.place)}`);
    if (!place) {
      button.dataset.context = "quote";
      button.textContent = words.context;
      button.setAttribute("aria-expanded", "false");
      return;
    }
    const { before, after } = around(place);
    const whole = state === "next";
    const shown = { before: before.slice(0, whole ? undefined : 1).reverse(), after: after.slice(0, whole ? undefined : 1) };
    for (const [side, passages] of Object.entries(shown)) {
      if (!passages.length) continue;
      const box = contextOf(passages);
      box.dataset.around = own.dataset.place;
      side === "before" ? own.before(box) : own.after(box);
    }
    const isAll = whole || (before.length <= 1 && after.length <= 1);
    button.dataset.context = isAll ? "section" : "next";
    button.textContent = isAll ? words.contextLess : words.contextWhole;
    button.setAttribute("aria-expanded", "true");
  };

  // A quote that is its whole section has nothing around it.
  const offerContext = async (turn) => {
    for (const button of turn.querySelectorAll("[data-context]")) {
      const quote = button.closest(".tools").previousElementSibling;
      const place = byId(quote?.dataset.place ?? "");
      if (!place?.closest(".source-frame")) continue;
      const { before, after } = around(place);
      button.hidden = !before.length && !after.length;
    }
  };

  // ---- copying -------------------------------------------------------------------------------------
  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const plainOf = (quote) => filled(words.copyQuote, { text: quote.dataset.copy, reference: quote.dataset.cited });
  const richOf = (quote) =>
    `<blockquote>${escaped(quote.dataset.copy).replaceAll("\n", "<br>")}</blockquote>` +
    `<p>（<a href="${escaped(address(quote.dataset.place))}">${escaped(quote.dataset.cited)}</a>）</p>`;

  const copyFrom = async (button) => {
    const turn = button.closest(".turn");
    const isAll = button.dataset.copies === "answer";
    const quotes = [...(isAll ? turn : button.closest(".card")).querySelectorAll(".quote")];
    const plain = quotes.map(plainOf), rich = quotes.map(richOf);
    if (isAll) {
      const asked = filled(words.copyQuestion, { question: turn.dataset.asked });
      const said = [turn.querySelector(".head .sentence"), ...turn.querySelectorAll("p.note, .chips li")].map((part) => part.textContent);
      plain.unshift(asked, said.join("\n"));
      rich.unshift(...[asked, ...said].map((line) => `<p>${escaped(line)}</p>`));
    }
    confirmOn(button, await copy(plain.join("\n\n"), rich.join("")), words.copied);
  };

  const copyLink = async (button, link) => confirmOn(button, await copy(link, `<a href="${escaped(link)}">${escaped(link)}</a>`), words.linkCopied);

  const questionLink = (turn) => {
    const link = new URL(document.baseURI);
    link.hash = "";
    link.search = new URLSearchParams({ q: turn.dataset.asked });
    return link.href;
  };

  // ---- thumbs --------------------------------------------------------------------------------------
  const rate = async (rating, helpful) => {
    const data = new FormData(rating.querySelector("form"));
    data.set("exchange", rating.dataset.exchange);
    data.set("helpful", helpful);
    const said = rating.querySelector(".rating-said");
    try {
      const answer = await fetch("rate", { method: "POST", body: data });
      said.textContent = (await answer.json()).message;
      return answer.ok;
    } catch {
      said.textContent = words.ratingFailed;
      return false;
    }
  };

  const thumb = async (button) => {
    const rating = button.closest(".rating");
    const withdraws = button.getAttribute("aria-pressed") === "true";
    const form = rating.querySelector("form");
    if (withdraws || button.dataset.helpful === "yes") form.querySelectorAll("input").forEach((box) => (box.checked = false));
    if (withdraws) form.reset();
    if (!(await rate(rating, withdraws ? "" : button.dataset.helpful))) return;
    for (const other of rating.querySelectorAll("[data-helpful]")) other.setAttribute("aria-pressed", !withdraws && other === button);
    form.hidden = withdraws;
    form.querySelector(".why").hidden = button.dataset.helpful === "yes";
    window.guide.keep();
  };

  document.addEventListener("submit", async (event) => {
    const form = event.target.closest(".rating form");
    if (!form) return;
    event.preventDefault();
    const rating = form.closest(".rating");
    const pressed = rating.querySelector('[aria-pressed="true"]');
    if (!pressed || !(await rate(rating, pressed.dataset.helpful))) return;
    form.hidden = true;
    pressed.focus();
    window.guide.keep();
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest(".turn button");
    if (!button) return;
    if ("context" in button.dataset) unfold(button);
    else if (button.dataset.copies) copyFrom(button);
    else if (button.dataset.link) copyLink(button, address(button.dataset.link));
    else if ("questionLink" in button.dataset) copyLink(button, questionLink(button.closest(".turn")));
    else if ("print" in button.dataset) window.print();
    else if (button.dataset.helpful) thumb(button);
  });

  window.addEventListener("guide-turn", (event) => offerContext(event.detail));
  window.addEventListener("guide-drawn", () => document.querySelectorAll(".turn").forEach(offerContext));
})();
