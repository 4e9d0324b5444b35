/* What is shown, and the address that says it: every part of the state is in the query. */

/** Parameters of the page; all others are options of the look, by the names that tiles take. */
const own = ["atlas", "indicator", "period", "lang", "theme", "district", "compare", "with", "at", "sort", "v"];

const comparisons = ["swipe", "side", "periods"];
export const districtsMost = 4; // that are told apart by color and shape

const readAt = (text) => {
  const [zoom, lat, lng] = (text ?? "").split("_").map(Number);
  return Number.isFinite(zoom + lat + lng) ? { zoom, lat, lng } : null;
};

const readSort = (text) => {
  const [, by, up] = /^(name|value)(-up)?$/.exec(text ?? "") ?? [null, "value", undefined];
  return { by, down: by === "name" ? Boolean(up) : !up };
};

const sortText = ({ by, down }) => (by === "value" ? (down ? "" : "value-up") : down ? "name-up" : "name");

function readLook(given) {
  const look = {};
  for (const [name, value] of given) if (!own.includes(name)) look[name] = value;
  return look;
}

/** One map of the state: {indicator, period, look}. */
function readMap(query) {
  const given = new URLSearchParams(query);
  return { indicator: given.get("indicator"), period: given.get("period"), look: readLook(given) };
}

/** The state that an address names; what it leaves out is null or empty. */
export function readState(query) {
  const given = new URLSearchParams(query),
    mode = given.get("compare"),
    theme = given.get("theme");
  return {
    ...readMap(query),
    atlas: given.get("atlas"),
    lang: given.get("lang"),
    theme: ["light", "dark"].includes(theme) ? theme : "auto",
    districts: [...new Set(given.getAll("district"))].slice(0, districtsMost),
    compare: comparisons.includes(mode) ? mode : "",
    other: given.has("with") ? readMap(given.get("with")) : null,
    at: readAt(given.get("at")),
    sort: readSort(given.get("sort")),
  };
}

const put = (out, values) => {
  for (const [name, value] of Object.entries(values)) if (value != null && value !== "") out.append(name, value);
  return out;
};

const mapQuery = ({ indicator, period, look }) => put(new URLSearchParams(), { indicator, period, ...look });

/** The query that says a state; readState() of it is the same state. */
export function stateQuery(state) {
  const { atlas, lang, theme, compare, other, at } = state,
    out = mapQuery(state);
  put(out, { atlas, lang, theme: theme === "auto" ? "" : theme, compare });
  if (compare && compare !== "periods" && other) out.append("with", mapQuery(other));
  for (const key of state.districts) out.append("district", key);
  if (at) out.append("at", [at.zoom.toFixed(2), at.lat.toFixed(5), at.lng.toFixed(5)].join("_"));
  put(out, { sort: sortText(state.sort) });
  return out.toString();
}

/** What is asked of the server for one map: a query of the look's options. */
export function lookQuery(values, version) {
  return put(new URLSearchParams(), { ...values, v: version }).toString();
}
