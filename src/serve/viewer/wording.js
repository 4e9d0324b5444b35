/* The page's own words. What figures, classes and places are called comes from the server. */

const words = {
  en: {
    indicators: "Indicators",
    search: "Search {n} indicators",
    found: "Found: {n}",
    noValues: "no values",
    notByDistrict: "not by district",
    of: "{n} of {m}",
    map: "Map",
    zoomIn: "Zoom in",
    zoomOut: "Zoom out",
    home: "Show the whole map",
    legend: "Legend",
    period: "Period",
    missing: "{n} of {m} missing",
    values: "Values",
    areas: "{n} areas",
    rank: "Rank",
    area: "Area",
    value: "Value",
    noData: "no data",
    source: "Source: {text}",
    unreachable: "The server does not answer. Check the connection and try again.",
    tiles: "Part of the map could not be loaded.",
    noAtlas: "There is nothing to show here.",
    unknownIndicator: "There is no indicator “{id}” here. This is {title} instead.",
    unknownPeriod: "{title} has no figures for “{id}”. This is {period} instead.",
  },
  sv: {
    indicators: "Indikatorer",
    search: "Sök bland {n} indikatorer",
    found: "Träffar: {n}",
    noValues: "inga värden",
    notByDistrict: "inte per område",
    of: "{n} av {m}",
    map: "Karta",
    zoomIn: "Zooma in",
    zoomOut: "Zooma ut",
    home: "Visa hela kartan",
    legend: "Teckenförklaring",
    period: "Period",
    missing: "{n} av {m} saknas",
    values: "Värden",
    areas: "{n} områden",
    rank: "Plats",
    area: "Område",
    value: "Värde",
    noData: "uppgift saknas",
    source: "Källa: {text}",
    unreachable: "Servern svarar inte. Kontrollera anslutningen och försök igen.",
    tiles: "En del av kartan kunde inte hämtas.",
    noAtlas: "Här finns inget att visa.",
    unknownIndicator: "Det finns ingen indikator ”{id}” här. Detta är {title} i stället.",
    unknownPeriod: "{title} har inga uppgifter för ”{id}”. Detta är {period} i stället.",
  },
};

export const languages = Object.keys(words);

/** The page's word for a name, with its {places} filled. */
export function say(lang, name, values = {}) {
  return words[lang][name].replace(/\{(\w+)\}/g, (_, key) => values[key]);
}

/** A text of the atlas in a language, else in any that it has, else "". */
export function localized(text, lang) {
  return text?.[lang] ?? text?.en ?? Object.values(text ?? {})[0] ?? "";
}

/** The first of the reader's languages that the page has. */
export function readersLanguage() {
  const wanted = navigator.languages.map((l) => l.slice(0, 2));
  return wanted.find((l) => languages.includes(l)) ?? "en";
}

/** Puts the page's words into the elements that ask for them by data-say and data-say-label. */
export function sayAll(lang) {
  document.documentElement.lang = lang;
  for (const e of document.querySelectorAll("[data-say]")) e.textContent = say(lang, e.dataset.say);
  for (const e of document.querySelectorAll("[data-say-label]")) {
    e.setAttribute("aria-label", say(lang, e.dataset.sayLabel));
    if (e.tagName === "BUTTON") e.title = say(lang, e.dataset.sayLabel);
  }
}
