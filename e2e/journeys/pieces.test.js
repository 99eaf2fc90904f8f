// The client comes in pieces. One that does not come, on a broken line or after a release, leads nobody into the void.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { house } from '../lib/house.js'

const at = house('pieces')
const PIECE = '**/portal.wasm'

test('a page whose code does not come is asked of the server whole', () =>
  at.journey(async () => {
    const person = await at.person('访客')
    const { page } = person
    await person.go('/register')
    await page.getByRole('button', { name: '开始登记', disabled: false }).waitFor()
    await page.evaluate(() => (window.sameDocument = true))

    await page.route(PIECE, (route) => route.abort())
    person.allow('ERR_FAILED', 'portal.wasm')
    await person.follow('标段', page.getByRole('banner'))
    await page.getByRole('heading', { name: '标段', exact: true }).waitFor()
    assert.equal(new URL(page.url()).pathname, '/lots')
    assert.equal(await page.evaluate(() => window.sameDocument), undefined, 'the server sent the page whole')
    await person.sees('二连浩特口岸供水管网改造')

    await page.unroute(PIECE)
    await page.reload()
    await person.follow('二连浩特口岸供水管网改造')
    await page.getByRole('heading', { name: '二连浩特口岸供水管网改造' }).waitFor()

    const loader = /TypeError: Failed to fetch|was preloaded using link preload but not used/
    assert.ok(person.lines.some((line) => loader.test(line)), 'the loader says what it missed')
    person.lines = person.lines.filter((line) => !loader.test(line))
  }))
