// Runs tests of a module that wasm-bindgen bound for node: `node run.cjs {filtered out} {export} …`.
// wasm-bindgen-test prints through `__wbgtest_og_console_log` and collects what a test logs through
// the `__wbgtest_console_*` exports, to show it only when the test fails.
const [filtered, ...names] = process.argv.slice(2);

global.__wbgtest_og_console_log = console.log.bind(console);
global.__wbg_test_invoke = (test) => test();

let collect = null;
for (const level of ['debug', 'log', 'info', 'warn', 'error']) {
  console[level] = (...words) => collect?.[`__wbgtest_console_${level}`](words);
}

const tests = require('./tests.js');
const context = new tests.WasmBindgenTestContext(false);
collect = tests;
context.filtered_count(Number(filtered));
// Leave by a verdict only: a promise that never settles would let node end with success.
process.exitCode = 1;
context.run(names.map((name) => tests.__wasm[name])).then(
  (passed) => process.exit(passed ? 0 : 1),
  (error) => {
    process.stderr.write(`${error?.stack ?? error}\n`);
    process.exit(1);
  },
);
