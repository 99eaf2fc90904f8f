// Somebody who opens one room in more tabs than a browser has lines to a server.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as bidder from '../lib/bidder.js'
import * as host from '../lib/host.js'
import { house } from '../lib/house.js'

const at = house('tabs')
/** HTTP/1.1: six lines to a server, and one more. */
const TABS = 7
const SECONDS_TO_BID = 25

test('seven tabs share one line, and when the one that listens is closed, another listens', () =>
  at.journey(async () => {
    const tenderer = await at.person('招标人')
    await tenderer.signIn('tenderer')
    await tenderer.go('/lots/new')
    const lot = await host.announce(tenderer, { seconds: SECONDS_TO_BID, title: '同一间开标室', code: 'XM-2026-088' })

    const visitor = await at.person('旁听人')
    const asked = []
    visitor.context.on('request', (request) => request.url().includes('/events') && asked.push(request.url()))
    await bidder.enterRoom(visitor, lot)
    const tabs = [visitor]
    while (tabs.length < TABS) {
      const tab = await at.secondPage(visitor, `旁听人 ${tabs.length + 1}`)
      await bidder.enterRoom(tab, lot)
      tabs.push(tab)
    }
    assert.equal(asked.length, 1, 'one line for all tabs')

    await visitor.page.close()
    tabs.shift()
    const end = Date.now() + 10_000
    while (asked.length < 2 && Date.now() < end) await tabs[0].page.waitForTimeout(100)
    assert.equal(asked.length, 2, 'another tab listens')

    await Promise.all(tabs.map((tab) => tab.sees('少于 3 份，不得开标')))
    assert.equal(asked.length, 2)
  }))
