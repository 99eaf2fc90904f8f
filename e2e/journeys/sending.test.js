// A large bid on its way: how far it is, holding it up, giving it up, and sending it after all.

import assert from 'node:assert/strict'
import { statSync } from 'node:fs'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import * as bidder from '../lib/bidder.js'
import { file, pdf } from '../lib/files.js'
import { house } from '../lib/house.js'
import { accessible, look } from '../lib/look.js'
import { slowClock } from '../lib/person.js'

const at = house('sending')
const LOT = '二连浩特口岸供水管网改造'
const OFFER = { price: '9100000', days: '120', manager: '苏和', guarantee: 'BH-7', guaranteed: '128000' }
const MEGABYTES = 20

/** As far as the filled-in form of a large bid. */
async function fillIn(person, login) {
  await person.signIn(login)
  await bidder.makeKey(person)
  await person.go('/lots')
  await person.follow(LOT)
  await person.follow('开始投标')
  await bidder.fillBid(person, OFFER)
  await bidder.choose(person, '投标文件正文', document('x'))
  await person.page.getByText('large.pdf').waitFor()
}

/** Pieces on their way to the server, a few a second, and how many have been sent. */
async function slowly(page) {
  const line = { sent: 0 }
  await page.context().route('**/api/bids/*/parts/*/pieces/*', async (route) => {
    line.sent += 1
    await sleep(800)
    await route.continue().catch(() => {})
  })
  return line
}

test('a bid on its way is held up, goes on, is given up, and is sent after all', () =>
  at.journey(async () => {
    const person = await at.person('投标人')
    const { page } = person
    await fillIn(person, 'xingan')
    const line = await slowly(page)

    await person.press('密封并递交')
    await person.sees(/B\/s · 约剩/)
    await person.press('暂停')
    await person.sees('已暂停')
    // What is under way may end; nothing new begins.
    await sleep(1500)
    const before = line.sent
    await sleep(2000)
    assert.equal(line.sent, before, 'pieces were sent although the sending was held up')
    await look(page, 'bid-held')
    await accessible(page)
    await person.press('继续')
    await person.sees(/正在密封并上传/)
    for (let tries = 0; line.sent === before && tries < 50; tries++) await sleep(100)
    assert.ok(line.sent > before, 'nothing was sent after it was let go on')

    await person.press('取消递交')
    await page.getByRole('button', { name: '取消递交' }).waitFor({ state: 'detached' })
    assert.equal(await page.getByLabel('投标报价', { exact: true }).inputValue(), OFFER.price)
    await page.getByText('large.pdf').waitFor()
    await page.context().unrouteAll({ behavior: 'ignoreErrors' })
    await bidder.lodge(person)
    await isListed(person)
  }))

test('a line that breaks while a bid is sent costs nothing but time', () =>
  at.journey(async () => {
    const person = await at.person('掉线的人', { line: true })
    await slowClock(person.page, 192_500)
    await fillIn(person, 'dalai')
    await person.sees('本机时钟比服务器慢 3 分 12 秒。截止时间以服务器为准，请看本页的倒计时。')
    await look(person.page, 'bid-slow-clock')
    await slowly(person.page)
    await person.press('密封并递交')
    await person.sees(/B\/s · 约剩/)
    let failed = 0
    person.page.context().on('requestfailed', (request) => (failed += request.url().includes('/pieces/') ? 1 : 0))
    person.line.cut()
    await person.sees('连接中断，正在重试')
    // Longer than the first two pauses between attempts.
    await sleep(2500)
    await person.line.mend()
    await person.page.getByRole('heading', { name: '投标文件递交回执' }).waitFor({ timeout: 60_000 })
    await isListed(person)
    assert.ok(failed > 0, 'no piece was on its way when the line broke')
  }))

/** The document, as long whatever it is filled with. */
const document = (filling) => file('large.pdf', pdf(filling.repeat(MEGABYTES << 20)))

/** The receipt names the document with its length, and nobody's name for it. */
async function isListed({ page }) {
  const { size } = statSync(document('x'))
  await page.getByRole('row').filter({ hasText: '投标文件正文' }).filter({ hasText: String(size) }).waitFor()
  assert.equal(await page.getByText('large.pdf').count(), 0)
}

/** Presses the button, and loads the page again once some pieces of the document are stored; answers with their numbers. */
async function breakOff(person) {
  const { page } = person
  const line = await slowly(page)
  const stored = new Set()
  const note = (request) => pieces(request).forEach((number) => stored.add(number))
  page.context().on('requestfinished', note)
  await person.press('密封并递交')
  for (let tries = 0; stored.size < 6 && tries < 100; tries++) await sleep(100)
  await page.reload()
  page.context().off('requestfinished', note)
  await page.context().unrouteAll({ behavior: 'ignoreErrors' })
  assert.ok(stored.size >= 6 && stored.size < MEGABYTES, `${stored.size} of ${line.sent} pieces were stored`)
  return stored
}

/** Numbers of the document's pieces that a request brings: as many in a row as it has digests. */
function pieces(request) {
  if (request.method() !== 'PUT' || !request.url().includes('/document-2/')) return []
  const first = Number(request.url().split('/').at(-1))
  return request.headers()['x-piece-sm3'].split(',').map((_, n) => first + n)
}

test('a page that is loaded again goes on with the bid and sends nothing twice, unless the document was changed', () =>
  at.journey(async () => {
    const person = await at.person('重新载入的人')
    const { page } = person
    page.on('dialog', (dialog) => dialog.accept())
    await fillIn(person, 'caoyuan')
    const first = await breakOff(person)

    await bidder.alive(person)
    assert.equal(await page.getByLabel('投标报价', { exact: true }).inputValue(), OFFER.price)
    await person.sees(/再次选择文件，已上传的部分不会重传.*large\.pdf（20\.0 MB）/)
    await look(page, 'bid-loaded-again')
    await accessible(page)
    await bidder.chooseFiles(person)
    await bidder.choose(person, '投标文件正文', document('y'))
    await bidder.typePassphrase(person)
    const second = await breakOff(person)
    assert.ok([...first].slice(0, 6).every((number) => second.has(number)), 'a piece of the old document was kept')

    await bidder.alive(person)
    await bidder.chooseFiles(person)
    await bidder.choose(person, '投标文件正文', document('y'))
    await bidder.typePassphrase(person)
    const third = []
    page.context().on('request', (request) => third.push(...pieces(request)))
    await bidder.lodge(person)
    await isListed(person)
    assert.deepEqual(third.filter((number) => second.has(number)), [], 'pieces were sent twice')
    assert.equal(second.size + third.length, MEGABYTES + 2, 'the rest was sent')

    await bidder.typePassphrase(person)
    await person.press('开始演练')
    await person.sees(/演练成功/)
  }))
