// Fewer than three: of three bids one is withdrawn in time, so there is no opening, nothing is decrypted, and nobody
// learns who had bid.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { house } from '../lib/house.js'
import { look } from '../lib/look.js'
import * as opening from '../lib/opening.js'
import { steps } from '../lib/steps.js'

const at = house('few')
const TITLE = '贡宝拉格牧道桥'
const NO_OPENING = '投标人不足三家，不得开标'
const NAMES = ['草原建工', '兴安路桥', '达来水务']

test('with fewer than three bids nothing is opened and nobody is named', (t) => at.journey(() => few(steps(t))))

async function few(step) {
  let all
  await step('three companies bid, and one withdraws in time', async () => {
    all = await opening.arrive(at)
    await opening.announce(all, { title: TITLE, code: 'XM-2026-072' })
    await opening.bid(all)
    await withdraw(all)
    await opening.enter(all)
  })
  await step('at the deadline everybody is told that there is no opening', () => told(all))
  await step('nothing is left to press, for bidders and host alike', () => nothing(all))
  await step('nobody learns who had bid', () => unnamed(all))
  await step('the record says why, without scripts too', () => record(all))
}

async function withdraw({ lot, 达来 }) {
  await 达来.go(`/lots/${lot}`)
  await 达来.page.getByText('撤回投标文件', { exact: true }).click()
  await 达来.press('确认撤回')
  await 达来.page.getByRole('link', { name: '开始投标' }).waitFor()
}

async function told(all) {
  const everybody = [...all.bidders, all.visitor, all.host]
  for (const person of everybody) {
    await opening.begins(all, person, NO_OPENING)
    await person.sees('收到投标文件 2 份，不足三份。投标文件保持密封，投标人名称不公布。')
    await person.sees('投标截止，收到投标文件 2 份，少于 3 份，不得开标。')
  }
  await all.host.sees('招标人应当重新招标。')
  await look(all.草原.page, 'few-bidder')
  await look(all.host.page, 'few-console')
  await look(all.visitor.page, 'few-visitor')
}

async function nothing(all) {
  for (const { name, page } of [...all.bidders, all.host]) {
    const buttons = await page.getByRole('main').getByRole('button').allInnerTexts()
    assert.deepEqual(buttons, [], `${name} may still press something`)
    assert.equal(await page.getByRole('timer').count(), 0, `${name} still waits for something`)
  }
}

async function unnamed(all) {
  for (const { name, page } of [all.visitor, all.host]) {
    const seen = await page.content()
    for (const company of NAMES) assert.ok(!seen.includes(company), `${name} learns of ${company}`)
  }
}

async function record(all) {
  const reader = await at.person('读者', { scripts: false })
  await reader.go('/lots')
  await reader.page.getByRole('row').filter({ hasText: TITLE }).filter({ hasText: '开标失败' }).waitFor()
  await reader.go(`/lots/${all.lot}/record`)
  await reader.sees(/收到投标文件 2 份，投标人少于三个。.*不得开标，招标人应当重新招标。/)
  const seen = await reader.page.content()
  for (const company of NAMES) assert.ok(!seen.includes(company), `the record tells of ${company}`)
  await all.草原.follow('查看开标记录')
  await all.草原.page.getByRole('heading', { name: '未开标' }).waitFor()
  await look(all.草原.page, 'few-record')
}
