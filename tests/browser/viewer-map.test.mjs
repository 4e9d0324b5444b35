/* The viewer's map: what the pointer and the keys find there, selecting, the panel, zoom, and several maps at once. */
import assert from "node:assert/strict";
import {
  boxOf,
  clickPlace,
  colorsAt,
  colorsIn,
  colorsOf,
  figures,
  finish,
  ground,
  hover,
  mainColor,
  mapAgrees,
  middle,
  out,
  phone,
  pick,
  pixelsOf,
  places,
  ramp,
  requests,
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
const rgb = (color) => `rgb(${[1, 3, 5].map((i) => parseInt(color.slice(i, i + 2), 16)).join(", ")})`;
const plain = (t) => t.replaceAll("\u00a0", " ");

/** The classes of the map that a page shows, as its legend has them. */
async function classesOf(page) {
  const asked = requests
    .filter((u) => u.includes("/legend/"))
    .at(-1)
    .replace(".svg?compact=1", ".json?")
    .replace(".svg?bare=1", ".json?");
  return (await (await page.request.get(asked.replace(/width=\d+&/, ""))).json()).classes;
}

/* ---- the card ---- */

await test("the card names the district, its figure and its class, and the class has the color of the tile there", async (open) => {
  for (const [query, dark] of [
    ["indicator=violence", false],
    ["indicator=assault&period=2024&method=jenks&ramp=ylorbr", false],
    ["indicator=burglary&classes=4", true],
    ["indicator=violence&reference=whole", false],
  ]) {
    const page = await open(at(`${query}&lang=sv&labels=none`), { dark });
    const classes = await classesOf(page),
      period = new URL(page.url()).searchParams.get("period");
    const name = {
      violence: "valdsbrott_per_1000",
      assault: "bra_misshandel_per_100000",
      burglary: "bra_bostadsinbrott_per_100000",
    }[new URL(page.url()).searchParams.get("indicator")];
    const truth = figures("districts11", name, period);
    for (const [district, place] of Object.entries(places)) {
      const point = await hover(page, place);
      await until(page, (n) => document.querySelector("#card h2 .name")?.textContent === n, district);
      const card = plain(await text(page, "#card")),
        value = truth.get(district);
      const of = classes.find(
        (c, i) =>
          (c.from === null || value > c.from || (i === 0 && value >= c.from)) && (c.to === null || value <= c.to),
      );
      assert.ok(
        card.includes(plain(swedish(value, name.endsWith("1000") && !name.includes("100000") ? 1 : 0))),
        `${value} in ${card}`,
      );
      assert.ok(card.includes(plain(of.label)), `class ${of.label} in ${card}`);
      const swatch = await page.locator("#card .swatch").evaluate((s) => s.style.backgroundColor);
      assert.equal(swatch, rgb(of.color), `${district}: the swatch has the color of its class`);
      await page.mouse.move(2, 2);
      assert.equal(await mainColor(page, point), of.color, `${district}: the tile has it too`);
    }
  }
});

await test("the card says how the district stands to the city, its rank, its unit; of a missing one why", async (open) => {
  const page = await open(at("indicator=assault&period=2025&lang=sv"));
  await hover(page, places.Bromma);
  const card = plain(await text(page, "#card"));
  /* figures.csv: Bromma 603, Hela staden 1072: 469 less, 43.75 percent; the lowest of eleven. */
  for (const part of [
    "603",
    "469 (44 %) under hela staden, 1 072",
    "plats 11 av 11, högst först",
    "per 100 000 invånare",
  ])
    assert.ok(card.includes(part), `${part} in ${card}`);
  assert.equal(await page.locator("#card svg circle").count(), 12, "eleven dots, and its own over them");
  await until(page, () =>
    /^Bromma: 603 .*plats 11 av 11/.test(document.querySelector("#live").textContent.replaceAll("\u00a0", " ")),
  );
  await page.screenshot({ path: out("card.png") });
  const missing = await open(at("indicator=assault&period=2022&lang=sv"));
  await hover(missing, places.Järva);
  const told = await text(missing, "#card");
  assert.match(told, /Järva\s+Uppgift saknas/);
  assert.doesNotMatch(told, /plats|under|över/);
  assert.equal(await missing.locator("#card .swatch.none").count(), 1);
});

await test("the card covers neither the district, nor the legend, nor the pointer, and goes with it", async (open) => {
  const page = await open(at("indicator=violence&lang=sv"));
  for (const place of Object.values(places)) {
    const { left, top } = await hover(page, place);
    await page.waitForTimeout(300); // the borders come
    const card = await boxOf(page, "#card"),
      legend = await boxOf(page, "#legend");
    assert.ok(left < card.x || left > card.x + card.width || top < card.y || top > card.y + card.height, "pointer");
    assert.ok(
      card.x + card.width <= legend.x || card.y >= legend.y + legend.height || card.y + card.height <= legend.y,
      "legend",
    );
  }
  await page.mouse.move(600, 30);
  await until(page, () => document.querySelector("#card").hidden);
});

await test("map and table are linked: a row is marked under the pointer on the map, and a line drawn for the row's", async (open) => {
  const page = await open(at("indicator=violence&lang=sv"));
  await hover(page, places.Farsta);
  await until(page, () => document.querySelector("tr.looked")?.dataset.key === "Farsta");
  await page.hover('tr[data-key="Bromma"]');
  await until(page, () => document.querySelector("#card h2 .name")?.textContent === "Bromma");
  await until(page, () => document.querySelectorAll(".leaflet-overlay-pane path").length >= 2);
  const strokes = await page
    .locator(".leaflet-overlay-pane path")
    .evaluateAll((all) => all.map((p) => `${p.getAttribute("stroke-width")} ${p.getAttribute("stroke")}`));
  assert.deepEqual(strokes, ["4.5 #f4f6f6", "2 #1b2127"], "ink on a casing of the ground");
});

/* ---- selecting ---- */

await test("a click selects, the panel tells of it, and a second click lets go", async (open) => {
  const page = await open(at("indicator=assault&period=2025&lang=sv"));
  await clickPlace(page, places.Skärholmen);
  await page.waitForSelector("#subjects h2");
  const panel = plain(await text(page, "#subjects"));
  for (const part of [
    "Skärholmen",
    "1 514",
    "442 (41 %) över hela staden, 1 072",
    "plats 1 av 11, högst först",
    "10 övriga områden",
    "lägre är bättre",
    "2021–2025",
  ])
    assert.ok(panel.includes(part), `${part} in ${panel}`);
  assert.match(page.url(), /district=Sk%C3%A4rholmen/);
  await page.waitForSelector("#subjects svg.lines");
  const ends = plain(await page.locator("#subjects svg.strip").textContent());
  assert.match(ends, /Hela staden 1 072/);
  assert.match(ends, /Bromma 603/);
  await until(page, () =>
    [...document.querySelectorAll(".leaflet-overlay-pane path")].some((p) => p.getAttribute("stroke") === "#c2410c"),
  );
  await page.mouse.move(600, 30);
  await clickPlace(page, places.Skärholmen);
  await until(page, () => document.querySelector("#subjects").hidden);
  assert.doesNotMatch(page.url(), /district=/);
});

await test("the strip is to scale, and the line follows the published figures", async (open) => {
  const page = await open(at("indicator=assault&period=2025&lang=sv&district=Sk%C3%A4rholmen"));
  const truth = figures("districts11", "bra_misshandel_per_100000", "2025");
  const values = [...truth].filter(([n]) => n !== "Hela staden").map(([, v]) => v),
    low = Math.min(...values),
    high = Math.max(...values);
  const xs = await page
    .locator("#subjects svg.strip circle")
    .evaluateAll((all) => all.map((c) => Number(c.getAttribute("cx"))));
  assert.equal(xs.length, 11);
  const [from, to] = [Math.min(...xs), Math.max(...xs)];
  const expected = values.map((v) => from + ((to - from) * (v - low)) / (high - low)).sort((a, b) => a - b);
  xs.sort((a, b) => a - b).forEach((x, i) => assert.ok(Math.abs(x - expected[i]) < 0.01, `${x} ${expected[i]}`));
  await page.waitForSelector("#subjects svg.lines");
  const years = ["2021", "2022", "2023", "2024", "2025"];
  const figuresOf = years.map((y) => figures("districts11", "bra_misshandel_per_100000", y).get("Skärholmen"));
  const d = await page.locator("#subjects svg.lines path[stroke='var(--accent)']").getAttribute("d");
  const points = [...d.matchAll(/[ML]([\d.]+) ([\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);
  assert.equal(points.length, 5);
  const slope = (points[0][1] - points[4][1]) / (figuresOf[0] - figuresOf[4]);
  points.forEach(([, y], i) =>
    assert.ok(Math.abs(points[0][1] + slope * (figuresOf[i] - figuresOf[0]) - y) < 0.05, `year ${years[i]}`),
  );
  assert.ok(slope < 0, "more is higher up");
});

await test("four can be selected, told apart by color and shape; a fifth is refused in words", async (open) => {
  const page = await open(
    at("indicator=violence&lang=en&district=Bromma&district=Farsta&district=J%C3%A4rva&district=Kungsholmen"),
  );
  assert.equal(await page.locator("#subjects li").count(), 4);
  const marks = await page
    .locator("#subjects li svg.mark > *")
    .evaluateAll((all) => all.map((m) => `${m.tagName} ${m.getAttribute("fill")} ${m.getAttribute("d") ?? ""}`));
  assert.equal(new Set(marks).size, 4);
  await page.click('tr[data-key="Skarpnäck"] button');
  assert.match(await text(page, "#message"), /^Four areas at most/);
  await page.click('[data-let-go="Farsta"]');
  assert.equal(await page.locator("#subjects li").count(), 3);
  await page.click('tr[data-key="Skarpnäck"] button');
  assert.equal(await page.locator("tr.selected").count(), 4);
  await page.screenshot({ path: out("four.png") });
});

await test("two are picked, and the sheets of both, and of one, are got by their links", async (open) => {
  const page = await open(at("indicator=violence&lang=sv"));
  const got = async (name) => {
    const address = await page.getByRole("link", { name }).evaluate((a) => a.href),
      response = await page.request.get(address);
    assert.equal(response.status(), 200, address);
    assert.equal((await response.body()).subarray(0, 5).toString(), "%PDF-", address);
    return decodeURIComponent(address);
  };
  await clickPlace(page, places.Skärholmen);
  await page.waitForSelector("#subjects a.button");
  assert.match(await got("Profil, A4"), /profile\/stockholm\/Skärholmen\.pdf/);
  await page.mouse.move(600, 30);
  await clickPlace(page, places.Bromma);
  await until(page, () => document.querySelectorAll("#subjects li").length === 2);
  assert.match(await got("Jämför"), /compare\/stockholm\.pdf\?districts=Skärholmen,Bromma/);
});

await test("sheets are offered where the server has them, and only there", async (open) => {
  const withRoutes = (has) => ({
    before: (p) =>
      p.route("**/openapi.json", async (route) => {
        const response = await route.fetch(),
          spec = await response.json();
        for (const path of ["/compare/{atlas}.pdf", "/profile/{atlas}/{district}.pdf"])
          if (has) spec.paths[path] = {};
          else delete spec.paths[path];
        await route.fulfill({ response, json: spec });
      }),
  });
  const page = await open(at("indicator=violence&lang=sv&district=J%C3%A4rva"), withRoutes(true));
  await page.waitForSelector("#subjects a.button");
  assert.deepEqual(
    await page
      .locator("#subjects a.button")
      .evaluateAll((all) => all.map((a) => [a.innerText, a.getAttribute("href")])),
    [
      ["Jämför", "compare/stockholm.pdf?districts=J%C3%A4rva&lang=sv"],
      ["Profil, A4", "profile/stockholm/J%C3%A4rva.pdf?lang=sv"],
    ],
  );
  const without = await open(at("indicator=violence&lang=sv&district=J%C3%A4rva"), withRoutes(false));
  await without.waitForTimeout(900);
  assert.equal(await without.locator("#subjects a.button").count(), 0);
});

/* ---- keys on the map ---- */

await test("keys alone: from district to district on the map, select, pan, zoom, let go", async (open) => {
  const page = await open(at("indicator=violence&lang=sv"), { still: true });
  await page.focus("#map");
  await page.keyboard.press("Shift+ArrowDown"); // the one nearest to the middle
  await until(page, () => !document.querySelector("#card").hidden);
  const seen = [];
  for (let i = 0; i < 6; i++) {
    seen.push(await text(page, "#card h2 .name"));
    await page.keyboard.press(i < 3 ? "Shift+ArrowUp" : "Shift+ArrowRight");
    await page.waitForTimeout(80);
  }
  assert.ok(new Set(seen).size >= 3, seen.join());
  const looked = await text(page, "#card h2 .name");
  await until(page, (name) => document.querySelector("#live").textContent.startsWith(name), looked);
  await page.keyboard.press("Enter");
  await page.waitForSelector("#subjects h2");
  assert.equal(await text(page, "#subjects h2"), looked);
  await page.keyboard.press("Escape");
  await until(page, () => document.querySelector("#card").hidden);
  const [before] = await tilesOf(page);
  await page.keyboard.press("+");
  await until(page, (z) => [...document.querySelectorAll(".leaflet-tile-loaded")].some((t) => t.coords.z === z + 1), before.z);
  const frame = () => page.locator(".leaflet-map-pane").evaluate((p) => p.style.transform);
  const was = await frame();
  await page.keyboard.press("ArrowRight");
  await until(page, (w) => document.querySelector(".leaflet-map-pane").style.transform !== w, was);
  await until(page, () => location.search.includes("at="));
});

await test("keys alone in the table: up and down go from row to row, the map follows, Enter selects", async (open) => {
  const page = await open(at("indicator=violence&lang=sv"));
  await page.locator("#table tbody button[tabindex='0']").focus();
  await page.keyboard.press("ArrowDown");
  const second = await page.evaluate(() => document.activeElement.closest("tr").dataset.key);
  await until(page, (key) => document.querySelector("#card h2 .name")?.textContent === key, second);
  await page.keyboard.press("End");
  assert.equal(await page.evaluate(() => document.activeElement.closest("tr").dataset.key), "Bromma", "the lowest");
  await page.keyboard.press("Enter");
  assert.equal(await text(page, "#subjects h2"), "Bromma");
  assert.equal(
    await page.evaluate(() => document.activeElement.closest("tr").dataset.key),
    "Bromma",
    "the focus stays",
  );
  assert.equal(await page.locator("#table tbody button[tabindex='0']").count(), 1, "one stop for Tab");
});

/* ---- tiles ---- */

await test("the old map stays until the new one is complete", async (open) => {
  const page = await open(at("indicator=violence&lang=sv"));
  await page.route("**/skeleton/**", async (route) => {
    await new Promise((done) => setTimeout(done, 40 + Math.random() * 200));
    await route.continue();
  });
  await page.evaluate(() => {
    const numbers = new WeakMap(); // of the layers of tiles, in the order in which they are seen
    let count = 0;
    window.seen = [];
    const look = () => {
      const layers = [...document.querySelectorAll("#map .leaflet-layer")].filter(
        (l) => l.style.visibility !== "hidden" && l.querySelector(".leaflet-tile-loaded"),
      );
      for (const l of layers) if (!numbers.has(l)) numbers.set(l, ++count);
      window.seen.push(layers.map((l) => numbers.get(l)).join());
      requestAnimationFrame(look);
    };
    look();
  });
  await pick(page, "burglary");
  await page.waitForTimeout(100);
  const steps = (await page.evaluate(() => window.seen)).filter((s, i, all) => s !== all[i - 1]);
  assert.deepEqual(steps, ["1", "2"], "never none, never both");
  await mapAgrees(page, `${site}data/stockholm/burglary.json?pool=periods`);
});

await test("zoom, home; the view stays when the indicator changes within a division", async (open) => {
  const page = await open(at("indicator=violence&lang=sv"));
  const zooms = async () => [...new Set((await tilesOf(page)).map((t) => t.z))];
  const becomes = async (zoom) => {
    for (let i = 0; i < 60 && String(await zooms()) !== String(zoom); i++) await page.waitForTimeout(50);
    assert.deepEqual(await zooms(), [zoom]);
  };
  await page.waitForSelector(".leaflet-tile-loaded");
  const [first] = await zooms();
  await page.click("#zoom-in");
  await becomes(first + 1);
  await pick(page, "burglary");
  await becomes(first + 1);
  await page.click("#home");
  await becomes(first);
  await until(page, () => !location.search.includes("at="));
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
  const page = await open(at("indicator=mean_age&period=2024&lang=sv&labels=none"), middle);
  await page.waitForTimeout(150);
  assert.ok(await page.locator("#map.scaled").count(), "this window needs a zoom between two");
  /* Across edges of tiles of zoom 10 and 11 (longitude 17.9297, latitude 59.2659), inside neighborhoods. */
  const steps = Array.from({ length: 11 }, (_, i) => (i - 5) * 0.0005);
  const across = await colorsAt(page, ...steps.map((d) => [17.9297 + d, 59.33]));
  const down = await colorsAt(page, ...steps.map((d) => [18.134, 59.2659 + d / 2]));
  const spread = (colors, i) => {
    const channel = colors.map((c) => parseInt(c.slice(i, i + 2), 16));
    return Math.max(...channel) - Math.min(...channel);
  };
  for (const colors of [across, down])
    for (const i of [1, 3, 5]) assert.ok(spread(colors, i) <= 1, `more than a rounding: ${colors}`);
});

await test("a window that shrinks to nothing and grows again has the whole map", async (open) => {
  const page = await open(at("indicator=violence&lang=sv&labels=none"), middle);
  const asked = requests.length;
  for (const size of [{ width: 1000, height: 200 }, { width: 1000, height: 90 }, middle]) {
    await page.setViewportSize(size);
    await page.waitForTimeout(200);
  }
  const zooms = requests.slice(asked).map((u) => Number(u.match(/violence\/(\d+)\//)?.[1] ?? 0));
  assert.ok(Math.max(...zooms) <= 11, `tiles of zoom ${zooms}`);
  assert.deepEqual(await colorsAt(page, places.Skärholmen, places.Bromma), [ramp[4], ramp[0]]);
});

/* ---- several maps ---- */

await test("swipe: left of the line one map, right of it the other; by pointer and by keys; in the address", async (open) => {
  const page = await open(
    at("indicator=violence&lang=sv&labels=none&compare=swipe&with=indicator%3Dburglary%26labels%3Dnone"),
  );
  const other = figures("districts11", "bra_bostadsinbrott_per_100000", "2025");
  assert.ok(other.get("Bromma") > other.get("Hela staden"), "burglary is high in Bromma");
  const [bromma] = await pixelsOf(page, [places.Bromma]);
  const drag = async (x) => {
    const grip = await boxOf(page, "#swipe span");
    await page.mouse.move(grip.x + grip.width / 2, grip.y + grip.height / 2);
    await page.mouse.down();
    await page.mouse.move(x, grip.y + 20, { steps: 4 });
    await page.mouse.up();
    await page.mouse.move(2, 2);
  };
  await drag(bromma.left + 40);
  assert.equal(await mainColor(page, bromma), ramp[0], "left: lowest in violence");
  await drag(bromma.left - 40);
  const right = await mainColor(page, bromma);
  assert.notEqual(right, ramp[0], "right: the other map");
  assert.ok(ramp.includes(right));
  await page.focus("#swipe");
  await page.keyboard.press("End");
  assert.equal(await page.getAttribute("#swipe", "aria-valuenow"), "100");
  assert.equal(await mainColor(page, bromma), ramp[0]);
  assert.equal(await page.locator("#legends svg").count(), 2, "a legend each");
  await page.selectOption("#other-indicator", "assault");
  await until(page, () => location.search.includes("indicator%3Dassault"));
  await page.screenshot({ path: out("swipe.png") });
  await page.selectOption("#mode", "");
  await until(page, () => !document.querySelector("#main").dataset.mode && !location.search.includes("with="));
  assert.equal(await page.isVisible("#swipe"), false);
});

await test("swiped maps have names alone: no figure is put together of two", async (open) => {
  const from = requests.length;
  await open(at("indicator=violence&lang=sv&compare=swipe"));
  const labels = requests.slice(from).filter((u) => u.includes("/skeleton/")).map((u) => new URL(u).searchParams.get("labels"));
  assert.deepEqual([...new Set(labels)], ["names"]);
});

await test("no seam shows between swiped tiles at a zoom between two whole ones", async (open) => {
  const page = await open(at("indicator=violence&lang=sv&labels=none&context=0&compare=swipe&with=indicator%3Dviolence%26labels%3Dnone%26context%3D0"));
  const tiles = await tilesOf(page),
    box = await boxOf(page, "#map");
  const isWhole = (v) => Math.abs(v - Math.round(v)) < 1e-3;
  assert.ok(tiles.every((t) => t.side !== 256 && isWhole(t.side) && isWhole(t.left - box.x)), JSON.stringify([tiles[0], box]));
  const edges = [...new Set(tiles.map((t) => Math.round(t.left)))].filter((x) => x > box.x + 4 && x < box.x + box.width - 4),
    lines = edges.flatMap((x) => Array.from({ length: Math.floor(box.height) }, (_, y) => [-4, -1, 0, 3].map((d) => ({ left: x + d, top: Math.floor(box.y) + y }))));
  const colors = await colorsOf(await page.screenshot(), lines.flat());
  let flat = 0;
  for (let i = 0; i < colors.length; i += 4) {
    const [before, last, first, after] = colors.slice(i, i + 4);
    if (before !== after || !ramp.includes(before)) continue;
    flat++;
    assert.deepEqual([last, first], [before, before], `at ${JSON.stringify(lines[i / 4][1])}`);
  }
  assert.ok(flat > 100, `${flat} places on an edge inside a district`);
});

await test("side by side: two maps of one view, each with its legend; a move of one moves the other", async (open) => {
  const from = requests.length;
  const page = await open(
    at(
      "indicator=assault&period=2025&lang=sv&labels=none&compare=side&with=indicator%3Dassault%26period%3D2021%26labels%3Dnone",
    ),
  );
  await page.waitForFunction(() => document.querySelectorAll("#map-b .leaflet-tile-loaded").length > 0);
  await mapAgrees(page, `${site}data/stockholm/assault.json?period=2025&pool=periods`);
  const periods = requests.slice(from).filter((u) => u.includes("/paint/")).map((u) => new URL(u).searchParams.get("period"));
  assert.deepEqual(periods, ["2025", "2021"]);
  await page.screenshot({ path: out("side.png") });
  await page.click("#zoom-in");
  await until(page, () => location.search.includes("at="));
  const zoomOf = async (id) => Math.max(0, ...(await tilesOf(page, id)).map((t) => t.z));
  for (let i = 0; i < 100 && ((await zoomOf("#map")) !== (await zoomOf("#map-b")) || (await zoomOf("#map")) < 11); i++)
    await page.waitForTimeout(50);
  assert.equal(await zoomOf("#map"), await zoomOf("#map-b"));
  const middleOf = async (id) => {
    const r = await boxOf(page, id),
      t = (await tilesOf(page, id))[0];
    return [
      (t.x + (r.x + r.width / 2 - t.left) / t.side) / 2 ** t.z,
      (t.y + (r.y + r.height / 2 - t.top) / t.side) / 2 ** t.z,
    ];
  };
  const [a, b] = [await middleOf("#map"), await middleOf("#map-b")];
  assert.ok(Math.hypot(a[0] - b[0], a[1] - b[1]) * 256 * 2 ** 11 < 2, `the same middle: ${a} ${b}`);
});

await test("all periods: a map each under one legend, the city's figure on each, a click chooses one", async (open) => {
  const page = await open(at("indicator=assault&period=2025&lang=sv&compare=periods"));
  await page.waitForFunction(
    () =>
      document.querySelectorAll(".multiple").length === 5 &&
      [...document.querySelectorAll(".small-map")].every((m) => m.querySelector(".leaflet-tile-loaded")),
  );
  const captions = (await texts(page, ".multiple .caption")).map((c) => plain(c).replace(/\s+/g, " "));
  assert.deepEqual(
    captions,
    ["2021", "2022", "2023", "2024", "2025"].map(
      (y) =>
        `${y} Hela staden ${plain(swedish(figures("districts11", "bra_misshandel_per_100000", y).get("Hela staden"), 0))}`,
    ),
  );
  assert.equal(await page.locator(".multiple small").count(), 3, "districts missing until 2023");
  await page.click('.multiple[data-period="2022"]');
  await until(page, () => document.querySelector("#subtitle").textContent.includes("2022"));
  await settled(page);
  assert.equal(await page.getAttribute('.multiple[data-period="2022"]', "aria-pressed"), "true");
  await page.screenshot({ path: out("periods.png") });
});

await test("phone: a tap selects, the sheet tells of it and grows by its handle", async (open) => {
  const page = await open(at("indicator=assault&period=2022&lang=sv"), phone);
  await page.waitForTimeout(300);
  const [point] = await pixelsOf(page, [places.Skärholmen]);
  await page.touchscreen.tap(point.left, point.top);
  await page.waitForSelector("#subjects h2");
  assert.equal(await text(page, "#subjects h2"), "Skärholmen");
  assert.equal(await page.isVisible("#card"), false);
  const before = (await boxOf(page, "#panel")).height;
  assert.ok(Math.abs(before - 0.38 * 844) < 3, `${before}: 38 % of the height`);
  await page.tap("#sheet-handle");
  await until(page, (h) => document.querySelector("#panel").offsetHeight > 1.8 * h, before);
  assert.equal(await page.getAttribute("#sheet-handle", "aria-expanded"), "true");
  await page.screenshot({ path: out("phone-sheet.png") });
});

await testQuiet();
await finish();
