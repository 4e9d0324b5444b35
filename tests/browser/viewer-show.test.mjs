/* What the viewer shows, and choosing it: figures, legend, words, indicators, periods, the address. */
import assert from "node:assert/strict";
import {
  boxOf,
  colorsAt,
  figures,
  finish,
  ground,
  legendText,
  mapAgrees,
  mapColors,
  middle,
  out,
  phone,
  pick,
  places,
  ramp,
  requests,
  rowTexts,
  settled,
  swedish,
  test,
  testQuiet,
  text,
  texts,
  tilesOf,
  until,
  wide,
} from "./aid.mjs";

const site = process.argv[2];
const at = (query) => `${site}?${query}`;
const named = (rows, name) => rows.find((r) => r[0] === name);

/* ---- what is shown ---- */

await test("districts are drawn in the five colors of the ramp, where they lie", async (open) => {
  const page = await open(at("indicator=violence&lang=sv&labels=none"));
  const seen = await mapColors(page);
  for (const color of ramp) assert.ok(seen[color] > 2000, `${color}: ${seen[color]} px`);
  assert.ok(seen[ground] > 100000, "the ground around the layer");
  assert.deepEqual(
    await colorsAt(page, places.Skärholmen, places.Bromma),
    [ramp[4], ramp[0]],
    "highest, lowest figure",
  );
});

await test("the table has the published figures, highest first, the whole where it ranks", async (open) => {
  const page = await open(at("indicator=violence&lang=sv"));
  const truth = [...figures("districts11", "valdsbrott_per_1000", "2024")].sort((a, b) => b[1] - a[1]);
  assert.equal(truth.length, 12);
  const shown = (await rowTexts(page)).map(([name, value]) => [name, value]);
  assert.deepEqual(
    shown,
    truth.map(([name, value]) => [name, swedish(value, 1)]),
  );
  const swatch = page.locator('tr:has-text("Skärholmen") .swatch');
  assert.equal(await swatch.evaluate((s) => s.style.backgroundColor), "rgb(21, 63, 102)");
  /* 18.8 against 13.5: 39.3 percent more; 9.0: 33.3 less. Lower is better. */
  assert.equal(named(await rowTexts(page), "Skärholmen")[2].replace("\u00a0", " "), "+39 %");
  assert.equal(named(await rowTexts(page), "Bromma")[2].replace("\u00a0", " "), "−33 %");
  assert.equal(await page.locator('tr:has-text("Skärholmen") .worse').count(), 1);
  assert.equal(await page.locator('tr:has-text("Bromma") .better').count(), 1);
});

await test("the legend is there in Swedish and in English, its letters in Inter", async (open) => {
  const page = await open(at("indicator=violence&lang=sv"));
  const legend = await legendText(page);
  const swedishParts = ["Hela staden 13,5", "Uppgift saknas: 0 av 11", "Varje klass innehåller sin övre gräns"];
  for (const part of swedishParts) assert.ok(legend.includes(part), `${part} in ${legend}`);
  assert.match(await text(page, "h1"), /^Anmälda våldsbrott$/);
  const family = await page
    .locator("#legend text")
    .first()
    .evaluate((t) => getComputedStyle(t).fontFamily);
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

await test("a category has no sides, no order of rank and no classes to choose", async (open) => {
  const page = await open(at("indicator=area_type&lang=en&district=6"));
  assert.deepEqual(await page.locator("#show option").allInnerTexts(), ["Values"]);
  assert.equal(await page.locator("#table .against").count(), 0);
  assert.equal(await page.locator("#subjects svg.strip").count(), 0);
  await page.click("#look-button");
  await page.waitForSelector("#controls .ramp");
  assert.equal(await page.locator("#look-classes").count(), 0);
});

/* ---- choosing ---- */

await test("a click on an indicator changes map, legend, titles, table and address", async (open) => {
  const page = await open(at("indicator=violence&lang=sv"));
  const before = await colorsAt(page, places.Bromma);
  await pick(page, "burglary");
  assert.notDeepEqual(await colorsAt(page, places.Bromma), before, "burglary is not lowest in Bromma");
  assert.equal(await text(page, "h1"), "Bostadsinbrott (Brå)");
  assert.match(await text(page, "#subtitle"), /^per 100.000 invånare, 2024 · Stadsdelsområden$/);
  const truth = figures("districts11", "bra_bostadsinbrott_per_100000", "2024");
  assert.ok((await legendText(page)).includes(`Hela staden ${swedish(truth.get("Hela staden"), 0)}`));
  assert.match(await page.title(), /^Bostadsinbrott \(Brå\), 2024 – kartblad$/);
  assert.match(page.url(), /indicator=burglary&period=2024&lang=sv/);
  assert.equal(named(await rowTexts(page), "Bromma")[1], swedish(truth.get("Bromma"), 0));
  assert.deepEqual(await texts(page, '[aria-current="true"] .name'), ["Bostadsinbrott (Brå)"]);
});

await test("by keyboard: search without accents, reach the indicator with Tab, choose it with Enter", async (open) => {
  const page = await open(at("indicator=violence&lang=sv"));
  await page.focus("#search");
  await page.keyboard.type("ran (bra");
  assert.equal(await text(page, "#found"), "Träffar: 1");
  await page.keyboard.press("Tab"); // the group's head
  await page.keyboard.press("Tab");
  const ring = await page.evaluate(() => getComputedStyle(document.activeElement).outline);
  assert.match(ring, /rgb\(29, 78, 216\).*2px/, "a visible focus ring");
  await page.keyboard.press("Enter");
  await settled(page);
  assert.equal(await text(page, "h1"), "Rån (Brå)");
  await page.fill("#search", "zzz");
  assert.equal(await page.locator("#themes a").count(), 0);
});

await test("another division shows the same measure there, and the view is all of it", async (open) => {
  const page = await open(at("indicator=population&lang=en"));
  await page.selectOption("#division", "districts14");
  await settled(page);
  await until(page, () => location.search.includes("population_14"));
  assert.equal((await rowTexts(page)).length, 15);
  await page.selectOption("#division", "neighborhoods");
  await until(page, () => location.search.includes("population_nbh"));
  await settled(page);
  assert.deepEqual(await page.locator("#division option").allInnerTexts(), [
    "11 districts",
    "14 districts, earlier division",
    "117 neighborhoods",
  ]);
});

await test("what has no figure for any district is shown but cannot be chosen", async (open) => {
  const empty = { id: "empty", title: { en: "Nothing yet", sv: "Ännu inget" } };
  const page = await open(at("indicator=pre_secondary&lang=sv"), {
    before: (p) =>
      p.route("**/data/stockholm.json", async (route) => {
        const response = await route.fetch(),
          catalog = await response.json();
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
  assert.ok(plain.includes("Population Districts, earlier division 2000–2011"), plain.join());
  assert.ok(plain.includes("Population Neighborhoods 2024 91 of 117"), plain.join());
});

await test("an atlas without themes lists its indicators", async (open) => {
  const page = await open(at("lang=en"), {
    before: (p) =>
      p.route("**/data/stockholm.json", async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, json: { ...(await response.json()), themes: [] } });
      }),
  });
  assert.equal(await page.locator("#themes details").count(), 0);
  await page.click('[data-indicator="violence"]');
  await settled(page);
  assert.equal(await text(page, "h1"), "Reported violent crime");
});

/* ---- periods ---- */

await test("the arrow keys step through periods: tiles, figures and address follow", async (open) => {
  const page = await open(at("indicator=assault&lang=sv"));
  assert.deepEqual(await texts(page, ".stop > span:first-of-type"), ["2021", "2022", "2023", "2024", "2025"]);
  assert.equal(await page.locator(".stop.partial").count(), 3, "hollow: two of eleven missing");
  const before = await mapColors(page),
    asked = requests.length;
  await page.focus("input[value='2025']");
  for (let i = 0; i < 3; i++) {
    await page.keyboard.press("ArrowLeft");
    await settled(page);
  }
  const tiles = requests.slice(asked).filter((u) => /\/skeleton\//.test(u) && /period=2022/.test(u));
  assert.ok(tiles.length >= 4, "skeletons with the figures of 2022 are asked for");
  await mapAgrees(page, `${site}data/stockholm/assault.json?period=2022&pool=periods`);
  const after = await mapColors(page);
  assert.ok(
    ramp.some((c) => Math.abs(before[c] - after[c]) > 1000),
    "the map changes",
  );
  assert.match(await text(page, "#subtitle"), /2022/);
  assert.match(page.url(), /period=2022/);
  assert.equal(named(await rowTexts(page), "Hela staden")[1], "978"); // figures.csv
  assert.equal(await page.evaluate(() => document.activeElement.value), "2022", "the focus stays");
  assert.match(await text(page, "#missing"), /2 av 11\s+saknas/);
});

await test("one set of classes holds for all periods, and the legend says so", async (open) => {
  const page = await open(at("indicator=assault&period=2021&lang=sv"));
  const edges = async () =>
    (await legendText(page))
      .split("\n")
      .filter((t) => /^[\d ]+$/.test(t) && t.length > 2)
      .join();
  assert.match(await text(page, "#legend-head"), /^Klasser samma alla år, 2021–2025$/);
  const before = await edges();
  await page.locator(".stop", { hasText: "2025" }).click();
  await settled(page);
  assert.equal(await edges(), before);
  /* The lowest and the highest of all five years, from figures.csv. */
  const all = [2021, 2022, 2023, 2024, 2025].flatMap((y) =>
    [...figures("districts11", "bra_misshandel_per_100000", String(y))]
      .filter(([n, v]) => n !== "Hela staden" && v !== null)
      .map(([, v]) => v),
  );
  assert.ok(before.startsWith(swedish(Math.min(...all), 0).replace("\u00a0", " ")), before);
  assert.ok(before.split(",").includes(swedish(Math.max(...all), 0).replace("\u00a0", " ")), before);
});

await test("playing goes from period to period, round, until it is stopped", async (open) => {
  const page = await open(at("indicator=assault&period=2024&lang=sv"));
  await page.click("#play");
  assert.equal(await page.getAttribute("#play", "aria-label"), "Stanna");
  await until(page, () => document.querySelector("#subtitle").textContent.includes("2025"));
  await until(page, () => document.querySelector("#subtitle").textContent.includes("2021"));
  await page.click("#play");
  await settled(page);
  const stopped = await text(page, "#subtitle");
  await page.waitForTimeout(1800);
  assert.equal(await text(page, "#subtitle"), stopped);
  assert.equal(await page.getAttribute("#play", "aria-pressed"), "false");
});

await test("a single period is said, not offered", async (open) => {
  const page = await open(at("indicator=violence&lang=sv"));
  assert.equal(await page.isVisible("#play"), false);
  assert.match(await text(page, "#only-period"), /^2024\s+den enda perioden med värden$/);
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
  await mapAgrees(page, `${site}data/stockholm/assault.json?period=2023&pool=periods`);
});

/* ---- the table ---- */

await test("missing districts are hatched, and last whichever way the table is sorted", async (open) => {
  const page = await open(at("indicator=assault&period=2022&lang=sv"));
  const lastTwo = async () => (await rowTexts(page)).slice(-2).map((r) => `${r[0]} ${r[1]}`);
  const published = figures("districts11", "bra_misshandel_per_100000", "2022");
  const truth = [...published].filter(([, value]) => value === null);
  assert.deepEqual(truth.map(([name]) => name).sort(), ["Järva", "Norra innerstaden"]);
  assert.deepEqual(await lastTwo(), ["Järva –", "Norra innerstaden –"]);
  const hatch = await page
    .locator("#table .swatch.none")
    .evaluateAll((all) => all.map((s) => getComputedStyle(s).backgroundImage));
  assert.equal(hatch.length, 2);
  assert.match(hatch[0], /repeating-linear-gradient/);
  await page.click('[data-sort="value"]');
  assert.deepEqual((await rowTexts(page))[0].slice(0, 2), ["Bromma", "558"]);
  assert.deepEqual(await lastTwo(), ["Järva –", "Norra innerstaden –"]);
  assert.equal(await page.getAttribute("th.value", "aria-sort"), "ascending");
  await page.click('[data-sort="name"]');
  const first = (await rowTexts(page)).slice(0, 3).map((r) => r[0]);
  assert.deepEqual(first, ["Hela staden", "Bromma", "Enskede-Årsta-Vantör"]);
  assert.deepEqual(await lastTwo(), ["Järva –", "Norra innerstaden –"]);
  assert.match(page.url(), /sort=name/);
  await page.reload();
  await settled(page);
  assert.equal((await rowTexts(page))[1][0], "Bromma", "the order is in the address");
});

await test("names sort as Swedes sort them: å, ä, ö after z", async (open) => {
  const page = await open(at("indicator=population_nbh&lang=sv&sort=name"));
  const names = (await rowTexts(page)).filter((r) => r[1] && !r[1].startsWith("–")).map((r) => r[0]);
  const tail = ["Åkeslund", "Ålsten", "Årsta", "Älvsjö", "Äppelviken", "Örby", "Örby slott"];
  assert.deepEqual(
    names.filter((n) => tail.includes(n)),
    tail,
  );
  assert.ok(names.indexOf("Åkeslund") > names.indexOf("Vårberg"));
});

/* ---- the address ---- */

await test("back leads to the last indicator and its period; languages keep both", async (open) => {
  const page = await open(at("indicator=assault&period=2023&lang=sv"));
  await pick(page, "violence");
  assert.match(page.url(), /indicator=violence&period=2024/);
  await page.goBack();
  await until(page, () => document.querySelector("h1").textContent.startsWith("Misshandel"));
  await settled(page);
  assert.match(await text(page, "#subtitle"), /2023/);
  await page.click('[data-lang="en"]');
  await settled(page);
  assert.equal(await text(page, "h1"), "Assault (Brå)");
  assert.match(await text(page, "#subtitle"), /2023/);
});

await test("the address says all that is shown: a reload, and a second reader, see the same", async (open) => {
  const query =
    "indicator=assault&period=2023&method=jenks&classes=4&reverse=1&lang=sv&theme=dark&district=Bromma&district=J%C3%A4rva&at=12.00_59.33000_18.05000&sort=name";
  const page = await open(at(query));
  const facts = async (p) => ({
    rows: await rowTexts(p),
    legend: await legendText(p),
    theme: await p.evaluate(() => document.documentElement.dataset.theme),
    selected: await p.locator("tr.selected").count(),
    subjects: await text(p, "#subjects"),
    url: p.url().split("?")[1],
    zoom: (await tilesOf(p))[0].z,
  });
  await page.waitForSelector("#subjects svg.lines");
  await page.waitForSelector("#subjects header a");
  const before = await facts(page);
  assert.equal(before.selected, 2);
  assert.equal(before.zoom, 12);
  assert.equal(before.theme, "dark");
  for (const part of ["method=jenks", "classes=4", "reverse=1", "district=Bromma", "at=12.00_59.33", "sort=name"])
    assert.ok(before.url.includes(part), `${part} in ${before.url}`);
  await page.reload();
  await settled(page);
  await page.waitForSelector("#subjects svg.lines");
  await page.waitForSelector("#subjects header a");
  assert.deepEqual(await facts(page), before);
});

await test("a link to what is not here says so and shows something else", async (open) => {
  const page = await open(at("indicator=vanished&lang=en"));
  assert.match(await text(page, "#message"), /no indicator “vanished”.*Mean age/);
  assert.equal(await text(page, "h1"), "Mean age");
  await pick(page, "violence");
  assert.equal(await page.isVisible("#message"), false);
  const other = await open(at("indicator=violence&period=1999&lang=en"));
  assert.match(await text(other, "#message"), /no figures for “1999”.*2024/);
  const refused = await open(at("indicator=violence&lang=en&classes=99"), { troubled: true });
  assert.match(await text(refused, "#message"), /classes: "99" is not allowed/);
  assert.equal((await rowTexts(refused)).length, 12);
});

/* ---- pictures to look at ---- */

await test("both themes at three widths", async (open) => {
  for (const dark of [false, true])
    for (const [name, window] of Object.entries({ wide, middle, phone })) {
      const page = await open(at("indicator=assault&lang=sv&district=Sk%C3%A4rholmen"), { ...window, dark });
      await page.waitForSelector("#subjects svg.lines");
      await page.screenshot({ path: out(`${name}-${dark ? "dark" : "light"}.png`) });
      const { scroll, client } = await page.evaluate(() => ({
        scroll: document.documentElement.scrollWidth,
        client: document.documentElement.clientWidth,
      }));
      assert.equal(scroll, client, `${name}: nothing wider than the window`);
      assert.ok((await boxOf(page, "#map")).height > 200, `${name}: room for the map`);
      const paper = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      assert.equal(paper, dark ? "rgb(23, 29, 35)" : "rgb(255, 255, 255)");
    }
});

await testQuiet();
await finish();
