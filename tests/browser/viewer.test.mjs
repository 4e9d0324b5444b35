/* The viewer in Chromium. node viewer.test.mjs ADDRESS, from the project's root. */
import assert from "node:assert/strict";
import {
  boxOf, colorsAt, colorsIn, figures, finish, mapColors, out, pick, proxy, requests, settled, test,
  text, texts, troubles,
} from "./aid.mjs";

const site = process.argv[2];
const wide = { width: 1440, height: 900 };
const middle = { width: 1000, height: 700 };
const phone = { width: 390, height: 844, density: 2, touch: true };
const ramp = ["#e3eedf", "#a9d3c3", "#5faeb3", "#2a7a98", "#153f66"]; // the sequential one, low to high
const ground = "#f4f6f6";
const skarholmen = [17.9, 59.276]; // places well inside the two districts
const bromma = [17.94, 59.34];

const at = (query) => `${site}?${query}`;
/** What each row of the table says: rank, name, value. */
const rowTexts = (page) => page.locator("tbody tr").evaluateAll((rows) => {
  const ownText = (cell) => [...cell.childNodes].map((n) => n.nodeType === Node.TEXT_NODE ? n.data : "").join("");
  return rows.map((r) => [...r.cells].map(ownText));
});
const legendText = async (page) =>
  (await page.locator("#legend text").allTextContents()).join("\n").replaceAll("\u00a0", " ");
const named = (rows, name) => rows.find((r) => r[1] === name);
const swedish = (value, decimals) => value.toLocaleString("sv-SE", { minimumFractionDigits: decimals });

/* ---- what is shown ---- */

await test("districts are drawn in the five colors of the ramp, where they lie", async (open) => {
  const page = await open(at("indicator=violence&lang=sv"));
  const seen = await mapColors(page);
  for (const color of ramp) assert.ok(seen[color] > 2000, `${color}: ${seen[color]} px`);
  assert.ok(seen[ground] > 100000, "the ground around the layer");
  assert.deepEqual(await colorsAt(page, skarholmen, bromma), [ramp[4], ramp[0]], "highest, lowest figure");
  await page.screenshot({ path: out("wide-sv.png") });
});

await test("the table has the published figures, highest first, the whole where it ranks", async (open) => {
  const page = await open(at("indicator=violence&lang=sv"));
  const truth = [...figures("districts11", "valdsbrott_per_1000", "2024")].sort((a, b) => b[1] - a[1]);
  assert.equal(truth.length, 12);
  const shown = (await rowTexts(page)).map(([, name, value]) => [name, value]);
  assert.deepEqual(shown, truth.map(([name, value]) => [name, swedish(value, 1)]));
  assert.equal((await rowTexts(page)).map((r) => r[0]).join(), "1,2,3,4,,5,6,7,8,9,10,11");
  const swatch = page.locator('tr:has-text("Skärholmen") .swatch');
  assert.equal(await swatch.evaluate((s) => s.style.backgroundColor), "rgb(21, 63, 102)");
});

await test("the legend is there in Swedish and in English, its letters in Inter", async (open) => {
  const page = await open(at("indicator=violence&lang=sv"));
  const legend = await legendText(page);
  const swedishParts = ["Hela staden 13,5", "Uppgift saknas: 0 av 11", "Varje klass innehåller sin övre gräns"];
  for (const part of swedishParts)
    assert.ok(legend.includes(part), `${part} in ${legend}`);
  assert.match(await text(page, "h1"), /^Anmälda våldsbrott$/);
  const family = await page.locator("#legend text").first().evaluate((t) => getComputedStyle(t).fontFamily);
  assert.match(family, /^Inter/);
  assert.ok(await page.evaluate(() => document.fonts.check("600 13px Inter", "Åäö")), "it is loaded");
  await page.click('[data-lang="en"]');
  await settled(page);
  const english = await legendText(page);
  for (const part of ["Whole city 13.5", "No data: 0 of 11"])
    assert.ok(english.includes(part), `${part} in ${english}`);
  assert.equal(await page.evaluate(() => document.documentElement.lang), "en");
});

await test("the page speaks the reader's language, English where it has none", async (open) => {
  assert.match(await text(await open(site, { locale: "sv-SE" }), "#themes"), /Brott och trygghet/);
  const page = await open(site, { locale: "de-DE" });
  assert.match(await text(page, "#themes"), /Crime and safety/);
  assert.equal(await page.evaluate(() => document.documentElement.lang), "en");
});

await test("a count warns in its legend, and the note of an indicator is shown", async (open) => {
  const page = await open(at("indicator=population&lang=en"));
  assert.match(await legendText(page), /mislead/);
  assert.match(await text(page, "#note"), /residents who are not placed in any district/);
  assert.match(await text(page, "#attribution"), /Source: .*Boundaries, water: Stockholms stad/);
});

/* ---- choosing ---- */

await test("a click on an indicator changes map, legend, titles, table and address", async (open) => {
  const page = await open(at("indicator=violence&lang=sv"));
  const before = await colorsAt(page, bromma);
  await pick(page, "burglary");
  assert.notDeepEqual(await colorsAt(page, bromma), before, "burglary is not lowest in Bromma");
  assert.equal(await text(page, "h1"), "Bostadsinbrott (Brå)");
  assert.match(await text(page, "#subtitle"), /^per 100.000 invånare, 2024 · Stadsdelsområden$/);
  const whole = figures("districts11", "bra_bostadsinbrott_per_100000", "2024").get("Hela staden");
  assert.ok((await legendText(page)).includes(`Hela staden ${swedish(whole, 0)}`));
  assert.match(await page.title(), /^Bostadsinbrott \(Brå\), 2024 – kartblad$/);
  assert.match(page.url(), /indicator=burglary&period=2024&lang=sv/);
  const truth = figures("districts11", "bra_bostadsinbrott_per_100000", "2024");
  assert.equal(named(await rowTexts(page), "Bromma")[2], swedish(truth.get("Bromma"), 0));
  assert.deepEqual(await texts(page, '[aria-current="true"] .name'), ["Bostadsinbrott (Brå)"]);
});

await test("by keyboard: search, reach the indicator with Tab, choose it with Enter", async (open) => {
  const page = await open(at("indicator=violence&lang=sv"));
  await page.focus("#search");
  await page.keyboard.type("misshand");
  assert.equal(await text(page, "#found"), "Träffar: 1");
  await page.keyboard.press("Tab"); // the group's head
  await page.keyboard.press("Tab");
  const ring = await page.evaluate(() => getComputedStyle(document.activeElement).outline);
  assert.match(ring, /rgb\(29, 78, 216\).*2px/, "a visible focus ring");
  await page.keyboard.press("Enter");
  await settled(page);
  assert.equal(await text(page, "h1"), "Misshandel (Brå)");
  const whole = figures("districts11", "bra_misshandel_per_100000", "2024").get("Hela staden");
  assert.ok((await legendText(page)).replaceAll(" ", "").includes(`Helastaden${whole}`));
  await page.fill("#search", "zzz");
  assert.equal(await page.locator("#themes a").count(), 0);
});

await test("every control is reached with Tab and shows where the focus is", async (open) => {
  const page = await open(at("indicator=assault&lang=en"));
  const controls = "sv en search assault map zoom-in zoom-out home period name value".split(" ");
  const seen = [];
  // Where the first Tab goes differs between browsers: all the way round, past the page's end.
  for (let i = 0; i < 120 && !controls.every((id) => seen.includes(id)); i++) {
    await page.keyboard.press("Tab");
    if (await page.evaluate(() => document.activeElement === document.body)) continue;
    const here = await page.evaluate(() => {
      const e = document.activeElement, s = getComputedStyle(e);
      return { id: e.id || e.dataset.lang || e.dataset.sort || e.name || e.dataset.indicator || "",
        ring: s.outlineStyle === "solid" && s.outlineColor === "rgb(29, 78, 216)",
        name: e.getAttribute("aria-label") || e.innerText || e.labels?.[0]?.innerText || "" };
    });
    assert.ok(here.ring, `no ring on ${JSON.stringify(here)}`);
    assert.ok(here.name.trim(), `no name: ${JSON.stringify(here)}`);
    seen.push(here.id);
  }
  assert.deepEqual(controls.filter((id) => !seen.includes(id)), []);
});

await test("the arrow keys step through periods: tiles, figures and address follow", async (open) => {
  const page = await open(at("indicator=assault&lang=sv"));
  assert.deepEqual(await texts(page, ".stop > span:first-of-type"), ["2021", "2022", "2023", "2024", "2025"]);
  assert.equal(await page.locator(".stop.partial").count(), 3, "hollow: two of eleven missing");
  const before = await mapColors(page), asked = requests.length;
  await page.focus("input[value='2025']");
  await page.keyboard.press("ArrowLeft");
  await settled(page);
  await page.keyboard.press("ArrowLeft");
  await settled(page);
  await page.keyboard.press("ArrowLeft");
  await settled(page);
  const tiles = requests.slice(asked).filter((u) => /\/tiles\//.test(u) && /period=2022/.test(u));
  assert.ok(tiles.length >= 4, "tiles of 2022 are asked for");
  const after = await mapColors(page);
  assert.ok(ramp.some((c) => Math.abs(before[c] - after[c]) > 1000), "the map changes");
  assert.match(await text(page, "#subtitle"), /2022/);
  assert.match(page.url(), /period=2022/);
  assert.equal(named(await rowTexts(page), "Hela staden")[2], "978"); // figures.csv
  assert.equal(await page.evaluate(() => document.activeElement.value), "2022", "the focus stays");
  assert.match(await text(page, "#periods .missing"), /2 av 11\s+saknas/);
  await page.screenshot({ path: out("wide-missing.png") });
});

await test("missing districts are hatched, and last whichever way the table is sorted", async (open) => {
  const page = await open(at("indicator=assault&period=2022&lang=sv"));
  const lastTwo = async () => (await rowTexts(page)).slice(-2).map((r) => `${r[1]} ${r[2]}`);
  const published = figures("districts11", "bra_misshandel_per_100000", "2022");
  const truth = [...published].filter(([, value]) => value === null);
  assert.deepEqual(truth.map(([name]) => name).sort(), ["Järva", "Norra innerstaden"]);
  assert.deepEqual(await lastTwo(), ["Järva –", "Norra innerstaden –"]);
  const hatch = await page.locator(".swatch.none").evaluateAll((all) =>
    all.map((s) => getComputedStyle(s).backgroundImage));
  assert.equal(hatch.length, 2);
  assert.match(hatch[0], /repeating-linear-gradient/);
  await page.click('[data-sort="value"]');
  assert.deepEqual((await rowTexts(page))[0].slice(1), ["Bromma", "558"]);
  assert.deepEqual(await lastTwo(), ["Järva –", "Norra innerstaden –"]);
  assert.equal(await page.getAttribute("th.value", "aria-sort"), "ascending");
  await page.click('[data-sort="name"]');
  const first = (await rowTexts(page)).slice(0, 3).map((r) => r[1]);
  assert.deepEqual(first, ["Hela staden", "Bromma", "Enskede-Årsta-Vantör"]);
  assert.deepEqual(await lastTwo(), ["Järva –", "Norra innerstaden –"]);
});

await test("names sort as Swedes sort them: å, ä, ö after z", async (open) => {
  const page = await open(at("indicator=population_nbh&lang=sv"));
  await page.click('[data-sort="name"]');
  const names = (await rowTexts(page)).filter((r) => r[2] && !r[2].startsWith("–")).map((r) => r[1]);
  const tail = ["Åkeslund", "Ålsten", "Årsta", "Älvsjö", "Äppelviken", "Örby", "Örby slott"];
  assert.deepEqual(names.filter((n) => tail.includes(n)), tail);
  assert.ok(names.indexOf("Åkeslund") > names.indexOf("Vårberg"));
});

await test("what has no figure for any district is shown but cannot be chosen", async (open) => {
  const empty = { id: "empty", title: { en: "Nothing yet", sv: "Ännu inget" } };
  const page = await open(at("indicator=pre_secondary&lang=sv"), {
    before: (p) => p.route("**/data/stockholm.json", async (route) => {
      const response = await route.fetch(), catalog = await response.json();
      catalog.themes.splice(1, 0, empty);
      await route.fulfill({ response, json: catalog });
    }),
  });
  const theme = page.locator("#themes > *").nth(1);
  assert.match(await theme.innerText(), /Ännu inget\s+inga värden/);
  assert.equal(await theme.locator("a, summary, button").count(), 0);
  await theme.click();
  assert.equal(await text(page, "h1"), "Förgymnasial utbildning");
  const merit = page.locator("li", { hasText: "Meritvärde" });
  assert.match(await merit.innerText(), /inte per område/);
  assert.equal(await merit.locator("a").count(), 0);
});

await test("partial indicators and divisions are told in the picker", async (open) => {
  const page = await open(at("indicator=population&lang=en"));
  const items = await texts(page, "#themes details[open] li");
  const plain = items.map((i) => i.replace(/\s+/g, " "));
  assert.deepEqual(plain.filter((i) => /^Population [DN]/.test(i)),
    ["Population Districts 2000–2024", "Population Districts, earlier division 2000–2011",
      "Population Neighborhoods 2024 91 of 117"]);
  await pick(page, "population_14");
  assert.match(await text(page, "#subtitle"), /Districts, earlier division/);
  assert.equal((await rowTexts(page)).length, 15);
});

await test("an atlas without themes lists its indicators", async (open) => {
  const page = await open(at("lang=en"), {
    before: (p) => p.route("**/data/stockholm.json", async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, json: { ...(await response.json()), themes: [] } });
    }),
  });
  assert.equal(await page.locator("#themes details").count(), 0);
  await page.click('[data-indicator="violence"]');
  await settled(page);
  assert.equal(await text(page, "h1"), "Reported violent crime");
});

/* ---- the address ---- */

await test("back leads to the last indicator and its period; languages keep both", async (open) => {
  const page = await open(at("indicator=assault&period=2023&lang=sv"));
  await pick(page, "violence");
  assert.match(page.url(), /indicator=violence&period=2024/);
  await page.goBack();
  await page.waitForFunction(() => document.querySelector("h1").textContent.startsWith("Misshandel"));
  assert.match(await text(page, "#subtitle"), /2023/);
  await page.click('[data-lang="en"]');
  await settled(page);
  assert.equal(await text(page, "h1"), "Assault (Brå)");
  assert.match(await text(page, "#subtitle"), /2023/);
  assert.equal(await page.evaluate(() => document.documentElement.lang), "en");
});

await test("a link to what is not here says so and shows something else", async (open) => {
  const page = await open(at("indicator=vanished&lang=en"));
  assert.match(await text(page, "#message"), /no indicator “vanished”.*Mean age/);
  assert.equal(await text(page, "h1"), "Mean age");
  await pick(page, "violence");
  assert.equal(await page.isVisible("#message"), false);
  const other = await open(at("indicator=violence&period=1999&lang=en"));
  assert.match(await text(other, "#message"), /no figures for “1999”.*2024/);
});

/* ---- what goes wrong ---- */

await test("a server that does not answer is said in one line, and so is what it refuses", async (open) => {
  const page = await open(at("indicator=violence&lang=sv"), { troubled: true });
  await page.route("**/data/**", (route) => route.abort());
  await pick(page, "assault");
  assert.match(await text(page, "#message"), /^Servern svarar inte/);
  assert.equal(await text(page, "h1"), "Anmälda våldsbrott", "what is shown stays whole");
  await page.unroute("**/data/**");
  const refusal = { status: 400, json: { error: { message: "classes: 99 is not allowed" } } };
  await page.route("**/legend/**", (route) => route.fulfill(refusal));
  await pick(page, "assault");
  assert.equal(await text(page, "#message"), "classes: 99 is not allowed");
  await page.unroute("**/legend/**");
  await page.route("**/tiles/**", (route) => route.abort());
  await pick(page, "assault");
  assert.match(await text(page, "#message"), /^En del av kartan/);
  await page.unroute("**/tiles/**");
  await pick(page, "burglary");
  assert.equal(await page.isVisible("#message"), false);
});

await test("a page whose server is gone from the start says so", async (open) => {
  const page = await open(at("lang=en"), {
    troubled: true,
    before: async (p) => {
      await p.route("**/health", (route) => route.abort());
      await p.addInitScript(() => addEventListener("DOMContentLoaded", () => // nothing will be ready to wait for
        setTimeout(() => document.querySelector("main").setAttribute("aria-busy", "false"), 300)));
    },
  });
  assert.match(await text(page, "#message"), /^The server does not answer/);
});

/* ---- the map ---- */

await test("the old map stays until the new one is complete", async (open) => {
  const page = await open(at("indicator=violence&lang=sv"));
  await page.route("**/tiles/**", async (route) => {
    await new Promise((done) => setTimeout(done, 40 + Math.random() * 200));
    await route.continue();
  });
  await page.evaluate(() => {
    window.seen = [];
    const look = () => {
      const tiles = [...document.querySelectorAll(".leaflet-tile-loaded")]
        .filter((t) => getComputedStyle(t).visibility === "visible");
      window.seen.push([...new Set(tiles.map((t) => t.src.match(/stockholm\/(\w+)/)[1]))].join());
      requestAnimationFrame(look);
    };
    look();
  });
  await pick(page, "burglary");
  const steps = (await page.evaluate(() => window.seen)).filter((s, i, all) => s !== all[i - 1]);
  assert.deepEqual(steps, ["violence", "burglary"], "never none, never both");
});

await test("of quick choices only the last is shown", async (open) => {
  const page = await open(at("indicator=assault&lang=sv"));
  await page.route("**/*period=2024*", async (route) => {
    await new Promise((done) => setTimeout(done, 600));
    await route.continue().catch(() => {});
  });
  await page.focus("input[value='2025']");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowLeft");
  await settled(page);
  await page.waitForTimeout(900);
  assert.match(await text(page, "#subtitle"), /2023/);
  assert.match(await page.locator(".leaflet-tile-loaded").first().getAttribute("src"), /period=2023/);
});

await test("zoom, home; the view stays when the indicator changes within a division", async (open) => {
  const page = await open(at("indicator=violence&lang=sv"));
  const zooms = () => page.locator(".leaflet-tile-loaded").evaluateAll((tiles) =>
    [...new Set(tiles.map((t) => Number(t.src.match(/\/(\d+)\/\d+\/\d+/)?.[1])))]);
  const becomes = async (zoom) => {
    for (let i = 0; i < 50 && String(await zooms()) !== String(zoom); i++) await page.waitForTimeout(50);
    assert.deepEqual(await zooms(), [zoom]);
  };
  const [first] = await zooms();
  await page.click("#zoom-in");
  await becomes(first + 1);
  await pick(page, "burglary");
  await becomes(first + 1);
  await page.click("#home");
  await becomes(first);
});

await test("the legend hides no district, in any of three windows", async (open) => {
  for (const window of [wide, middle, { width: 1366, height: 768 }]) {
    const page = await open(at("indicator=assault&lang=sv"), window);
    await page.addStyleTag({ content: "#legend { visibility: hidden }" });
    for (const id of ["violence", "population_nbh", "vandalism_bra"]) {
      await page.evaluate((i) => document.querySelector(`[data-indicator="${i}"]`).click(), id);
      await settled(page);
      const seen = await colorsIn(page, await boxOf(page, "#legend"));
      const colors = Object.keys(seen).filter((c) => c !== ground && c !== "#ffffff");
      assert.deepEqual(colors, [], `${id} at ${window.width}`);
    }
  }
});

await test("no seam between tiles where they are scaled", async (open) => {
  const page = await open(at("indicator=mean_age&period=2024&lang=sv"), middle);
  await page.waitForTimeout(150);
  assert.ok(await page.locator("#map.scaled").count(), "this window needs a half zoom");
  /* Across edges of tiles of zoom 11 (longitude 17.9297, latitude 59.2659), inside neighborhoods. */
  const steps = Array.from({ length: 11 }, (_, i) => (i - 5) * 0.0005);
  const across = await colorsAt(page, ...steps.map((d) => [17.9297 + d, 59.33]));
  const down = await colorsAt(page, ...steps.map((d) => [18.134, 59.2659 + d / 2]));
  const spread = (colors, at) => {
    const channel = colors.map((c) => parseInt(c.slice(at, at + 2), 16));
    return Math.max(...channel) - Math.min(...channel);
  };
  for (const colors of [across, down])
    for (const at of [1, 3, 5]) assert.ok(spread(colors, at) <= 1, `more than a rounding: ${colors}`);
  await page.screenshot({ path: out("middle.png") });
});

/* ---- windows ---- */

await test("1000 px: the picker is behind a button, Escape closes it, a choice too", async (open) => {
  const page = await open(at("indicator=violence&lang=sv"), middle);
  assert.equal(await page.isVisible("#picker"), false);
  await page.click("#picker-button");
  assert.equal(await page.evaluate(() => document.activeElement.id), "search");
  await page.keyboard.press("Escape");
  assert.equal(await page.isVisible("#picker"), false);
  assert.equal(await page.evaluate(() => document.activeElement.id), "picker-button");
  await page.click("#picker-button");
  await page.screenshot({ path: out("middle-picker.png") });
  await pick(page, "assault");
  assert.equal(await page.isVisible("#picker"), false);
});

await test("phone: one column in order, nothing wider than the window, sharp tiles", async (open) => {
  const page = await open(at("indicator=assault&period=2022&lang=sv"), phone);
  const { scroll, client } = await page.evaluate(() => ({
    scroll: document.documentElement.scrollWidth, client: document.documentElement.clientWidth,
  }));
  assert.equal(scroll, client);
  const tops = [];
  for (const part of ["h1", "#map", "#legend", "#periods", "#table", "#note"])
    tops.push((await boxOf(page, part)).y);
  assert.deepEqual(tops, [...tops].sort((a, b) => a - b));
  assert.ok((await page.locator(".leaflet-tile").first().getAttribute("src")).includes("@2x.png"));
  const small = await page.locator("button:visible, .stop").evaluateAll((all) =>
    all.filter((b) => !b.closest("table") && b.getBoundingClientRect().height < 43).map((b) => b.outerHTML));
  assert.deepEqual(small, [], "targets of 44 px");
  await page.screenshot({ path: out("phone.png"), fullPage: true });
  await page.click("#picker-button");
  await page.screenshot({ path: out("phone-picker.png") });
  await pick(page, "burglary");
  assert.equal(await text(page, "h1"), "Bostadsinbrott (Brå)");
  assert.equal(await page.isVisible("#picker"), false);
});

await test("a window that shrinks to nothing and grows again has the whole map", async (open) => {
  const page = await open(at("indicator=violence&lang=sv"), middle);
  const asked = requests.length;
  for (const size of [{ width: 1000, height: 160 }, { width: 1000, height: 40 }, middle]) {
    await page.setViewportSize(size);
    await page.waitForTimeout(150);
  }
  const zooms = requests.slice(asked).map((u) => Number(u.match(/violence\/(\d+)\//)?.[1] ?? 0));
  assert.ok(Math.max(...zooms) <= 11, `tiles of zoom ${zooms}`);
  assert.deepEqual(await colorsAt(page, skarholmen, bromma), [ramp[4], ramp[0]]);
});

await test("behind a proxy under a folder: page, figures and tiles come from there", async (open) => {
  const behind = await proxy(site, "/sub/path/");
  const asked = requests.length;
  try {
    const page = await open(`${behind.address}?indicator=violence&lang=sv`);
    assert.equal(await text(page, "h1"), "Anmälda våldsbrott");
    assert.deepEqual(await colorsAt(page, skarholmen), [ramp[4]]);
    const outside = requests.slice(asked).filter((u) => !u.startsWith(behind.address));
    assert.deepEqual(outside, []);
  } finally {
    behind.close();
  }
});

/* ---- over all pages above ---- */

await test("the first view takes under 400 KB", async (open) => {
  let bytes = 0;
  const add = (response) => (bytes += Number(response.headers()["content-length"] ?? 0));
  await open(site, { before: (page) => page.on("response", add) });
  console.log(`# ${Math.round(bytes / 1024)} KB`);
  assert.ok(bytes > 100000 && bytes < 400 * 1024, `${bytes} bytes`);
});

await test("no errors in the console, no request to another host", async () => {
  assert.deepEqual(troubles, []);
  const hosts = new Set(requests.map((u) => new URL(u).hostname));
  assert.deepEqual([...hosts], ["127.0.0.1"]);
});

await finish();
