// A round of quotation in a negotiation: two companies quote, sealed in their browsers, the third lets the time go by. Nobody
// sees a price before all of the round are read out.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as bidder from '../lib/bidder.js'
import * as host from '../lib/host.js'
import { house } from '../lib/house.js'
import { look } from '../lib/look.js'
import * as opening from '../lib/opening.js'
import { steps } from '../lib/steps.js'

const at = house('rounds')
const PRICES = { 草原: '2455555.5', 兴安: '2466666' }
const SHOWN = ['2,455,555.50', '2,466,666.00']

test('a round is quoted under seal, and read out at once', (t) => at.journey(() => rounds(steps(t))))

async function rounds(step) {
  let all
  await step('a tender may have no rounds, a negotiation may', async () => {
    all = await opening.arrive(at)
    await refused(all)
    await opening.announce(all, { title: '浑善达克沙地灌溉设备', code: 'XM-2026-091', minutes: '1', rounds: '1' })
    await all.visitor.go(`/lots/${all.lot}`)
    await all.visitor.sees('竞争性谈判')
    await all.visitor.sees('唱标后 1 轮，每轮 1 分钟；密封递交，同时公开唱出；不得高于本单位上次报价')
    await look(all.visitor.page, 'rounds-lot')
  })
  await step('three bids are read out, and the round is the next step', () => readOut(all))
  await step('two quote; all hear that they did, and nobody how much', () => quote(all))
  await step('when the time is over they decrypt, and the third has left', () => decrypt(all))
  await step('both prices are read out together, for everybody and on screen', () => together(all))
  await step('they confirm the last price by signature, and it stands in the record', () => close(all))
}

async function refused({ host: tenderer }) {
  const { page } = tenderer
  await tenderer.go('/lots/new')
  await page.getByLabel('报价轮次', { exact: true }).fill('2')
  await page.getByRole('button', { name: '发布', exact: true }).click()
  await page.getByText('招标项目不得设报价轮次；谈判、磋商项目方可设置').first().waitFor()
  await look(page, 'rounds-form')
}

async function readOut(all) {
  await opening.bid(all)
  await opening.enter(all)
  await opening.startDecrypt(all)
  for (const person of all.bidders) await bidder.decrypt(person)
  await host.lead(all.host, '唱标')
  for (const { page } of all.bidders) await page.getByRole('heading', { name: '已唱标，等待下一轮报价' }).waitFor()
  assert.equal(await all.host.page.getByRole('button', { name: '进入异议与确认' }).count(), 0, 'the round comes first')
  await look(all.host.page, 'rounds-console')
  await host.lead(all.host, '开始第 1 轮报价')
}

async function quote(all) {
  const { 草原, 兴安, 达来 } = all
  for (const { page } of all.bidders) await page.getByRole('heading', { name: '请填报本轮报价' }).waitFor()
  await 草原.page.getByRole('button', { name: '密封并递交报价' }).waitFor()
  await look(草原.page, 'rounds-quote')
  await fill(草原, '2650000.01')
  await 草原.sees('不得超过 2,650,000.00 元')
  for (const person of [草原, 兴安]) {
    await fill(person, PRICES[person.name])
    await person.page.getByRole('heading', { name: '报价已递交' }).waitFor()
  }
  for (const person of [all.host, all.visitor, 达来]) {
    await person.sees(/草原.*递交密封报价（摘要 [0-9a-f]{8}…）/)
    const seen = await person.page.content()
    for (const price of SHOWN) assert.ok(!seen.includes(price), `${person.name} sees ${price}`)
  }
  await look(all.host.page, 'rounds-quoting')
}

async function fill({ page }, price) {
  await page.getByLabel('投标报价', { exact: true }).fill(price)
  await page.getByLabel('密钥口令', { exact: true }).fill(bidder.PASSPHRASE)
  await page.getByRole('button', { name: '密封并递交报价' }).click()
}

async function decrypt(all) {
  const { 草原, 兴安, 达来 } = all
  await 达来.page.getByRole('heading', { name: '已退出报价' }).waitFor({ timeout: 75_000 })
  for (const { page } of [草原, 兴安]) await page.getByRole('heading', { name: '请解密本轮报价' }).waitFor()
  for (const person of [草原, 兴安]) await bidder.decrypt(person)
  await look(达来.page, 'rounds-left')
  const seen = await all.visitor.page.content()
  for (const price of SHOWN) assert.ok(!seen.includes(price), `${price} is seen before the read-out`)
}

async function together(all) {
  await host.lead(all.host, '第 1 轮唱标')
  const table = all.visitor.page.getByRole('region', { name: '多轮报价表' })
  for (const price of SHOWN) await table.getByRole('row').filter({ hasText: price }).waitFor()
  await table.getByRole('row').filter({ hasText: '达来' }).filter({ hasText: '退出' }).waitFor()
  await all.visitor.sees('提交最后报价的不足三家，能否继续由采购人依法决定。')
  await look(all.visitor.page, 'rounds-read')
  const hall = await at.person('大屏')
  await hall.go(`/lots/${all.lot}/screen`)
  for (const price of SHOWN) await hall.page.getByRole('cell').filter({ hasText: price }).waitFor()
  await look(hall.page, 'rounds-screen')
}

async function close(all) {
  await host.lead(all.host, '进入异议与确认', { sure: false })
  await all.草原.page.getByRole('button', { name: '签名确认' }).waitFor()
  await look(all.草原.page, 'rounds-confirm')
  for (const person of all.bidders) await bidder.confirm(person)
  await host.lead(all.host, '结束开标')
  await all.visitor.page.getByRole('heading', { name: '开标结束' }).waitFor()
  await all.visitor.follow('查看开标记录')
  for (const words of ['竞争性谈判，报价 1 轮', ...SHOWN]) await all.visitor.sees(words)
  await look(all.visitor.page, 'rounds-record')
}
