// Bids that do not open: one because its bidder has only a wrong key, one because a bit of it changed on the platform's
// disk. Each is told whose fault it is, the opening goes on with the others, and the one that was wronged objects.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as bidder from '../lib/bidder.js'
import * as host from '../lib/host.js'
import { house } from '../lib/house.js'
import { look } from '../lib/look.js'
import * as opening from '../lib/opening.js'
import { rot } from '../lib/sealed.js'
import { steps } from '../lib/steps.js'

const at = house('failing')
const PRICES = { 草原: '2,650,000.00', 兴安: '2,599,999.90', 达来: '2,612,345.00' }
const [CAOYUAN, XINGAN, DALAI] = ['锡林郭勒草原建工有限公司', '兴安路桥工程有限公司', '达来水务建设有限公司']
const REVOKED = '撤销 投标文件视为撤销（因投标人原因未解密）'
const WITHDRAWN = '撤回 投标文件视为撤回（非投标人原因未解密）'
const OBJECTION = '我单位持有回执，密钥无误，未解密系平台保存的文件损坏所致。'
const ANSWER = '异议成立：平台保存的文件与回执不符，非投标人原因。依法按撤回处理，直接损失由责任方赔偿。'

test('who does not decrypt is out with the cause, and the opening goes on', (t) => at.journey(() => failing(steps(t))))

async function failing(step) {
  let all
  await step('three companies bid on a lot with one minute to decrypt', async () => {
    all = await opening.gather(at, { title: '浑善达克防沙林带', code: 'XM-2026-071', minutes: '1' })
  })
  await step('a bit of one stored bid changes on the disk', () => rot(at.server, all.达来.bid, 'form'))
  await step('in the window each is told what is wrong on its side', () => decrypting(all))
  await step('when time is up both are out, each with its cause', () => out(all))
  await step('only the bid that was opened is read out', () => readOut(all))
  await step('the wronged bidder objects, and is told before all that it is right', () => object(all))
  await step('the host closes without those who are out, and the record keeps all of it', () => close(all))
}

async function decrypting(all) {
  const { 草原, 兴安, 达来 } = all
  at.server.tells(`the stored bytes are not those that were committed bid=${达来.bid}`)
  await opening.startDecrypt(all)
  for (const person of [...all.bidders, all.visitor, all.host]) {
    await person.sees(/密封核对完成，1 份投标文件与递交时不一致/)
    await row(person, DALAI, '与递交时不一致')
  }
  await bidder.decrypt(草原)
  await bidder.tryToDecrypt(兴安, { keyFile: 草原.keyFile })
  await 兴安.sees('此密钥打不开这份投标文件。请换用密封时所用的密钥文件。')
  await bidder.tryToDecrypt(达来, {})
  await 达来.sees('服务器交回的“开标一览表”与密封时不符。请保留回执，立即联系交易中心和监督部门。')
  await look(达来.page, 'failing-stored-differs')
  await all.host.page.getByRole('heading', { name: '未解密 2 家' }).waitFor()
}

async function out(all) {
  const over = 60_000 + 10_000
  await all.host.page.getByRole('heading', { name: '解密结束' }).waitFor({ timeout: over })
  await isOut(all.兴安, '投标文件视为撤销', '因投标人原因，投标文件在时限内没有解密')
  await isOut(all.达来, '投标文件视为撤回', '因投标人之外的原因，投标文件没有解密')
  await all.达来.sees('您有权要求责任方赔偿因此遭受的直接损失。')
  for (const person of [...all.bidders, all.visitor, all.host]) {
    await person.sees(/解密结束，未解密：.*兴安路桥工程有限公司（撤销）/)
    await person.sees(/解密结束，未解密：.*达来水务建设有限公司（撤回）/)
    await row(person, XINGAN, REVOKED)
    await row(person, DALAI, WITHDRAWN)
    await row(person, CAOYUAN, '已解密')
  }
  await look(all.兴安.page, 'failing-revoked')
  await look(all.达来.page, 'failing-withdrawn')
  await look(all.host.page, 'failing-console')
  await look(all.visitor.page, 'failing-visitor')
}

/** It is told so, and there is nothing left to press. */
async function isOut(person, heading, why) {
  await person.page.getByRole('heading', { name: heading, exact: true }).waitFor()
  await person.sees(why)
  for (const name of ['解密', '签名确认']) {
    assert.equal(await person.page.getByRole('button', { name, exact: true }).count(), 0, `${person.name} may ${name}`)
  }
}

/** In the table of bidders the row of this company holds these words. */
function row({ page }, company, words) {
  const table = page.getByRole('region', { name: '投标人', exact: true })
  return table.getByRole('row').filter({ hasText: company }).filter({ hasText: words }).waitFor()
}

async function readOut(all) {
  await host.lead(all.host, '唱标')
  const everybody = [...all.bidders, all.visitor, all.host]
  for (const person of everybody) {
    const table = person.page.getByRole('region', { name: '唱标表' })
    await table.getByRole('row').filter({ hasText: CAOYUAN }).filter({ hasText: PRICES.草原 }).waitFor()
    await table.getByRole('row').filter({ hasText: XINGAN }).filter({ hasText: '未解密，不唱标 撤销' }).waitFor()
    await table.getByRole('row').filter({ hasText: DALAI }).filter({ hasText: '未解密，不唱标 撤回' }).waitFor()
    await untold(person)
  }
  await isOut(all.达来, '投标文件视为撤回', '对此有异议的，请当场提出。')
  await look(all.visitor.page, 'failing-read-out')
}

/** What was not opened is not to be read. */
async function untold({ name, page }) {
  const seen = await page.content()
  for (const price of [PRICES.兴安, PRICES.达来]) assert.ok(!seen.includes(price), `${name} reads ${price}`)
}

async function object(all) {
  await bidder.object(all.达来, OBJECTION)
  await all.host.page.getByRole('heading', { name: '待答复的异议 1' }).waitFor()
  await host.answer(all.host, ANSWER, '成立')
  for (const person of [...all.bidders, all.visitor]) {
    const told = person.page.getByRole('region', { name: '异议与答复' }).getByRole('listitem')
    await told.filter({ hasText: DALAI }).filter({ hasText: OBJECTION }).filter({ hasText: ANSWER }).waitFor()
  }
  await look(all.达来.page, 'failing-objection')
}

async function close(all) {
  await host.lead(all.host, '进入异议与确认', { sure: false })
  await all.host.page.getByRole('heading', { name: '未确认 1 家' }).waitFor()
  await bidder.confirm(all.草原)
  for (const person of [all.兴安, all.达来]) await isOut(person, /^投标文件视为撤/, '不再唱标')
  await host.lead(all.host, '结束开标')
  await all.达来.page.getByRole('heading', { name: '开标结束' }).waitFor()
  await all.达来.follow('查看开标记录')
  for (const words of ['1 份成功，2 份未解密', '1 份与递交时不一致', OBJECTION, ANSWER]) await all.达来.sees(words)
  const table = all.达来.page.getByRole('region', { name: '开标一览' }).getByRole('row')
  await table.filter({ hasText: CAOYUAN }).filter({ hasText: PRICES.草原 }).waitFor()
  await table.filter({ hasText: XINGAN }).filter({ hasText: '投标文件视为撤销（因投标人原因未解密）' }).waitFor()
  await table.filter({ hasText: DALAI }).filter({ hasText: '投标文件视为撤回（非投标人原因未解密）' }).waitFor()
  await untold(all.达来)
  await look(all.达来.page, 'failing-record')
}
