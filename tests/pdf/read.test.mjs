// read.test.mjs SV.pdf EN.pdf: an image's PDF in both languages, as pdf.js reads it.  Prints TAP lines.
import assert from "node:assert/strict";
import fs from "node:fs";
import { createRequire } from "node:module";

const say = console.log;
console.log = () => {}; // pdf.js says there that it cannot draw here, and it is not asked to
const pdfjs = createRequire(import.meta.url)("pdfjs-dist/legacy/build/pdf.js");
console.log = say;

const open = (path) =>
    pdfjs.getDocument({ data: new Uint8Array(fs.readFileSync(path)), verbosity: 0, useSystemFonts: true }).promise;

// The text of each piece of marked content, by its id.
async function textsOf(page) {
    const texts = {};
    let id = null;
    for (const item of (await page.getTextContent({ includeMarkedContent: true })).items) {
        if (item.type === "beginMarkedContentProps") id = item.id;
        else if (item.type === "endMarkedContent") id = null;
        else if (id && item.str) texts[id] = (texts[id] || "") + item.str;
    }
    return texts;
}

// Elements in reading order: [{role, alt, text}].
async function elementsOf(page) {
    const texts = await textsOf(page);
    const out = [];
    const walk = (node) => {
        if (node.type === "content") {
            out[out.length - 1].text += texts[node.id] || "";
            return;
        }
        if (node.role !== "Root") out.push({ role: node.role, alt: node.alt, text: "" });
        for (const kid of node.children || []) walk(kid);
    };
    walk(await page.getStructTree());
    return out;
}

let number = 0;
let failed = 0;
async function test(name, run) {
    number++;
    try {
        await run();
        say(`ok ${number} - pdf.js: ${name}`);
    } catch (e) {
        failed++;
        say(`not ok ${number} - pdf.js: ${name}\n${String(e.message).replace(/^/gm, "# ")}`);
    }
}

const swedish = await open(process.argv[2]);
const english = await open(process.argv[3]);

await test("the language of each document", async () => {
    assert.equal((await swedish.getMetadata()).info.Language, "sv");
    assert.equal((await english.getMetadata()).info.Language, "en");
});

await test("readers show the title", async () => {
    assert.equal((await swedish.getMetadata()).info.Title, "Våld i ÅÄÖ");
    assert.equal((await swedish.getViewerPreferences()).DisplayDocTitle, true);
    assert.equal((await swedish.getMarkInfo()).Marked, true);
});

await test("elements in reading order", async () => {
    const all = await elementsOf(await swedish.getPage(1));
    assert.deepEqual(
        all.map((x) => x.role),
        ["Document", "H1", "P", "Figure", "Figure", "P"],
    );
    assert.equal(all[1].text, "Våld i ÅÄÖ");
    assert.equal(all[2].text.replaceAll("\u00a0", " "), "per 1 000 invånare, 2024");
    assert.match(all[5].text, /^Källa: .*Stadskarta 2021/);
});

await test("what figures say to those who do not see them", async () => {
    for (const [document, highest, water] of [
        [swedish, "Högst: Skärholmen, 18,8.", "Vatten"],
        [english, "Highest: Skärholmen, 18.8.", "Water"],
    ]) {
        const figures = (await elementsOf(await document.getPage(1))).filter((x) => x.role === "Figure");
        assert.ok(figures[0].alt.includes(highest), figures[0].alt);
        assert.ok(figures[1].alt.endsWith(water), figures[1].alt);
        assert.equal(figures[1].alt.match(/\(\d+\)/g).length, 5, figures[1].alt); // classes
    }
});

process.exit(failed ? 1 : 0);
