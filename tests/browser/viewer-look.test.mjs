/* The viewer's controls of the look, its themes, and sharing. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  boxOf,
  colorsAt,
  figures,
  finish,
  ground,
  legendText,
  mainColor,
  mapColors,
  middle,
  out,
  pixelsOf,
  places,
  ramp,
  requests,
  rowTexts,
  settled,
  swedish,
  test,
  testQuiet,
  text,
  until,
  wide,
} from "./aid.mjs";

const [site, kartblad] = process.argv.slice(2);
const at = (query) => `${site}?${query}`;
const plain = (t) => t.replaceAll("\u00a0", " ");
const diverging = ["#8c4108", "#c67b3a", "#ebc49b", "#f3f1ec", "#afcbdd", "#5591b8", "#1a5480"]; // visual.md

async function openLook(page) {
  await page.click("#look-button");
  await page.waitForSelector("#controls .ramp");
}

/** Sets a control, and waits until the map follows. */
async function set(page, act, part) {
  await act();
  await until(page, (p) => location.search.includes(p), part);
  await settled(page);
}

/* ---- controls ---- */

await test("method and number of classes: legend, tiles, table and address follow", async (open) => {
  const page = await open(at("indicator=violence&lang=sv&labels=none"));
  await openLook(page);
  await set(page, () => page.selectOption("#look-method", "equal"), "method=equal");
  await set(
    page,
    async () => {
      await page.fill("#look-classes", "4");
      await page.press("#look-classes", "Enter");
    },
    "classes=4",
  );
  /* Equal intervals of 9.0 to 18.8: edges 11.45, 13.9, 16.35. */
  const legend = await legendText(page);
  assert.match(legend, /Lika intervall/);
  const truth = figures("districts11", "valdsbrott_per_1000", "2024");
  const edges = [9, 11.45, 13.9, 16.35, 18.8];
  const counts = [0, 1, 2, 3].map(
    (k) => [...truth].filter(([n, v]) => n !== "Hela staden" && v <= edges[k + 1] && (k ? v > edges[k] : true)).length,
  );
  const lines = legend.split("\n");
  for (const n of counts) assert.ok(lines.includes(String(n)), `${counts} in ${legend}`);
  const shown = await page.request.get(`${site}legend/stockholm/violence.json?method=equal&classes=4`);
  const colors = (await shown.json()).classes.map((c) => c.color),
    seen = await mapColors(page);
  colors.forEach((c, k) => assert.ok(!counts[k] || seen[c] > 1000, `${c} of class ${k} on the map`));
  assert.match(await text(page, ".field[data-option='method'] .help"), /Lika breda klasser/);
  await page.screenshot({ path: out("look.png") });
});

await test("a ramp is chosen from previews with tags; reversed it is the other way round", async (open) => {
  const page = await open(at("indicator=violence&lang=en&labels=none"));
  await openLook(page);
  const catalog = await (await page.request.get(`${site}data/stockholm.json`)).json();
  const blues = catalog.ramps.find((r) => r.name === "blues");
  const preview = await page
    .locator('.ramp:has([value="blues"]) .ramp-bar i')
    .evaluateAll((all) => all.map((i) => i.style.background));
  assert.equal(preview.length, blues.colors.length);
  const [point] = await pixelsOf(page, [places.Bromma]);
  await set(page, () => page.check('[name="ramp"][value="blues"]'), "ramp=blues");
  await page.mouse.move(2, 2);
  assert.equal(await mainColor(page, point), blues.colors[0], "the lowest");
  await set(page, () => page.check("#look-reverse"), "reverse=1");
  assert.equal(await mainColor(page, point), blues.colors[4]);
  await page.click("#look-reset");
  await until(page, () => !location.search.includes("ramp="));
  await settled(page);
  assert.equal(await mainColor(page, point), ramp[0]);
});

await test("ramps are tagged by the class count in use, and can be cut down to the safe ones", async (open) => {
  const page = await open(at("indicator=violence&lang=en&classes=8"));
  await openLook(page);
  const catalog = await (await page.request.get(`${site}data/stockholm.json`)).json();
  const expected = catalog.ramps.filter((r) => r.kind === "sequential" && r.passes.color_blind.includes(8)).length;
  const all = catalog.ramps.filter((r) => r.kind === "sequential").length;
  assert.ok(expected < all);
  assert.equal(await page.locator(".ramp-bar").count(), all);
  assert.equal(await page.locator(".ramp .tag.safe").count(), expected);
  await page.check("#only-safe");
  await until(page, (n) => document.querySelectorAll(".ramp-bar").length === n, expected);
  assert.equal(await page.locator(".ramp .tag:not(.safe)").count(), 0);
});

await test("against the city: colors diverge from it, below brown, above blue, the city in the middle class", async (open) => {
  const page = await open(at("indicator=violence&lang=sv&labels=none"));
  const [low, high] = await pixelsOf(page, [places.Bromma, places.Skärholmen]);
  await set(page, () => page.selectOption("#show", { label: "Mot hela staden" }), "reference=whole");
  assert.equal(await mainColor(page, low), diverging[0]);
  assert.equal(await mainColor(page, high), diverging[6]);
  assert.match(await legendText(page), /under[\s\S]*över/);
  await set(page, () => page.selectOption("#show", "values"), "lang=sv");
  await until(page, () => !location.search.includes("reference="));
});

await test("a difference between periods: titles, figures with signs, the whole's too", async (open) => {
  const page = await open(at("indicator=assault&period=2025&lang=sv"));
  await set(page, () => page.selectOption("#show", "@2021"), "minus=%402021");
  assert.match(await text(page, "h1"), /Misshandel \(Brå\), förändring/);
  assert.match(await text(page, "#subtitle"), /2025 mot 2021/);
  const [now, then] = ["2025", "2021"].map((y) => figures("districts11", "bra_misshandel_per_100000", y));
  const rows = await rowTexts(page),
    signed = (v) => `${v > 0 ? "+" : v < 0 ? "−" : ""}${swedish(Math.abs(v), 0)}`;
  for (const name of ["Bromma", "Skärholmen", "Hela staden"])
    assert.equal(plain(rows.find((r) => r[0] === name)[1]), plain(signed(now.get(name) - then.get(name))), name);
  assert.deepEqual(
    rows
      .slice(-2)
      .map((r) => r[0])
      .sort(),
    ["Järva", "Norra innerstaden"],
    "no figure of 2021",
  );
  await openLook(page);
  await set(page, () => page.selectOption("#look-change", "percent"), "change=percent");
  assert.match(await text(page, "#subtitle"), /^%/);
});

await test("a metric, labels and opacity are the server's options of those names", async (open) => {
  const page = await open(at("indicator=violence&lang=en"));
  await openLook(page);
  await set(page, () => page.selectOption("#look-metric", "rank"), "metric=rank");
  assert.equal((await rowTexts(page))[0][1].trim(), "11", "the lowest figure has the last rank");
  await set(page, () => page.selectOption("#look-labels", "none"), "labels=none");
  await set(page, () => page.fill("#look-opacity", "0.5"), "opacity=0.5");
  const paint = requests.findLast((u) => u.includes("/paint/"));
  for (const part of ["metric=rank", "labels=none", "opacity=0.5"]) assert.ok(paint.includes(part), paint);
  const half = (shade, i) => (parseInt(shade.slice(1 + 2 * i, 3 + 2 * i), 16) + parseInt(ground.slice(1 + 2 * i, 3 + 2 * i), 16)) / 2;
  const shown = (await colorsAt(page, places.Skärholmen))[0];
  for (let i = 0; i < 3; i++)
    assert.ok(Math.abs(parseInt(shown.slice(1 + 2 * i, 3 + 2 * i), 16) - half(ramp[4], i)) <= 2, `${shown}: half of the ground is seen`);
});

await test("what the server refuses is said in words beside the control, and the map stays", async (open) => {
  const page = await open(at("indicator=violence&lang=sv"), { troubled: true });
  await openLook(page);
  await page.selectOption("#look-reference", "number");
  await page.fill('[name="reference-number"]', "banan");
  await page.press('[name="reference-number"]', "Enter");
  const error = page.locator('.field[data-option="reference"] .error');
  await error.waitFor();
  assert.match(await error.innerText(), /"banan" är inte tillåtet/);
  assert.equal((await rowTexts(page)).length, 12);
  assert.doesNotMatch(page.url(), /banan/);
  await page.fill("#look-classes", "99");
  await page.press("#look-classes", "Enter");
  await page.locator('.field[data-option="classes"] .error').waitFor();
  await set(
    page,
    async () => {
      await page.fill("#look-classes", "3");
      await page.press("#look-classes", "Enter");
    },
    "classes=3",
  );
  assert.equal(await page.locator(".error:visible").count(), 0);
});

/* ---- a second indicator ---- */

/* visual.md: rows from low to high of the second indicator. */
const pairs = [
  ["#efede4", "#a9c6e8", "#3f97d0"],
  ["#edbe86", "#a48894", "#33689b"],
  ["#dc6a2b", "#96443a", "#22305a"],
];

/** The class of three that a figure is in: thirds of all by type 7 quantiles, closed on the right. */
function thirdOf(value, all) {
  const sorted = [...all].sort((a, b) => a - b);
  const edge = (p) => {
    const h = (sorted.length - 1) * p,
      i = Math.floor(h);
    return sorted[i] + (h - i) * ((sorted[i + 1] ?? sorted[i]) - sorted[i]);
  };
  return [1 / 3, 2 / 3].filter((p) => value > edge(p) + 1e-9).length;
}

const districtsOf = (indicator) =>
  new Map([...figures("districts11", indicator, "2024")].filter(([n]) => n !== "Hela staden"));

await test("two indicators: a color for each pair of classes, both figures in table, card and panel, and back", async (open) => {
  const page = await open(at("indicator=violence&lang=en&labels=none&reference=whole&ramp=rdbu&classes=7"));
  await openLook(page);
  await set(
    page,
    () => page.selectOption("#look-bivariate", { label: "Reported theft and robbery" }),
    "bivariate=theft",
  );
  assert.doesNotMatch(page.url(), /reference=|ramp=|classes=/, "what does not go with it is left out");
  const [first, second] = [districtsOf("valdsbrott_per_1000"), districtsOf("stold_ran_per_1000")];
  const colorOf = (n) => pairs[thirdOf(second.get(n), second.values())][thirdOf(first.get(n), first.values())];
  const points = await pixelsOf(page, [places.Bromma, places.Skärholmen, places.Farsta]);
  await page.mouse.move(2, 2);
  for (const [i, name] of ["Bromma", "Skärholmen", "Farsta"].entries())
    assert.equal(await mainColor(page, points[i]), colorOf(name), name);
  const rows = await rowTexts(page);
  for (const [name, v] of first)
    assert.deepEqual(
      rows.find((r) => r[0] === name),
      [name, v.toFixed(1), second.get(name).toFixed(1)],
    );
  assert.match(await legendText(page), /more: reported theft and robbery[\s\S]*more: reported violent crime/);
  const shown = () => page.locator("#show option:checked").innerText();
  assert.equal(await shown(), "Together with Reported theft and robbery");
  await page.hover('tr[data-key]:has-text("Skärholmen")');
  await page.waitForSelector("#card:not([hidden])");
  const line = `Reported theft and robbery: ${second.get("Skärholmen").toFixed(1)} per 1,000 residents`;
  assert.ok((await text(page, "#card")).includes(line), await text(page, "#card"));
  const [card, ...parts] = await page
    .locator("#card, #card *")
    .evaluateAll((all) => all.map((e) => e.getBoundingClientRect()).map(({ left, right }) => ({ left, right })));
  for (const p of parts)
    assert.ok(p.left >= card.left && p.right <= card.right + 0.5, "nothing sticks out of the card");
  await page.click('tr[data-key]:has-text("Skärholmen") button');
  assert.ok((await text(page, "#subjects")).includes(line));
  for (const id of ["metric", "reference", "minus", "classes", "breaks"])
    assert.equal(await page.locator(`#look-${id}`).count(), 0, id);
  assert.match(await text(page, '[data-option="bivariate"] .help'), /do not go with it/);
  const methods = await page.locator("#look-method option").evaluateAll((all) => all.map((o) => o.value));
  assert.deepEqual(methods, ["quantile", "equal", "jenks", "pretty", "maximum", "geometric"]);
  for (const method of methods) {
    await page.selectOption("#look-method", method);
    await until(page, (m) => location.search.includes(`method=${m}`), method);
    await settled(page);
  }
  assert.equal(await page.locator(".ramp-bar.square").count(), 3);
  await set(page, () => page.check('[name="ramp"][value="pink-green"]'), "ramp=pink-green");
  await page.screenshot({ path: out("two.png") });
  await page.selectOption("#look-bivariate", "none");
  await until(page, () => !/bivariate=|ramp=/.test(location.search));
  await settled(page);
  assert.equal((await rowTexts(page))[0].length, 3, "figure and difference");
  assert.ok(await page.isVisible("#look-breaks"));
  assert.equal(await shown(), "Values");
});

await test("two periods of one indicator: a district without one of them has no color, and both figures", async (open) => {
  const page = await open(at("indicator=assault&period=2024&lang=sv&labels=none"));
  await openLook(page);
  await set(page, () => page.selectOption("#look-bivariate", "@2021"), "bivariate=%402021");
  assert.equal(await page.locator("#show option:checked").innerText(), "Tillsammans med 2021");
  const [then, now] = ["2021", "2024"].map((y) => figures("districts11", "bra_misshandel_per_100000", y));
  const rows = await rowTexts(page);
  assert.deepEqual(
    rows.find((r) => r[0] === "Bromma").map(plain),
    ["Bromma", swedish(now.get("Bromma"), 0), swedish(then.get("Bromma"), 0)].map(plain),
  );
  await page.hover('tr[data-key]:has-text("Järva")');
  await until(page, () => document.querySelector("#card h2 .name")?.textContent === "Järva");
  assert.match(await text(page, "#card"), /Uppgift saknas[\s\S]*2021: –/);
});

await test("against a target: a choice where the indicator has one, named as its source does", async (open) => {
  /* The demo has none: this one is made up, in a copy of its atlas. */
  const dir = mkdtempSync(join(tmpdir(), "kartblad-target-"));
  cpSync("shapes/stockholm", dir, { recursive: true });
  const manifest = join(dir, "atlas.yaml"),
    id = "{id: violence,";
  const target = `target: {value: 12, period: "2030", of: district, title: {en: Made-up target, sv: Påhittat mål}, source: made up for a test},`;
  writeFileSync(manifest, readFileSync(manifest, "utf8").replace(id, `${id} ${target}`));
  const server = spawn(kartblad, ["serve", "-a", dir, "--listen", "127.0.0.1:0"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  try {
    const address = await new Promise((done, fail) => {
      server.stdout.once("data", (line) => done(String(line).split("\n")[0]));
      server.once("exit", (code) => fail(new Error(`kartblad ended with ${code}`)));
    });
    const page = await open(`${address}?indicator=violence&lang=sv&labels=none`);
    await openLook(page);
    await set(page, () => page.selectOption("#look-reference", { label: "Påhittat mål" }), "reference=target");
    const [low, high] = await pixelsOf(page, [places.Bromma, places.Skärholmen]);
    await page.mouse.move(2, 2);
    assert.equal(await mainColor(page, low), diverging[0], "9.0 is far below 12");
    assert.equal(await mainColor(page, high), diverging[6]);
    assert.match(await legendText(page), /Påhittat mål[\s\S]*12,0/);
    const rows = await rowTexts(page);
    /* 18.8 − 12 = 6.8, 57 % of 12. */
    assert.equal(plain(rows.find((r) => r[0] === "Skärholmen")[2]), "+57 %");
    assert.equal(await page.inputValue("#look-reference"), "target");
    assert.match(plain(await text(page, ".edges-reference")), /Påhittat mål.* 12,0/);
    const other = await open(`${address}?indicator=theft&lang=sv`);
    await openLook(other);
    assert.equal(await other.locator('#look-reference option[value="target"]').count(), 0);
  } finally {
    server.removeAllListeners("exit").kill("SIGTERM");
    rmSync(dir, { recursive: true });
  }
});

/* ---- themes ---- */

await test("dark: the device's choice or the reader's; map, legend and page together", async (open) => {
  const page = await open(at("indicator=violence&lang=en&labels=none"), { ...wide, dark: true });
  const [point] = await pixelsOf(page, [places.Skärholmen]);
  assert.equal(await mainColor(page, point), "#d9f0d6", "more is farther from the ground");
  assert.ok((await mapColors(page))["#0e1317"] > 100000, "the dark ground");
  const legend = await page.locator("#legend svg rect").evaluateAll((all) => all.map((r) => r.getAttribute("fill")));
  assert.ok(
    legend.some((c) => c?.toLowerCase() === "#d9f0d6"),
    legend.join(),
  );
  await page.click("#theme-button");
  await settled(page);
  await until(page, () => document.documentElement.dataset.theme === "light");
  assert.equal(await mainColor(page, point), ramp[4]);
  assert.equal(await page.getAttribute("#theme-button", "aria-label"), "Light colors");
  assert.match(page.url(), /theme=light/);
});

await test("dark: a manifest's own ramp for light ground is turned round", async (open) => {
  const page = await open(at("indicator=socioeconomic_index&lang=en&theme=dark"));
  assert.equal(
    await page
      .locator("tr[data-key]")
      .first()
      .locator(".swatch")
      .evaluate((s) => s.style.backgroundColor),
    "rgb(227, 238, 223)",
    "highest: the lightest",
  );
});

await test("dark: “reversed” says how colors lie, and turns them and back", async (open) => {
  const page = await open(at("indicator=socioeconomic_index&lang=en&theme=dark&labels=none"));
  /* visual.md: teal, lowest first as it is made for light ground. */
  const teal = ["#e3eedf", "#a9d3c3", "#5faeb3", "#2a7a98", "#153f66"],
    turned = [...teal].reverse();
  const highest = () =>
    page
      .locator("tr[data-key] .swatch")
      .first()
      .evaluate((s) => s.style.backgroundColor);
  const rgb = (c) => `rgb(${[1, 3, 5].map((i) => parseInt(c.slice(i, i + 2), 16)).join(", ")})`;
  const inLegend = async () => {
    const fills = await page.locator("#legend svg rect").evaluateAll((all) => all.map((r) => r.getAttribute("fill")));
    return fills.map((c) => c?.toLowerCase()).filter((c) => teal.includes(c));
  };
  const lies = async (colors) => {
    await settled(page);
    await page.mouse.move(2, 2);
    assert.deepEqual(await inLegend(), colors);
    assert.equal(await highest(), rgb(colors[4]));
    for (const { point, k } of known) assert.equal(await mainColor(page, point, 8), colors[k], `class ${k} on the map`);
  };
  await openLook(page);
  const known = [];
  for (const point of await pixelsOf(page, Object.values(places))) {
    const k = turned.indexOf(await mainColor(page, point, 8));
    if (k >= 0 && k !== 2) known.push({ point, k }); // not the middle class, which stays
  }
  assert.ok(known.length > 0);
  assert.ok(await page.isChecked("#look-reverse"), "dark ground turned them");
  await lies(turned);
  await set(page, () => page.uncheck("#look-reverse"), "reverse=0");
  assert.equal(await page.isChecked("#look-reverse"), false);
  await lies(teal);
  await page.check("#look-reverse");
  await until(page, () => !location.search.includes("reverse="));
  await lies(turned);
  assert.ok(await page.isChecked("#look-reverse"));
  await set(page, () => page.check('[name="ramp"][value="teal"]'), "ramp=teal");
  assert.equal(await page.isChecked("#look-reverse"), false, "a ramp that the reader names is not turned");
  await lies(teal);
  await set(page, () => page.check("#look-reverse"), "reverse=1");
  await lies(turned);
  await page.uncheck("#look-reverse");
  await until(page, () => !location.search.includes("reverse="));
  await lies(teal);
});

await test("reversed by the address: the tick can be taken away", async (open) => {
  for (const [theme, said] of [["light", /^((?!reverse=).)*$/], ["dark", /reverse=0/]]) {
    const page = await open(at(`indicator=socioeconomic_index&lang=en&theme=${theme}&reverse=1`));
    await openLook(page);
    assert.ok(await page.isChecked("#look-reverse"));
    await page.uncheck("#look-reverse");
    await until(page, () => !location.search.includes("reverse=1"));
    await settled(page);
    assert.match(page.url(), said);
    assert.equal(await page.isChecked("#look-reverse"), false);
  }
});

await test("a class method that cannot class the figures is refused beside its control", async (open) => {
  const page = await open(at("indicator=net_migration&lang=sv"), { troubled: true });
  await openLook(page);
  await page.selectOption("#look-method", "geometric");
  const error = page.locator('.field[data-option="method"] .error');
  await error.waitFor();
  assert.match(plain(await error.innerText()), /värdet −727 är inte större än 0/);
});

await test("words of one area are in the singular", async (open) => {
  const page = await open(at("indicator=violence&lang=sv"));
  const said = await page.evaluate(async () => {
    const { say } = await import(new URL("assets/wording.js", document.baseURI).href);
    return ["en", "sv"].flatMap((lang) => ["0", "1", "21"].map((n) => say(lang, "areas", { n })));
  });
  assert.deepEqual(said, ["0 areas", "1 area", "21 areas", "0 områden", "1 område", "21 områden"]);
});

/* ---- sharing ---- */

await test("everything that is offered is there: links, code, tiles, pictures, poster, figures", async (open) => {
  const page = await open(at("indicator=assault&period=2023&lang=sv&classes=4"));
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.click("#share-button");
  await page.waitForSelector("#share-dialog[open] [data-copy]");
  await page.screenshot({ path: out("share.png") });
  const field = (name) => page.inputValue(`#share-${name}`);
  assert.equal(await field("shareLink"), page.url());
  await page.click('[data-copy="share-shareLink"]');
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), page.url());
  const get = async (address) => {
    const response = await page.request.get(address);
    assert.equal(response.status(), 200, address);
    return response;
  };
  const xyz = await field("shareXyz");
  assert.match(xyz, /\/tiles\/stockholm\/assault\/\{z\}\/\{x\}\/\{y\}\.png\?period=2023/);
  assert.match(xyz, /classes=4/);
  assert.equal(
    (await get(xyz.replace("{z}", 9).replace("{x}", 281).replace("{y}", 150))).headers()["content-type"],
    "image/png",
  );
  const tilejson = await (await get(await field("shareTileJson"))).json();
  assert.equal(tilejson.tilejson, "3.0.0");
  const files = await page.locator("[data-file]").evaluateAll((all) => all.map((a) => [a.dataset.file, a.href]));
  const begins = {
    getPng: "\x89PNG",
    getSvg: "<?xml",
    getPoster: "%PDF",
    getCsv: "\xef\xbb\xbfkey",
    getGeojson: '{"type":"FeatureCollection"',
  };
  assert.deepEqual(
    files.map(([name]) => name),
    Object.keys(begins),
  );
  for (const [name, address] of files) {
    const body = (await (await get(address)).body()).toString("latin1");
    assert.ok(
      body.startsWith(begins[name]) || (name === "getSvg" && body.startsWith("<svg")),
      `${name}: ${body.slice(0, 30)}`,
    );
    if (name === "getCsv") assert.match(body, /2021[\s\S]*2025/, "all periods");
  }
  await page.keyboard.press("Escape");
  assert.equal(await page.locator("#share-dialog[open]").count(), 0);
  assert.equal(await page.evaluate(() => document.activeElement.id), "share-button", "the focus is back");
});

await test("outlines around groups of districts: chosen by kind, drawn, and told in the legend", async (open) => {
  const page = await open(at("indicator=violence&lang=sv&labels=none"));
  await openLook(page);
  const before = (await mapColors(page))["#7a5bb0"] ?? 0;
  await page.selectOption("#look-groups", { label: "del av staden: Västerort, Inre staden, Söderort" });
  await until(page, () => location.search.includes("groups=vasterort%2Cinre-staden%2Csoderort"));
  await settled(page);
  const after = (await mapColors(page))["#7a5bb0"] ?? 0; // the inner city's color in the atlas
  assert.ok(after > before + 50, `${before}, ${after} px`);
  assert.match(await legendText(page), /Söderort/);
  assert.match(await page.inputValue("#look-groups"), /^vasterort,/);
  await page.selectOption("#look-groups", "none");
  await until(page, () => !location.search.includes("groups="));
  await settled(page);
  assert.ok(((await mapColors(page))["#7a5bb0"] ?? 0) < before + 50);
});

await test("an iframe's code shows the map where it is put", async (open) => {
  const page = await open(at("indicator=violence&lang=sv"));
  await page.click("#share-button");
  await page.waitForSelector("#share-shareFrame");
  const code = await page.inputValue("#share-shareFrame");
  const address = await page.evaluate((html) => {
    const frame = new DOMParser().parseFromString(html, "text/html").querySelector("iframe");
    return { src: frame.getAttribute("src"), title: frame.title };
  }, code);
  assert.match(address.src, /^http:\/\/127\.0\.0\.1:\d+\/embed\/stockholm\/violence\?period=2024&lang=sv/);
  assert.equal(address.title, "Anmälda våldsbrott");
  const frame = await open(address.src, { width: 640, height: 480 });
  assert.equal(await text(frame, "h1"), "Anmälda våldsbrott");
  assert.match(await text(frame, "#subtitle"), /2024$/);
});

await test("on paper: title, map, legend, figures and sources, and none of the controls", async (open) => {
  const page = await open(at("indicator=violence&lang=sv"));
  await page.emulateMedia({ media: "print" });
  await page.setViewportSize({ width: 760, height: 1070 });
  await page.waitForTimeout(400);
  for (const part of ["h1", "#map", "#legend svg", "#table", "#source"]) assert.ok(await page.isVisible(part), part);
  for (const part of ["header.bar", "#picker", "#zoom-in", "#play-row", "#share-button"])
    assert.equal(await page.isVisible(part), false, part);
  assert.ok((await boxOf(page, "#map")).height > 400);
  await page.screenshot({ path: out("print.png"), fullPage: true });
});

await testQuiet();
await finish();
