/*
 * The examples of docs/embed.md, run as they stand there: only the server's name and that of the packages' are
 * exchanged. node maps.test.mjs ADDRESS. Truth: classes and colors of the published figures.
 */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { browser, finish, out, test } from "./aid.mjs";
import { host } from "./host.mjs";

const site = process.argv[2].replace(/\/?$/, "/");
const text = readFileSync("docs/embed.md", "utf8");
const ramp = ["#e3eedf", "#a9d3c3", "#5faeb3", "#2a7a98", "#153f66"];
const skarholmen = [17.9, 59.276]; // the highest figure of violence, 18.8
const bromma = [17.94, 59.34]; // the lowest, 9.0

/** The first code of a kind under each head; of a later one by its number. */
function example(head, kind, number = 0) {
  const section = text.split(/^## /m).find((s) => s.startsWith(head));
  const code = [...section.matchAll(new RegExp("^```" + kind + "\\n([^]*?)^```$", "gm"))][number][1];
  return code.replaceAll("https://maps.example.org/", site).replace(/https:\/\/unpkg\.com\/([\w-]+)@[\d.]+\//g, "/npm/$1/");
}

const foreign = await host({
  "/leaflet.html": example("Leaflet", "html"), "/repaint.html": example("Leaflet", "html", 1),
  "/maplibre.html": example("MapLibre", "html"), "/openlayers.html": example("OpenLayers", "html"),
  "/picture.html": `<!doctype html>${example("A picture", "html")}`,
});

/** Colors of places on a page whose map is 960 px wide, centered on 18.0, 59.33 at 256 px and zoom 10. */
async function colorsOf(page, places) {
  const png = await page.screenshot(), side = 256 * 2 ** 10;
  const world = ([lon, lat]) => [(lon / 360 + 0.5) * side,
    (0.5 - Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) / (2 * Math.PI)) * side];
  const box = await page.locator("#map").boundingBox(), [cx, cy] = world([18.0, 59.33]);
  const at = places.map((p) => world(p)).map(([x, y]) => [box.x + box.width / 2 + x - cx, box.y + box.height / 2 + y - cy]);
  return page.evaluate(async ([data, points]) => {
    const image = await createImageBitmap(new Blob([Uint8Array.from(atob(data), (c) => c.charCodeAt(0))]));
    const g = new OffscreenCanvas(image.width, image.height).getContext("2d");
    g.drawImage(image, 0, 0);
    return points.map(([x, y]) => "#" + [...g.getImageData(Math.round(x), Math.round(y), 1, 1).data].slice(0, 3)
      .map((v) => v.toString(16).padStart(2, "0")).join(""));
  }, [png.toString("base64"), at]);
}

async function opened(path) {
  const page = await browser.newPage({ viewport: { width: 976, height: 520 } });
  const complaints = [];
  page.on("pageerror", (e) => complaints.push(e.message));
  page.on("response", (r) => r.status() >= 400 && complaints.push(`${r.status()} ${r.url()}`));
  await page.goto(foreign.address + path);
  return { page, complaints };
}

/** Until the colors are those, or time is up. */
async function waitForColors(page, places, wanted) {
  let got;
  for (let tries = 0; tries < 40; tries++) {
    got = await colorsOf(page, places);
    if (JSON.stringify(got) === JSON.stringify(wanted)) break;
    await page.waitForTimeout(250);
  }
  assert.deepEqual(got, wanted);
}

for (const name of ["leaflet", "maplibre", "openlayers"])
  await test(`the example of ${name} shows the classes where they are`, async () => {
    const { page, complaints } = await opened(`${name}.html`);
    await waitForColors(page, [skarholmen, bromma], [ramp[4], ramp[0]]);
    await page.screenshot({ path: out(`${name}.png`) });
    assert.deepEqual(complaints, []);
    await page.close();
  });

await test("the example of painted tiles shows the year that was set last", async () => {
  const { districts } = await (await fetch(`${site}data/stockholm/population.json?pool=periods&period=2024`)).json();
  const color = (key) => districts.find((d) => d.key === key).color;
  const { page, complaints } = await opened("repaint.html");
  await waitForColors(page, [skarholmen, bromma], [color("Skärholmen"), color("Bromma")]);
  assert.ok(await page.locator("canvas.leaflet-tile").count() >= 4);
  assert.deepEqual(complaints, []);
  await page.close();
});

await test("the picture is one of the size that its element says", async () => {
  const { page } = await opened("picture.html");
  const size = await page.locator("img").evaluate(async (i) => (await i.decode(), [i.naturalWidth, i.naturalHeight, i.width, i.height]));
  assert.deepEqual(size, [640, 480, 640, 480]);
  await page.close();
});

await test("GDAL reads the tiles, and warps them as the command says", async () => {
  const dir = mkdtempSync(`${tmpdir()}/gdal-`);
  const run = (command, ...args) => execFileSync(command, args, { cwd: dir, encoding: "utf8", timeout: 60000 });
  writeFileSync(`${dir}/violence.xml`, example("GDAL", "xml"));
  const bytes = (hex) => [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16));
  try {
    for (const [place, color] of [[skarholmen, ramp[4]], [bromma, ramp[0]]])
      assert.deepEqual(run("gdallocationinfo", "-wgs84", "-valonly", "violence.xml", ...place.map(String))
        .trim().split(/\s+/).map(Number), [...bytes(color), 255]);
    const [, command, ...args] = text.match(/^ {4}(gdalwarp) (.*)$/m)[0].match(/\S+/g).flatMap((w, i) => (i ? [w] : ["", w]));
    run(command, "-q", ...args);
    const info = JSON.parse(run("gdalinfo", "-json", "violence.tif"));
    assert.equal(info.bands.length, 4);
    assert.match(info.coordinateSystem.wkt, /SWEREF99 18 00/);
    assert.deepEqual(run("gdallocationinfo", "-wgs84", "-valonly", "violence.tif", ...skarholmen.map(String))
      .trim().split(/\s+/).map(Number), [...bytes(ramp[4]), 255]);
  } finally {
    rmSync(dir, { recursive: true });
  }
});

foreign.close();
await finish();
