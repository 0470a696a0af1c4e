// The README's start command: builds, starts Local Glue on a sample table, opens VS Code with the extension connected to
// it, and ends all of them on Ctrl+C. Usage: npm start -- [--data FILE.csv] [--port N] [--browser] [--state DIR]
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { explain, Failure } from './test/harness/failure.ts';
import { startLocalGlue } from './test/harness/localGlue.ts';
import { run } from './test/harness/processes.ts';
import { desktopCode, openDesktop, openServer } from './test/harness/start/editor.ts';
import { firstLabelingSet } from './test/harness/start/firstSet.ts';
import { ownTable, sampleTable } from './test/harness/start/table.ts';

const project = import.meta.dirname;
const usage = 'Usage: npm start -- [--data FILE.csv] [--port N] [--browser] [--state DIR]';

/** @throws Failure for an option that is not known or has no sensible value */
function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        data: { type: 'string' },
        port: { type: 'string' },
        browser: { type: 'boolean', default: false },
        // Where everything is kept between starts.
        state: { type: 'string', default: join(project, '.cache', 'start') },
      },
    });
    const port = values.port === undefined ? undefined : Number(values.port);
    if (port !== undefined && !(Number.isInteger(port) && port > 0 && port < 65536)) {
      throw new Failure(`--port wants a number from 1 to 65535, not ${values.port}.`);
    }
    return { ...values, port };
  } catch (error) {
    throw error instanceof Failure ? error : new Failure(`${error.message.split('. ')[0]}. ${usage}`);
  }
}

async function build() {
  const { code, output } = await run(process.execPath, [join(project, 'esbuild.mjs')], { cwd: project });
  if (code !== 0) {
    throw new Failure(`The build failed.\n${output}`);
  }
}

/** Starts everything in order; what has started is in `running`, to be ended in the opposite order. */
async function start({ data, port, browser, state: stateFolder }, running) {
  console.log('Building');
  await build();
  const state = resolve(stateFolder);
  const table = data === undefined ? await sampleTable(join(state, 'data')) : await ownTable(data);
  // A table of one's own has a root of its own, so that the sample's labels stay with the sample.
  const root = join(state, data === undefined ? 'local' : `local-${table.table}`);
  const workspace = join(state, 'workspace');
  mkdirSync(workspace, { recursive: true });

  console.log(`Starting Local Glue on ${table.file}`);
  const local = await startLocalGlue({ root, tables: [table] });
  running.push(local);
  const labelingSet = firstLabelingSet(local, table.table);
  // Told below; until then VS Code starts beside it.
  labelingSet.catch(() => undefined);

  const options = {
    extension: project,
    state,
    workspace,
    settings: { 'glueLabeling.connection': 'local', 'glueLabeling.localRoot': root },
  };
  const code = browser || port !== undefined ? undefined : desktopCode();
  console.log('Starting VS Code');
  const editor = code === undefined ? await openServer(options, port) : openDesktop(code, options);
  running.push(editor);
  await labelingSet;

  console.log(`\n  ${editor.where}\n\n  Local Glue: ${local.endpoint}, state in ${root}`);
  console.log('  A labeling set is ready: in the view "Glue Labeling", Next Step on the transform opens it.');
  console.log('  Ctrl+C ends everything.\n');
  return Promise.race([
    editor.ended,
    local.ended.then(() => {
      throw new Failure(`Local Glue ended by itself: ${local.log.at(-1) ?? 'no word'}`);
    }),
  ]);
}

const running = [];
const interrupted = new Promise((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.once(signal, resolve);
  }
});
try {
  await Promise.race([start(readOptions(), running), interrupted]);
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}
await Promise.all(running.map((part) => part.stop()));
// A set-up that was interrupted would otherwise go on.
process.exit();
