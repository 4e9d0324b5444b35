/* The page's own words: name, English, Swedish. What figures, classes and places are called, and how numbers
 * are written, comes from the server. */

const table = `
indicators | Indicators | Indikatorer
search | Search {n} indicators | Sök bland {n} indikatorer
found | Found: {n} | Träffar: {n}
noValues | no values | inga värden
notByDistrict | not by district | inte per område
of | {n} of {m} | {n} av {m}
atlas | Atlas | Atlas
division | Division | Indelning
map | Map | Karta
mapKeys | Arrow keys move the map, + and − zoom, Shift and arrow keys go from area to area, Enter selects, Escape lets go. | Piltangenter flyttar kartan, + och − zoomar, Skift och piltangent går från område till område, Enter väljer, Escape släpper.
zoomIn | Zoom in | Zooma in
zoomOut | Zoom out | Zooma ut
home | Show the whole map | Visa hela kartan
legend | Legend | Teckenförklaring
classes | Classes | Klasser
eachClass | Classes: arrow keys show each alone on the map | Klasser: piltangenter visar var och en för sig på kartan
pooled | the same in all periods, {range} | samma alla år, {range}
period | Period | Period
missing | {n} of {m} missing | {n} av {m} saknas
onlyPeriod | the only period with values | den enda perioden med värden
noFigures | No figures for {period}. | Inga uppgifter för {period}.
play | Play the periods | Spela upp perioderna
stop | Stop | Stanna
values | Values | Värden
areas | {n} areas | {n} områden
areasOne | {n} area | {n} område
area | Area | Område
value | Value | Värde
difference | Difference | Skillnad
close | Close | Stäng
deselect | Let go of {name} | Släpp {name}
tooMany | Four areas at most can be told apart: let go of one first. | Högst fyra områden kan skiljas åt: släpp ett först.
fade | Fade the others on the map | Tona ned övriga på kartan
allAreas | All areas | Alla områden
actions | What can be done | Vad som kan göras
compareSheet | Compare | Jämför
profileSheet | Profile, A4 | Profil, A4
others | {n} other areas | {n} övriga områden
othersOne | {n} other area | {n} övrigt område
lower | lower is better | lägre är bättre
higher | higher is better | högre är bättre
overAreas | areas | områdena
overPeriods | areas and the whole | områdena och helheten
source | Source: {text} | Källa: {text}
loading | Loading… | Hämtar…
busy | The server is busy: asking again in {n} s. | Servern är upptagen: frågar igen om {n} s.
unreachable | The server does not answer. Check the connection and try again. | Servern svarar inte. Kontrollera anslutningen och försök igen.
again | Try again | Försök igen
tiles | Part of the map could not be loaded. | En del av kartan kunde inte hämtas.
noAtlas | There is nothing to show here. | Här finns inget att visa.
unknownIndicator | There is no indicator “{id}” here. This is {title} instead. | Det finns ingen indikator ”{id}” här. Detta är {title} i stället.
unknownPeriod | {title} has no figures for “{id}”. This is {period} instead. | {title} har inga uppgifter för ”{id}”. Detta är {period} i stället.
refused | Left out, since the server refuses it: {text} | Utelämnat, eftersom servern inte tar emot det: {text}
show | Show | Visa
showValues | Values | Värden
showAgainst | Against {whole} | Mot {whole}
showChange | Change since {period} | Förändring sedan {period}
theMean | the mean | medelvärdet
mode | Maps | Kartor
modeOne | One map | En karta
modeSwipe | Swipe between two | Dra mellan två
modeSide | Side by side | Sida vid sida
modePeriods | All periods | Alla perioder
otherMap | The other map | Den andra kartan
swipe | Divide the two maps here | Dela de två kartorna här
look | Look | Utseende
lookMethod | Class method | Klassmetod
lookClasses | Number of classes | Antal klasser
edges | Class edges | Klassgränser
edgesHelp | Drag the handles, or type edges with semicolons between them. | Dra i handtagen, eller skriv gränser med semikolon emellan.
edgesOwn | Back to the method’s own edges | Tillbaka till metodens gränser
edge | Edge {n} of {m} | Gräns {n} av {m}
lookSecond | Together with | Tillsammans med
secondHelp | A color is a pair of classes, three of each indicator. What is mapped, what colors diverge from, differences and the number of classes do not go with it. | En färg är ett par av klasser, tre för varje indikator. Vad som visas, vad färgerna utgår från, skillnader och antal klasser går inte ihop med det.
lookRamp | Colors | Färger
lookRampOwn | Those of the indicator | Indikatorns egna
lookReverse | Reverse the colors | Vänd på färgerna
lookReference | Colors diverge from | Färgerna utgår från
lookNone | nothing | inget
lookMean | the mean | medelvärdet
lookTarget | the target | målet
lookGroups | Outlines | Konturer
lookNumber | a number | ett tal
lookMinus | Difference from | Skillnad mot
lookChange | Difference in | Skillnaden i
lookUnit | the unit | enheten
lookPercent | percent | procent
lookMetric | What is mapped | Vad som visas
lookLabels | Labels | Text på kartan
labelsnone | none | ingen
labelsnames | names | namn
labelsvalues | values | värden
labelsboth | names and values | namn och värden
lookOpacity | Opacity | Täckning
lookPool | The same classes in all periods | Samma klasser i alla perioder
lookRounded | Round class edges | Jämna klassgränser
lookContext | Water and other context | Vatten och annat sammanhang
lookReset | Back to the atlas’s own look | Tillbaka till atlasens utseende
safe | safe for color-blind eyes | säker för färgblinda
notSafe | hard to tell apart for color-blind eyes | svår att skilja åt för färgblinda
onlySafe | Only those that color-blind eyes tell apart | Bara de som färgblinda kan skilja åt
otherGround | made for another background | gjord för en annan bakgrund
share | Share | Dela
shareLink | Link to what is shown | Länk till det som visas
shareFrame | For a page of your own (iframe) | För en egen sida (iframe)
shareXyz | Tiles for web maps and GIS (XYZ) | Kartrutor för webbkartor och GIS (XYZ)
shareTileJson | TileJSON | TileJSON
download | Export | Exportera
getPng | Picture (PNG) | Bild (PNG)
getSvg | Picture (SVG) | Bild (SVG)
getPoster | Poster (PDF, A3) | Affisch (PDF, A3)
getCsv | Figures (CSV) | Siffror (CSV)
getGeojson | Borders and figures (GeoJSON) | Gränser och siffror (GeoJSON)
print | Print this page | Skriv ut sidan
copy | Copy | Kopiera
copied | Copied | Kopierat
themeauto | Colors as on this device | Färger som på enheten
themelight | Light colors | Ljusa färger
themedark | Dark colors | Mörka färger
menu | Menu | Meny
taller | Taller panel | Högre panel
shorter | Shorter panel | Lägre panel
`;

export const languages = ["en", "sv"];
const words = new Map(
  table
    .trim()
    .split("\n")
    .map((row) => {
      const [name, ...texts] = row.split(" | ");
      return [name, Object.fromEntries(languages.map((l, i) => [l, texts[i]]))];
    }),
);

/** The page's word for a name, with its {places} filled; where n is 1, the name with One behind it, if there is one. */
export function say(lang, name, values = {}) {
  const word = (String(values.n) === "1" && words.get(`${name}One`)) || words.get(name);
  return word[lang].replace(/\{(\w+)\}/g, (_, key) => values[key]);
}

/** A number as the language and the server write it; digits: the most after the decimal sign, `decimals` the least. */
export function written(n, lang, { decimals = 0, digits = decimals, signed, percent, grouped = true } = {}) {
  const format = new Intl.NumberFormat(lang, {
    minimumFractionDigits: decimals,
    maximumFractionDigits: Math.max(decimals, digits),
    signDisplay: signed ? "exceptZero" : "auto",
    useGrouping: grouped,
    ...(percent && { style: "unit", unit: "percent" }),
  });
  return format.format(n || 0).replace("-", "−");
}

/** How many there are. */
export const count = (n, lang) => written(n, lang);

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
export function sayAll(lang, root = document) {
  for (const e of root.querySelectorAll("[data-say]")) e.textContent = say(lang, e.dataset.say);
  for (const e of root.querySelectorAll("[data-say-label]")) {
    e.setAttribute("aria-label", say(lang, e.dataset.sayLabel));
    if (e.tagName === "BUTTON") e.title = say(lang, e.dataset.sayLabel);
  }
}
