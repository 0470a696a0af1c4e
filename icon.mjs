// Draws media/icon.png, the icon of the listing, from media/icon.svg with the Chromium of the tests. Usage: npm run icon
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { findChromium } from './test/harness/chromium.ts';
import { explain } from './test/harness/failure.ts';

const size = 256;
const media = join(import.meta.dirname, 'media');

async function draw() {
  const svg = await readFile(join(media, 'icon.svg'), 'utf8');
  const browser = await chromium.launch({ executablePath: await findChromium(), args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage({ viewport: { width: size, height: size } });
    await page.setContent(`<style>body { margin: 0 } svg { display: block }</style>${svg}`);
    await writeFile(join(media, 'icon.png'), await page.screenshot({ omitBackground: true }));
  } finally {
    await browser.close();
  }
}

try {
  await draw();
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}
