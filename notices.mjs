// The licence texts of everything that ships in the bundles, from esbuild's own account of what went into them.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What only the package for one platform carries, as packages beside Local Glue (package.mjs puts them there). */
export const besideLocalGlue = ['@duckdb/node-api', '@duckdb/node-bindings', 'detect-libc'];

const inModules = /^(?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/]+)\//;

/** The folders of the packages of which a build's inputs are part. */
function bundledFolders(metafiles) {
  const folders = new Set();
  for (const { inputs, outputs } of metafiles) {
    const kept = Object.values(outputs).flatMap((output) => Object.entries(output.inputs));
    const used = kept.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([file]) => file);
    // What a stylesheet or script takes in as data has no bytes of its own in the account of the output.
    const asData = Object.keys(inputs).filter((file) => /\.(svg|ttf|woff2)$/.test(file));
    for (const file of [...used, ...asData]) {
      const [folder] = inModules.exec(file.replace(/\?.*$/, '')) ?? [];
      if (folder !== undefined) {
        folders.add(folder);
      }
    }
  }
  return folders;
}

/** Name, version, licence and its texts, where the package in a folder brings them. */
function describePackage(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|copying|notice|copyrightnotice)/i.test(file));
  const text = files
    .sort()
    .map((file) => readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim())
    .join('\n\n');
  return { title: `${name} ${version} (${license})`, license, text };
}

/** Some packages under the Apache License leave its text out; it is the same for all, so another's is taken. Other licences name an author. */
function withText(described, all) {
  const apache = all.find(({ license, text }) => license === 'Apache-2.0' && text !== '');
  const text = described.text === '' && described.license === 'Apache-2.0' ? apache?.text : described.text;
  if (text === undefined || text === '') {
    throw new Error(`${described.title} is bundled, but brings no licence text.`);
  }
  return { ...described, text };
}

/** The notices as one text; packages under the same words share them. */
export function thirdPartyNotices(metafiles) {
  const always = besideLocalGlue.map((name) => `node_modules/${name}/`);
  const folders = [...bundledFolders(metafiles), ...always].filter((folder) => existsSync(folder));
  const described = folders.map(describePackage);
  const titles = new Map();
  for (const { title, text } of described.map((one) => withText(one, described))) {
    titles.set(text, [...(titles.get(text) ?? []), title]);
  }
  const sections = [...titles].map(([text, names]) => `${[...new Set(names)].sort().join('\n')}\n\n${text}\n`).sort();
  const head =
    'This extension contains the software below, each under its own terms.\n' +
    'DuckDB and the packages that load it are in the packages for one platform only.\n';
  return [head, ...sections].join(`\n${'-'.repeat(80)}\n\n`);
}
