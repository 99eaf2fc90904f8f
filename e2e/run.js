// `npm test [-- WORD]`: all journeys, or those whose file or test name holds WORD. Three at a time: while some wait for
// a deadline, another acts. Moving pictures want the machine for themselves.

import { createWriteStream, mkdirSync, readdirSync } from 'node:fs'
import { run } from 'node:test'
import { spec } from 'node:test/reporters'
import { fileURLToPath } from 'node:url'

const here = (path) => fileURLToPath(new URL(path, import.meta.url))
const word = process.argv[2]
// The longest first; what is not named here comes after.
const LONG = ['practice', 'opening', 'failing', 'pause', 'without_mouse'].map((name) => `${name}.test.js`)
const ALONE = ['broadcast.test.js']
const found = readdirSync(here('journeys/')).filter((name) => name.endsWith('.test.js')).sort()
const all = [...LONG, ...found.filter((name) => !LONG.includes(name))]
const named = all.filter((name) => !word || name.includes(word))
const files = named.length > 0 ? named : all
const testNamePatterns = word && named.length === 0 ? [word] : undefined
let passed = 0

mkdirSync(here('results'), { recursive: true })
const written = createWriteStream(here('results/journeys.txt'))
await tell(files.filter((name) => !ALONE.includes(name)))
await tell(files.filter((name) => ALONE.includes(name)))
written.end()
// A filter that fits nothing is a mistake, not a success.
if (passed === 0) process.exitCode = 1

async function tell(names) {
  if (names.length === 0) return
  const paths = names.map((name) => here(`journeys/${name}`))
  const results = run({ files: paths, concurrency: 3, timeout: 8 * 60_000, testNamePatterns })
  results.on('test:pass', () => (passed += 1))
  results.on('test:fail', () => (process.exitCode = 1))
  for await (const line of results.compose(new spec())) {
    process.stdout.write(line)
    written.write(line)
  }
}
