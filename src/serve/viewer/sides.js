/* What opens over the page where there is little room: the list of indicators, the look, the menu, the sheet. */
import { byId } from "./dom.js";
import { say } from "./wording.js";

const buttons = ["picker-button", "title-button"];
const inColumn = matchMedia("(max-width: 799px)");

/** Puts the focus on the first of these that is seen. */
const focusSeen = (ids) =>
  ids
    .map(byId)
    .find((b) => b.checkVisibility())
    ?.focus();

/** Opens the list of indicators ("picker"), the look's controls ("look"), or neither (null). */
export function openSide(name) {
  const lookWasOpen = !byId("look").hidden,
    pickerWasOpen = byId("picker").classList.contains("open");
  byId("look").hidden = name !== "look";
  document.body.classList.toggle("looks", name === "look");
  byId("picker").classList.toggle("open", name === "picker");
  for (const id of buttons) byId(id).setAttribute("aria-expanded", String(name === "picker"));
  byId("look-button").setAttribute("aria-expanded", String(name === "look"));
  if (name) openMenu(false);
  if (name === "picker") byId("search").focus();
  else if (name === "look") byId("look-close").focus();
  else if (lookWasOpen) focusSeen(["look-button", "menu-button"]);
  else if (pickerWasOpen) focusSeen(buttons);
}

export const isOpen = (name) => (name === "look" ? !byId("look").hidden : byId("picker").classList.contains("open"));

/** The choices of the bar, where they are behind a button. */
export function openMenu(open) {
  byId("choices").classList.toggle("open", open);
  byId("menu-button").setAttribute("aria-expanded", String(open));
}

export function drawSheetButton(lang) {
  const tall = document.body.classList.contains("tall-sheet"),
    handle = byId("sheet-handle");
  handle.setAttribute("aria-expanded", String(tall));
  handle.setAttribute("aria-label", say(lang, tall ? "shorter" : "taller"));
}

/** The table of all districts in a tall sheet, and the focus at its head. */
function showTable(lang) {
  const panel = byId("panel"),
    head = byId("layer");
  document.body.style.removeProperty("--sheet");
  document.body.classList.add("tall-sheet");
  drawSheetButton(lang);
  head.focus({ preventScroll: true });
  panel.scrollTop += head.getBoundingClientRect().top - byId("sheet-handle").getBoundingClientRect().bottom;
}

function listenToActions(lang) {
  byId("actions").addEventListener("click", ({ target }) => {
    if (target.closest("[data-show-all]")) showTable(lang());
    else if (target.closest("[data-share]")) byId("share-button").click();
  });
}

/** Where all is one column, credits end the sheet: the map has their room. */
function placeCredits() {
  const credits = byId("attribution"),
    legends = byId("legends");
  if (inColumn.matches) byId("source").after(credits);
  else (legends.parentElement === byId("main") ? legends : byId("play-row")).before(credits);
}

/** Paper has the map as it is seen, as large as half a page allows. */
function listenToPrint() {
  const style = byId("stage").style,
    most = { width: 690, height: 500, scale: 1.6 };
  addEventListener("beforeprint", () => {
    const { clientWidth: width, clientHeight: height } = byId("stage");
    style.setProperty("--width", `${width}px`);
    style.setProperty("--height", `${height}px`);
    style.setProperty("--printed", Math.min(most.scale, most.width / width, most.height / height));
  });
  addEventListener("afterprint", () => style.removeProperty("--printed"));
}

/** The panel of a phone is dragged by its handle, or clicked between two heights; lang(): the page's. */
export function listenToSheet(lang) {
  listenToActions(lang);
  listenToPrint();
  placeCredits();
  inColumn.addEventListener("change", placeCredits);
  const handle = byId("sheet-handle"),
    body = document.body;
  let from = null;
  handle.addEventListener("pointerdown", (event) => {
    from = { y: event.clientY, height: byId("panel").offsetHeight, moved: false };
    handle.setPointerCapture(event.pointerId);
  });
  handle.addEventListener("pointermove", (event) => {
    if (!from || Math.abs(event.clientY - from.y) < 4) return;
    from.moved = true;
    body.style.setProperty(
      "--sheet",
      `${Math.max(90, Math.min(innerHeight - 80, from.height + from.y - event.clientY))}px`,
    );
  });
  handle.addEventListener("click", () => {
    const moved = from?.moved;
    from = null;
    if (moved) return;
    body.style.removeProperty("--sheet");
    body.classList.toggle("tall-sheet");
    drawSheetButton(lang());
  });
}

/** Whether the title lies on the map, as viewer.css places it: else it takes no room there. */
export const isTitleOnMap = () => getComputedStyle(document.querySelector(".title")).position === "absolute";
