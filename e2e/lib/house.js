// One server and one browser for the journeys of a file, and the people in it. When a journey ends, every console must
// have been silent and the server's log without an error.

import assert from 'node:assert/strict'
import { after, before } from 'node:test'
import { chromium } from 'playwright-core'
import { result } from './files.js'
import { Line } from './line.js'
import { Person } from './person.js'
import { Server } from './server.js'

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // A camera that shows a running clock, a microphone that beeps, a screen: and the person always says yes.
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
]
const PATIENCE = 20_000

/** Opens before the first test of the calling file, closes after the last. */
export function house(name) {
  const house = new House(name)
  before(() => house.open())
  after(() => house.close())
  return house
}

export class House {
  people = []

  constructor(name) {
    this.name = name
  }

  async open() {
    this.server = await Server.start(this.name)
    const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium'
    // The browser's own language, in which it asks for dates; pages are in that of the person.
    const env = { ...process.env, LANGUAGE: 'en_US' }
    this.browser = await chromium.launch({ executablePath, args: FLAGS, env })
  }

  async close() {
    await this.browser?.close()
    const broken = (await this.server?.stop()) ?? []
    assert.deepEqual(broken, [], 'the server logged an error')
  }

  /** Somebody with a browser of its own, not signed in; with `line`, on a line that can be cut. */
  async person(name, { scripts = true, line: own = false } = {}) {
    const viewport = { width: 1280, height: 900 }
    const context = await this.browser.newContext({ locale: 'zh-CN', viewport, javaScriptEnabled: scripts })
    context.setDefaultTimeout(PATIENCE)
    const page = await context.newPage()
    const line = own ? await Line.to(this.server.url) : undefined
    const person = new Person({ name, context, page, url: line?.url ?? this.server.url, line, scripts })
    this.people.push(person)
    return person
  }

  /** The same person at a second page of its browser. */
  async secondPage({ context, url, line, scripts }, name) {
    const second = new Person({ name, context, page: await context.newPage(), url, line, scripts })
    this.people.push(second)
    return second
  }

  /** Runs a journey; afterwards everybody leaves and all consoles must have been silent. */
  async journey(act) {
    try {
      await act()
      assert.deepEqual(this.people.flatMap((person) => person.unexpected()), [], 'a console was not silent')
    } catch (error) {
      await this.#picture()
      throw error
    } finally {
      await Promise.all(this.people.splice(0).map((person) => person.leave()))
    }
  }

  /** What everybody had before them when it went wrong. */
  async #picture() {
    for (const { name, page, lines } of this.people) {
      const path = result(`failed-${this.name}-${name}.png`)
      await page.screenshot({ path, fullPage: true, timeout: 5000 }).catch(() => {})
      console.error(`${name} at ${page.url()}, picture in ${path}`, ...lines)
    }
  }
}
