/* pictures.mjs KARTBLAD FOLDER: the README's pictures of the pages, as a browser shows them. */
import { spawn } from "node:child_process";
import { chromium } from "playwright-core";

const [kartblad, folder] = process.argv.slice(2);
const pages = [
  { name: "viewer", size: [1440, 900], at: "?lang=sv&indicator=assault&district=Skärholmen" },
  { name: "viewer-dark", size: [1440, 900], at: "?lang=en&indicator=violence&reference=whole&theme=dark&district=Järva&district=Södermalm" },
  { name: "viewer-swipe", size: [1440, 900], at: `?lang=en&indicator=rental&at=11_59.336_18.0&compare=swipe&with=${encodeURIComponent("indicator=low_standard")}` },
  { name: "viewer-phone", size: [390, 844], scale: 2, at: "?lang=sv&indicator=assault&period=2022&district=Södermalm" },
];

const server = spawn(kartblad, ["serve", "-a", "shapes/stockholm", "--listen", "127.0.0.1:0"], { stdio: ["ignore", "pipe", "ignore"] });
const address = await new Promise((done) => server.stdout.once("data", (text) => done(String(text).trim().split(/\s/)[0])));
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
for (const { name, size: [width, height], scale = 1, at } of pages) {
  const page = await browser.newPage({ viewport: { width, height }, deviceScaleFactor: scale, reducedMotion: "reduce" });
  await page.goto(new URL(at, address).href, { waitUntil: "networkidle" });
  await page.waitForTimeout(500); // the last tile's letters
  await page.screenshot({ path: `${folder}/${name}.png` });
  await page.close();
}
await browser.close();
server.kill();
