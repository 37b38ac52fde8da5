// What the page does by itself: turns go into the conversation, references open the source, quotes are copied.
// It installs itself on the document, since Gradio draws the parts later and anew.
"use strict";
(() => {
  const words = window.guideWords;
  const phone = window.matchMedia("(max-width: 768px)");
  const reducedMotion = window.matchMedia("(prefers-reduced-motion: reduce)");
  const find = (selector) => document.querySelector(selector);
  const byId = (id) => document.getElementById(id);
  const smooth = () => (reducedMotion.matches ? "auto" : "smooth");

  // ---- turns -------------------------------------------------------------------------------------
  const announce = (text) => {
    const announcer = byId("announcer");
    if (!announcer || !text) return;
    announcer.textContent = "";
    setTimeout(() => (announcer.textContent = text), 50);
  };

  const deliver = (mail) => {
    const turns = byId("turns");
    if (!turns) return;
    if (mail.querySelector("[data-reset]")) {
      turns.replaceChildren();
      forgetTarget();
      document.querySelectorAll(".quoted").forEach((old) => old.classList.remove("quoted"));
      announce(words.new);
      find("#ask-box textarea")?.focus();
      return;
    }
    const arrived = mail.querySelector(".turn");
    if (!arrived) return;
    const turn = arrived.cloneNode(true);
    const earlier = byId(turn.id);
    // Gradio may draw the same mail twice.
    if (earlier && earlier !== arrived && turns.contains(earlier)) {
      if (earlier.isEqualNode(turn)) return;
      earlier.replaceWith(turn);
    } else {
      turns.append(turn);
    }
    arrived.remove();
    turn.classList.add("arriving");
    turn.addEventListener("animationend", () => turn.classList.remove("arriving"), { once: true });
    byId("conversation").scrollTo({ top: turn.offsetTop - byId("conversation").offsetTop - 16, behavior: smooth() });
    announce(turn.dataset.announce);
    markQuoted(turn);
  };

  // The newest answer's quotes are marked in the margin of the source.
  const markQuoted = (turn) => {
    document.querySelectorAll(".quoted").forEach((old) => old.classList.remove("quoted"));
    if (turn.matches(".found")) for (const link of turn.querySelectorAll('a[href^="#p"]')) byId(link.hash.slice(1))?.classList.add("quoted");
  };

  // ---- source ------------------------------------------------------------------------------------
  let cameFrom = null;
  let scrolledTo = 0;

  const forgetTarget = () => document.querySelectorAll(".target").forEach((old) => old.classList.remove("target"));

  const openSource = () => {
    if (!phone.matches || document.body.classList.contains("reading")) return;
    scrolledTo = byId("conversation").scrollTop;
    document.body.classList.add("reading");
    byId("chat").inert = true;
    byId("header").inert = true;
  };

  const closeSource = () => {
    if (!document.body.classList.contains("reading")) return;
    document.body.classList.remove("reading");
    byId("chat").inert = false;
    byId("header").inert = false;
    byId("conversation").scrollTop = scrolledTo;
    (cameFrom?.isConnected ? cameFrom : find(".read-source"))?.focus({ preventScroll: true });
  };

  const show = (name) => {
    const place = byId(name);
    if (!place || !byId("source-pane").contains(place)) return false;
    openSource();
    forgetTarget();
    place.classList.add("target");
    place.scrollIntoView({ block: place.matches(".heading, article") ? "start" : "center", behavior: "auto" });
    place.focus({ preventScroll: true });
    showCurrent();
    return true;
  };

  // A phone has no room for both: the outline is one touch away.
  const fold = () => {
    const outline = find(".outline details");
    if (outline) outline.open = !phone.matches;
  };

  const showCurrent = () => {
    const text = byId("source-text");
    if (!text) return;
    const frame = text.getBoundingClientRect();
    const target = find(".passage.target")?.getBoundingClientRect();
    // A passage that was gone to tells the place as long as it is in view; else what stands at the top does.
    const top = target && target.bottom > frame.top && target.top < frame.bottom ? target.top : frame.top + 96;
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
        const at = link.getBoundingClientRect(), around = outline.getBoundingClientRect();
        if (at.top < around.top || at.bottom > around.bottom) outline.scrollTop += at.top - around.top - around.height / 3;
      }
    }
  };

  // ---- copying -----------------------------------------------------------------------------------
  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // Without https there is no clipboard; the older way still works.
      const area = document.createElement("textarea");
      area.value = text;
      area.style.position = "fixed";
      area.style.opacity = "0";
      document.body.append(area);
      area.select();
      const copied = document.execCommand("copy");
      area.remove();
      return copied;
    }
  };

  const copyFrom = async (button) => {
    const scope = button.dataset.copies === "card" ? button.closest(".card") : button.closest(".turn");
    const parts = [...scope.querySelectorAll("[data-copy]")].map((part) => part.dataset.copy);
    if (scope.dataset.copy) parts.unshift(scope.dataset.copy);
    const copied = await copy(parts.join("\n\n"));
    const label = button.dataset.label ?? (button.dataset.label = button.innerHTML);
    button.textContent = copied ? `✓ ${words.copied}` : words.notCopied;
    button.classList.toggle("done", copied);
    button.focus();
    announce(copied ? words.copied : words.notCopied);
    setTimeout(() => { button.innerHTML = label; button.classList.remove("done"); }, 3000);
  };

  // ---- asking ------------------------------------------------------------------------------------
  const write = (text) => {
    const box = find("#ask-box textarea");
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(box, text);
    box.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const ask = (question) => {
    write(question);
    // Gradio takes the value over before the next frame.
    requestAnimationFrame(() => byId("send").click());
  };

  document.addEventListener("click", (event) => {
    const reading = event.target.closest(".read-source");
    if (reading && phone.matches && find(".passage")) {
      // The conversation stays behind the source, to be come back to.
      event.preventDefault();
      cameFrom = reading;
      openSource();
      history.pushState({ reading: true }, "");
      byId("source-title")?.focus();
      return;
    }
    const link = event.target.closest('a[href^="#"]');
    if (link) {
      const name = decodeURIComponent(link.hash.slice(1));
      if (name === "ask-box") {
        event.preventDefault();
        find("#ask-box textarea").focus();
      } else if (byId(name)) {
        event.preventDefault();
        if (!link.closest("#source")) cameFrom = link;
        const wasReading = document.body.classList.contains("reading");
        if (show(name) && phone.matches && !wasReading) history.pushState({ reading: true }, "", `#${name}`);
        else history.replaceState(history.state, "", `#${name}`);
      }
      return;
    }
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.ask) ask(button.dataset.ask);
    else if (button.dataset.copies) copyFrom(button);
    else if ("received" in button.dataset) {
      const shown = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", shown);
      byId("source-text").classList.toggle("with-received", shown);
      find(".target")?.scrollIntoView({ block: "center", behavior: "auto" });
    } else if ("back" in button.dataset) {
      if (history.state?.reading) history.back();
      else closeSource();
    }
  });

  // An Enter that ends a Japanese conversion is no Enter for Gradio; what it is called differs by browser.
  for (const kind of ["keydown", "keypress"]) {
    document.addEventListener(kind, (event) => {
      if (event.isComposing || event.keyCode === 229) event.stopImmediatePropagation();
    }, true);
  }
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && document.body.classList.contains("reading")) find("[data-back]").click();
  });
  window.addEventListener("popstate", closeSource);
  window.addEventListener("hashchange", () => show(decodeURIComponent(location.hash.slice(1))));
  phone.addEventListener("change", () => {
    if (!phone.matches) closeSource();
    fold();
  });

  // A restarted server makes Gradio load the page anew; what stood in the box must not be lost by that.
  const DRAFT = "guide-draft";
  window.addEventListener("pagehide", () => {
    const draft = find("#ask-box textarea")?.value;
    if (draft) sessionStorage.setItem(DRAFT, draft);
  });
  const restoreDraft = () => {
    const draft = sessionStorage.getItem(DRAFT);
    sessionStorage.removeItem(DRAFT);
    if (draft) write(draft);
  };

  let unfolded = [];
  window.addEventListener("beforeprint", () => {
    unfolded = [...document.querySelectorAll(".turn details:not([open])")];
    unfolded.forEach((details) => (details.open = true));
  });
  window.addEventListener("afterprint", () => unfolded.forEach((details) => (details.open = false)));

  // ---- what Gradio draws ---------------------------------------------------------------------------
  const translate = (node) => {
    const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const japanese = words.gradio[walker.currentNode.data.trim()];
      if (japanese) walker.currentNode.data = japanese;
    }
  };

  let opened = false;
  const drawn = () => {
    const mail = byId("mail");
    if (mail?.querySelector(".turn, [data-reset]")) deliver(mail);
    const text = byId("source-text");
    if (text && !text.dataset.watched) {
      text.dataset.watched = "yes";
      fold();
      text.addEventListener("scroll", () => requestAnimationFrame(showCurrent), { passive: true });
    }
    if (!opened && find(".passage") && find("#send")) {
      opened = true;
      const name = decodeURIComponent(location.hash.slice(1));
      const question = new URLSearchParams(location.search).get("q");
      if (name) show(name);
      restoreDraft();
      if (question) ask(question);
      showCurrent();
    }
    document.querySelectorAll(".toast-wrap, .toast-body").forEach(translate);
  };
  new MutationObserver(drawn).observe(document.documentElement, { childList: true, subtree: true });
})();
