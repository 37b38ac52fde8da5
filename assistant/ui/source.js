// The guideline, beside the chat and on its own page: going to a place, searching, copying references.
// It installs itself on the document, since the chat draws the pane later and anew.
"use strict";
(() => {
  const { words, byId, find, announce, copy, confirmOn, escaped } = window.guide;
  const phone = window.matchMedia("(max-width: 768px)");
  const QUOTED = "guide-quoted";
  const frame = () => find(".source-frame");
  const named = () => decodeURIComponent(location.hash.slice(1));

  // ---- places ------------------------------------------------------------------------------------
  const forgetTarget = () => document.querySelectorAll(".target").forEach((old) => old.classList.remove("target"));

  const show = (name) => {
    const place = name && byId(name);
    if (!place || !frame()?.contains(place)) return false;
    window.dispatchEvent(new CustomEvent("guide-show", { detail: place }));
    forgetTarget();
    say("");
    place.classList.add("target");
    place.scrollIntoView({ block: place.matches(".heading") ? "start" : "center", behavior: "auto" });
    place.focus({ preventScroll: true });
    showCurrent();
    return true;
  };

  const say = (text) => {
    const moved = byId("moved");
    if (!moved) return;
    moved.hidden = !text;
    moved.textContent = text;
    if (text) moved.parentElement.scrollTop = 0;
  };

  // A place that is not in the pane stands in another document, has moved, or is gone.
  const look = async (name) => {
    if (show(name) || !/^[ps][0-9a-f]/.test(name) || !frame()) return;
    const found = await (await fetch(`source/where?place=${encodeURIComponent(name)}`)).json();
    if (found.document && (found.document !== frame().dataset.document || frame().dataset.stale)) {
      await draw(found.document);
      show(name);
    } else {
      window.dispatchEvent(new CustomEvent("guide-show", { detail: byId("moved") }));
      say(found.message ?? "");
      if (found.place) {
        const link = document.createElement("a");
        link.href = `#${found.place}`;
        link.textContent = found.reference;
        byId("moved").append(" ", link);
      }
    }
  };

  const fetched = (id) => fetch(`source/pane?document=${encodeURIComponent(id)}&index=${encodeURIComponent(frame()?.dataset.earlier ?? "")}`);

  const draw = async (id, early) => {
    let answer = await early;
    if (!answer?.ok) answer = await fetched(id);
    if (!answer.ok) return;
    const template = document.createElement("template");
    template.innerHTML = await answer.text();
    frame().replaceWith(template.content);
    prepare();
    window.dispatchEvent(new CustomEvent("guide-drawn"));
  };

  // ---- outline -----------------------------------------------------------------------------------
  // A phone has no room for both: the outline is one touch away.
  const fold = () => {
    const outline = find(".outline details");
    if (outline) outline.open = !phone.matches;
  };

  const showCurrent = () => {
    const text = byId("source-text");
    if (!text) return;
    const around = text.getBoundingClientRect();
    const target = find(".passage.target")?.getBoundingClientRect();
    // A passage that was gone to tells the place as long as it is in view; else what stands at the top does.
    const top = target && target.bottom > around.top && target.top < around.bottom ? target.top : around.top + 96;
    let current = null;
    for (const heading of text.querySelectorAll(".heading")) {
      if (heading.getBoundingClientRect().top > top) break;
      current = heading;
    }
    const link = current && find(`.outline a[href="#${CSS.escape(current.id)}"]`);
    for (const old of document.querySelectorAll(".outline a[aria-current]")) if (old !== link) old.removeAttribute("aria-current");
    if (link && !link.hasAttribute("aria-current")) {
      link.setAttribute("aria-current", "location");
      const outline = find("nav.outline");
      if (outline && !outline.matches(":focus-within")) {
        const at = link.getBoundingClientRect(), frame = outline.getBoundingClientRect();
        if (at.top < frame.top || at.bottom > frame.bottom) outline.scrollTop += at.top - frame.top - frame.height / 3;
      }
    }
  };

  // ---- search ------------------------------------------------------------------------------------
  // Width, case, kana and white space make no difference; a match is shown on the text as it stands.
  const folded = (c) => c.normalize("NFKC").toLowerCase().replace(/[ァ-ヶ]/g, (k) => String.fromCharCode(k.charCodeAt(0) - 0x60)).replace(/\s/g, "");
  // A half-width kana and the voicing mark behind it are one character.
  const characters = (text) => text.match(/.[\uff9e\uff9f\u3099\u309a]?/gsu) ?? [];
  const foldedText = (text) => characters(text).map(folded).join("");
  let hits = [];
  let at = -1;

  const indexed = (place) => {
    let text = "";
    const origins = [];
    const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      let offset = 0;
      for (const c of characters(node.data)) {
        for (const one of folded(c)) {
          text += one;
          origins.push([node, offset, offset + c.length]);
        }
        offset += c.length;
      }
    }
    return { place, text, origins };
  };

  let pages = null;
  const search = (typed) => {
    const wanted = foldedText(typed);
    hits = [];
    at = -1;
    if (wanted) {
      pages ??= [...document.querySelectorAll("#source-text :is(.heading, .passage)")].map(indexed);
      for (const { place, text, origins } of pages) {
        for (let from = text.indexOf(wanted); from >= 0; from = text.indexOf(wanted, from + wanted.length)) {
          const range = new Range();
          range.setStart(origins[from][0], origins[from][1]);
          const last = origins[from + wanted.length - 1];
          range.setEnd(last[0], last[2]);
          hits.push({ place, range });
        }
      }
    }
    for (const button of document.querySelectorAll("[data-find] button")) button.disabled = !hits.length;
    if (!CSS.highlights) return;
    CSS.highlights.set("found", new Highlight(...hits.map((hit) => hit.range)));
    CSS.highlights.delete("found-now");
  };

  const step = (by) => {
    const count = byId("found");
    if (!hits.length) {
      count.textContent = foldedText(byId("find").value) ? words.findNone : "";
      return;
    }
    if (at < 0) {
      // The first step leads to what is next from here, not to the beginning.
      const top = byId("source-text").getBoundingClientRect().top;
      at = Math.max(hits.findIndex((hit) => hit.range.getBoundingClientRect().bottom > top), 0);
    } else at = (at + by + hits.length) % hits.length;
    count.textContent = words.findCount.replace("{count}", hits.length).replace("{place}", at + 1);
    const text = byId("source-text");
    const rect = hits[at].range.getBoundingClientRect(), around = text.getBoundingClientRect();
    if (rect.top < around.top + 40 || rect.bottom > around.bottom - 40) text.scrollTop += rect.top - around.top - around.height / 3;
    forgetTarget();
    hits[at].place.classList.add("target");
    CSS.highlights?.set("found-now", new Highlight(hits[at].range));
    showCurrent();
  };

  document.addEventListener("input", (event) => {
    if (event.target.id !== "find" || event.isComposing) return;
    search(event.target.value);
    step(1);
  });
  document.addEventListener("compositionend", (event) => {
    if (event.target.id !== "find") return;
    search(event.target.value);
    step(1);
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-find]")) return;
    event.preventDefault();
    if (!hits.length) search(byId("find").value);
    step(1);
  });
  document.addEventListener("keydown", (event) => {
    if (event.target.id !== "find" || event.isComposing || event.keyCode === 229) return;
    if (event.key === "Enter" && event.shiftKey) {
      event.preventDefault();
      step(-1);
    } else if (event.key === "Enter" && hits.length && document.activeElement === event.target && event.altKey) {
      hits[at].place.focus();
    }
  });

  // ---- copying a place ------------------------------------------------------------------------------
  const address = (name) => {
    const link = new URL("source", document.baseURI);
    if ("several" in frame().dataset) link.searchParams.set("document", frame().dataset.document);
    link.hash = name;
    return link.href;
  };

  const copyPlace = async (button) => {
    const place = byId(button.hash.slice(1));
    const cited = `${place.closest("article").dataset.cited} ${place.textContent}`;
    const link = address(place.id);
    const done = await copy(`${cited}\n${link}`, `<a href="${escaped(link)}">${escaped(cited)}</a>`);
    confirmOn(button, done, words.placeCopied);
  };

  // ---- what is clicked --------------------------------------------------------------------------------
  document.addEventListener("click", (event) => {
    const link = event.target.closest('.source-frame a[href^="#"]');
    if (link) {
      event.preventDefault();
      history.replaceState(history.state, "", link.hash);
      if ("here" in link.dataset) copyPlace(link);
      else look(link.hash.slice(1));
      return;
    }
    const button = event.target.closest("button");
    if (button && "received" in button.dataset) {
      const shown = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", shown);
      byId("source-text").classList.toggle("with-received", shown);
      find(".target")?.scrollIntoView({ block: "center", behavior: "auto" });
    } else if (button?.dataset.step === "-1") step(-1);
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-documents]")) draw(event.target.value);
  });
  phone.addEventListener("change", fold);
  window.addEventListener("hashchange", () => look(named()));

  // ---- quotes ------------------------------------------------------------------------------------
  // The newest answer's quotes are marked in the margin, on the page of its own as well.
  const markQuoted = (names) => {
    if (names) sessionStorage.setItem(QUOTED, JSON.stringify(names));
    document.querySelectorAll(".quoted").forEach((old) => old.classList.remove("quoted"));
    for (const name of names ?? JSON.parse(sessionStorage.getItem(QUOTED) ?? "[]")) byId(name)?.classList.add("quoted");
  };

  const prepare = () => {
    const text = byId("source-text");
    if (!text || text.dataset.watched || !find(".passage")) return false;
    text.dataset.watched = "yes";
    pages = null;
    fold();
    markQuoted();
    text.addEventListener("scroll", () => requestAnimationFrame(showCurrent), { passive: true });
    showCurrent();
    return true;
  };

  Object.assign(window.guide, { show, look, draw, fetched, prepare, forgetTarget, markQuoted, address, named, phone });
  if (prepare()) look(named());
})();
