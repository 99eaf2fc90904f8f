// The real server on data of its own, with demo accounts. It can be killed and started again on the same data.

import { spawn } from 'node:child_process'
import { createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fromHere, result } from './files.js'

const top = (path) => fromHere(`../../${path}`)
const PROGRAM = process.env.KAIBIAO_BIN ?? top('target/debug/kaibiao')
const SITE = process.env.KAIBIAO_SITE ?? top('target/site')
const PATIENCE = 60_000

export class Server {
  told = []

  /** Starts on a free port; `name` names the log in results/. */
  static async start(name) {
    const server = new Server()
    server.data = mkdtempSync(join(tmpdir(), 'kaibiao-journey-'))
    server.logFile = result(`${name}-server.log`)
    server.log = createWriteStream(server.logFile)
    await server.#run('0')
    return server
  }

  /** As when the power fails. */
  kill() {
    return this.#end('SIGKILL')
  }

  /** As when the power comes back: at the same address, on the same data. */
  revive() {
    return this.#run(new URL(this.url).port)
  }

  /** Away for longer than the server lets pass as a late beat (`domain::away::AWAY`). */
  async beAway(millis = 6_000) {
    await this.kill()
    await new Promise((go) => setTimeout(go, millis))
    await this.revive()
  }

  /** The operator must be told this: an error with these words is to come. */
  tells(words) {
    this.told.push(words)
  }

  /** Ends the server and removes its data; answers with what it logged as broken, and what it should have and has not. */
  async stop() {
    await this.#end('SIGTERM')
    rmSync(this.data, { recursive: true, force: true })
    await new Promise((done) => this.log.end(done))
    const broken = readFileSync(this.logFile, 'utf8').split('\n').filter((line) => /panicked| ERROR /.test(line))
    const untold = this.told.filter((words) => !broken.some((line) => line.includes(words)))
    const unexpected = broken.filter((line) => !this.told.some((words) => line.includes(words)))
    return [...unexpected, ...untold.map((words) => `not logged: ${words}`)]
  }

  async #run(port) {
    const args = ['serve', '--demo', '--port', port, '--data', this.data, '--site', SITE]
    const child = spawn(PROGRAM, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NO_COLOR: '1' } })
    this.child = child
    child.stderr.pipe(this.log, { end: false })
    this.url = await new Promise((found, failed) => {
      let said = ''
      const late = setTimeout(() => failed(new Error(`no address after ${PATIENCE} ms: ${said}`)), PATIENCE)
      child.stdout.on('data', (text) => {
        said += text
        const address = said.match(/http:\/\/[\d.]+:\d+/)
        if (address) {
          clearTimeout(late)
          found(address[0])
        }
      })
      child.once('error', failed)
      child.once('exit', (code) => failed(new Error(`${PROGRAM} ended with ${code}; see ${this.logFile}`)))
    })
    await this.#healthy()
  }

  async #healthy() {
    for (const end = Date.now() + PATIENCE; Date.now() < end; await new Promise((go) => setTimeout(go, 100))) {
      const answer = await fetch(`${this.url}/healthz`).catch(() => undefined)
      if (answer?.ok) return
    }
    throw new Error(`${this.url}/healthz does not answer`)
  }

  async #end(signal) {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return
    const gone = new Promise((done) => this.child.once('exit', done))
    this.child.kill(signal)
    await gone
  }
}
