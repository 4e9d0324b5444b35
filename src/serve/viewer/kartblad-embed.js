/*
 * A map on any page:
 *   <script src="https://SERVER/assets/kartblad-embed.js" data-atlas="ATLAS" data-indicator="ID" async></script>
 * or, with the script once on the page,
 *   <kartblad-map atlas="ATLAS" indicator="ID" slider="1"></kartblad-map>
 * Other attributes go to the map: options of the look, slider, theme, title, legend, source. The
 * iframe takes the height that the map asks for.
 */
(() => {
  "use strict";
  const script = document.currentScript, root = new URL("../", script.src);
  const own = ["atlas", "indicator", "frame-title", "sandbox", "class", "id", "style", "slot", "hidden"];
  const frames = new Set();

  /** What the attributes of an element say, without "data-". */
  function wishesOf(element) {
    const all = [...element.attributes].map((a) => [a.name.replace(/^data-/, ""), a.value]);
    return Object.fromEntries(element === script ? all.filter((_, i) => element.attributes[i].name.startsWith("data-")) : all);
  }

  function frameOf(wishes) {
    const frame = document.createElement("iframe"), query = new URLSearchParams();
    for (const [name, value] of Object.entries(wishes)) if (!own.includes(name)) query.set(name, value);
    frame.src = new URL(`embed/${encodeURIComponent(wishes.atlas)}/${encodeURIComponent(wishes.indicator)}?${query}`, root).href;
    frame.title = wishes["frame-title"] || "kartblad";
    frame.loading = "lazy";
    frame.style.cssText = "display:block;width:100%;height:440px;border:0";
    if ("sandbox" in wishes) frame.setAttribute("sandbox", wishes.sandbox || "allow-scripts allow-popups");
    frames.add(frame);
    return frame;
  }

  /** Only from a map of ours: its window, and its server, or none where it is sandboxed. */
  addEventListener("message", (event) => {
    const height = Number(event.data?.kartblad === "height" && event.data.height);
    if (!(height >= 100 && height <= 5000)) return;
    for (const frame of frames) {
      const from = frame.hasAttribute("sandbox") && !frame.sandbox.contains("allow-same-origin") ? "null" : root.origin;
      if (event.source === frame.contentWindow && event.origin === from) frame.style.height = `${height}px`;
    }
  });

  if (!customElements.get("kartblad-map"))
    customElements.define("kartblad-map", class extends HTMLElement {
      static observedAttributes = ["atlas", "indicator", "period", "slider", "lang", "theme"];
      #frame = null;

      connectedCallback() {
        this.style.display ||= "block";
        this.#draw();
      }

      disconnectedCallback() {
        frames.delete(this.#frame);
      }

      attributeChangedCallback() {
        if (this.#frame) this.#draw();
      }

      #draw() {
        if (!this.hasAttribute("atlas") || !this.hasAttribute("indicator")) return;
        frames.delete(this.#frame);
        this.replaceChildren((this.#frame = frameOf(wishesOf(this))));
      }
    });

  if (script.dataset.atlas && script.dataset.indicator) script.after(frameOf(wishesOf(script)));
})();
