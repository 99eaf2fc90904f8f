// How fast bids are sealed in headless Chromium, in one worker: ours, and SM4-GCM of npm sm-crypto-v2 in the same browser,
// in turns. `node bench/seal.js FOLDER` with the bound module in FOLDER prints one line of JSON, in MB/s.

import { createServer } from 'node:http'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium } from 'playwright-core'

const ROUNDS = 7
const MIB = 1_048_576

const WORKER = `
import init, { seal } from './speed.js'
import { sm4 } from '/sm-crypto-v2/dist/index.mjs'

await init()
const key = crypto.getRandomValues(new Uint8Array(16))
const text = new Uint8Array(${MIB}).fill(7)
const rival = (chunks) => {
  for (let n = 0; n < chunks; n++) {
    const iv = crypto.getRandomValues(new Uint8Array(12))
    const { output, tag } = sm4.encrypt(text, key, { mode: 'gcm', iv, padding: 'none', output: 'array', outputTag: true })
    if (output.length !== text.length || !tag) throw new Error('the rival sealed something else')
  }
}
const speed = (work, chunks) => {
  const start = performance.now()
  work(chunks)
  return (chunks * ${MIB}) / 1000 / (performance.now() - start)
}
// Once each, so that the engine has compiled what it will run.
seal(64)
rival(8)
const ours = [], theirs = []
for (let round = 0; round < ${ROUNDS}; round++) {
  ours.push(speed(seal, 96))
  theirs.push(speed(rival, 12))
}
postMessage({ ours, theirs })
`

const folder = process.argv[2]
const PACKAGES = new URL('../node_modules/', import.meta.url)
const answers = {
  '/favicon.ico': () => ['image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
  '/': () => ['text/html', '<!doctype html><title>seal</title>'],
  '/worker.js': () => ['text/javascript', WORKER],
  '/speed.js': async () => ['text/javascript', await readFile(join(folder, 'speed.js'))],
  '/speed_bg.wasm': async () => ['application/wasm', await readFile(join(folder, 'speed_bg.wasm'))],
}
/** A package's module as it is shipped, its imports by name led to their files. */
const module = async (path) => {
  const file = new URL(`.${path}`, PACKAGES)
  const text = await readFile(file, 'utf8')
  // What is resolved here for node has a sister for browsers.
  const led = (name) => import.meta.resolve(name).replace(PACKAGES.href, '/').replace('cryptoNode', 'crypto')
  return ['text/javascript', text.replace(/(from\s*)['"](@noble\/[^'"]+)['"]/g, (_, from, name) => `${from}'${led(name)}'`)]
}
const server = createServer((request, response) => {
  const answer = answers[request.url] ?? (() => module(request.url))
  Promise.resolve(answer()).then(
    ([type, body]) => response.writeHead(200, { 'content-type': type }).end(body),
    (error) => {
      console.error(request.url, error.message)
      response.writeHead(404).end()
    },
  )
})
await new Promise((ready) => server.listen(0, '127.0.0.1', ready))
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
})
const page = await browser.newPage()
await page.goto(`http://127.0.0.1:${server.address().port}/`)
const { ours, theirs } = await page.evaluate(
  () =>
    new Promise((resolve, reject) => {
      const worker = new Worker('/worker.js', { type: 'module' })
      worker.onmessage = (message) => resolve(message.data)
      worker.onerror = (error) => reject(new Error(error.message))
    }),
)
const median = (speeds) => Math.round(speeds.toSorted((a, b) => a - b)[speeds.length >> 1] * 10) / 10
console.log(JSON.stringify({ browser: await browser.version(), seal: median(ours), sm_crypto_v2_gcm: median(theirs) }))
await browser.close()
server.close()
